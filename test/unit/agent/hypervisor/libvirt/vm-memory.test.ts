import { describe, expect, it } from 'vitest';

import {
  appeared,
  applySample,
  type KnownVm,
} from '../../../../../agent/hypervisor/libvirt/vm-events.ts';
import type { VmDetails } from '../../../../../shared/model/vm-details.ts';

/*
 * OV-20: guaranteed memory above the balloon is told; a balloon driver that does not follow, or a guest agent that is
 * gone while the balloon is inflated, must last for more than three samples. Each once, with its end. In the system these
 * rows come from the balloon checks never fired.
 */

const maxKib = 262_144;
const halfKib = maxKib / 2;
const domain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 7 };

function running(details: VmDetails): KnownVm {
  const known = appeared(domain);
  const vm = {
    ...known.vm,
    status: 'UP',
    reason: 'BOOTED',
    memoryMaxKib: maxKib,
    details,
  } as const;
  return { ...known, vm };
}

const memory = (guaranteedKib: number, wantedKib: number): VmDetails => ({
  memory: { guaranteedKib, wantedKib },
});

/** What is told with each sample: the kinds of issues there are, `-` for nothing new, a dot for no issue. */
function tell(known: KnownVm, samples: readonly (number | undefined)[]): string[] {
  let now = known;
  return samples.map((kib) => {
    const { known: after = now, emits } = applySample(now, kib);
    now = after;
    return emits
      .map((event) => (event.kind === 'vm' ? event.vm.details?.memoryIssues : undefined) ?? [])
      .map((issues) => issues.map(({ kind }) => kind).join('+') || '.')
      .concat(emits.length === 0 ? ['-'] : [])
      .join();
  });
}

const times = (count: number, kib: number): number[] => Array.from({ length: count }, () => kib);

describe('memory checks that fire (OV-20)', () => {
  it.each<[string, VmDetails, (number | undefined)[], string[]]>([
    ['a VM that has what it should', memory(1024, 0), times(5, maxKib), ['-', '-', '-', '.', '-']],
    [
      'less than guaranteed, once, and its end after four samples',
      memory(halfKib, 0),
      [...times(5, 65_536), ...times(5, maxKib)],
      ['-', '-', '-', 'BELOW_GUARANTEE', '-', '-', '-', '-', '.', '-'],
    ],
    [
      'a balloon that nobody follows, after more than three samples',
      memory(0, halfKib),
      times(6, maxKib),
      ['-', '-', '-', 'BALLOON_NOT_FOLLOWED', '-', '-'],
    ],
    [
      'a balloon that is followed, if late',
      memory(0, halfKib),
      [maxKib, maxKib, maxKib, maxKib - 4096, halfKib],
      ['-', '-', '-', '.', '-'],
    ],
    [
      'a guest that took back memory for three samples only',
      { ...memory(0, halfKib), memoryIssues: [] },
      [...times(4, halfKib), ...times(3, maxKib), ...times(4, halfKib)],
      times(11, 0).map(() => '-'),
    ],
    [
      'a guest agent gone while the balloon is inflated',
      { ...memory(0, halfKib), guestAgent: 'DISCONNECTED' },
      times(5, halfKib),
      ['-', '-', '-', 'AGENT_GONE_WHILE_INFLATED', '-'],
    ],
    [
      'a guest agent that does not answer counts as gone',
      { ...memory(0, 0), guestAgent: 'NOT_RESPONDING' },
      times(4, halfKib),
      ['-', '-', '-', 'AGENT_GONE_WHILE_INFLATED'],
    ],
    [
      'a VM that never had a channel for an agent',
      { ...memory(0, 0), guestAgent: 'NONE' },
      times(4, halfKib),
      ['-', '-', '-', '.'],
    ],
    [
      'two at once',
      { ...memory(maxKib, 0), guestAgent: 'DISCONNECTED' },
      times(4, halfKib),
      ['-', '-', '-', 'BELOW_GUARANTEE+AGENT_GONE_WHILE_INFLATED'],
    ],
    [
      'what a busy VM does not say turns nothing',
      memory(0, halfKib),
      [maxKib, undefined, maxKib, undefined, maxKib, undefined, maxKib],
      ['-', '-', '-', '-', '-', '-', 'BALLOON_NOT_FOLLOWED'],
    ],
    [
      'once the first verdict is out, memory below the guarantee is told at once',
      { ...memory(halfKib, 0), memoryIssues: [] },
      [...times(4, maxKib), 65_536],
      ['-', '-', '-', '-', 'BELOW_GUARANTEE'],
    ],
  ])('%s', (...[, details, samples, expected]) => {
    expect(tell(running(details), samples)).toEqual(expected);
  });

  it('say what the VM has, and what that is held against', () => {
    let known = running(memory(halfKib, 0));
    for (const kib of times(4, 65_536)) known = applySample(known, kib).known ?? known;
    expect(known.vm.details?.memoryIssues).toEqual([
      { kind: 'BELOW_GUARANTEE', currentKib: 65_536, expectedKib: halfKib },
    ]);
  });

  it('are for VMs that run', () => {
    const { vm, ...rest } = running(memory(maxKib, halfKib));
    const paused = { ...rest, vm: { ...vm, status: 'PAUSED' } as const };
    expect(tell(paused, times(6, 65_536))).toEqual(times(6, 0).map(() => '-'));
  });
});
