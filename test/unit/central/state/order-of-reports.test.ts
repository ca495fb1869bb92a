import { describe, expect, it } from 'vitest';

import { nothingKnown } from '../../../../central/state/host-state.ts';
import type { Op } from '../../../../central/state/host-state.ts';
import { stepHost } from '../../../../central/state/step.ts';
import type { VmStatus } from '../../../../shared/model/status.ts';
import {
  hostOf,
  recordOf,
  stepContextOf,
  vmOf,
  vmStateOf,
} from '../../../harness/model-objects.ts';

type Said = readonly [run: string, change: number, status: VmStatus];

const change = ([run, number, status]: Said, vmId = 'v1'): Op => {
  const vm = vmStateOf(vmId, { status });
  return {
    kind: 'change',
    run,
    change: { change: number, observedAt: 0, body: { kind: 'vm', vm } },
  };
};

const record = recordOf('a', { appliedChanges: [{ run: 'r1', change: 5 }] });
const vms = new Map(['v1', 'v2', 'v3'].map((id) => [id, vmOf(id, 'a')]));

/** What is told when a host with VMs that run, of which change 5 was applied, says this. */
function told(ops: readonly Op[], accepted = record): string[] {
  const context = stepContextOf({ findVm: (id) => vms.get(id) });
  const { step } = stepHost({ record: accepted, vms, ...nothingKnown }, ops, context);
  const after = (event: NonNullable<typeof step>['events'][number]): string =>
    event.after?.kind === 'vm' ? event.after.vm.status : '';
  return (step?.events ?? []).map((event) => `${event.vmId} ${after(event)}`.trim());
}

describe('words of one host are taken in the order in which they were observed (OV-3, OV-4)', () => {
  it.each<[string, Said[], string[]]>([
    ['the next one', [['r1', 6, 'PAUSED']], ['v1 PAUSED']],
    ['one that was applied before', [['r1', 5, 'PAUSED']], []],
    ['an older one', [['r1', 4, 'PAUSED']], []],
    [
      'an older one behind a newer one',
      [
        ['r1', 6, 'PAUSED'],
        ['r1', 5, 'DOWN'],
      ],
      ['v1 PAUSED'],
    ],
    [
      'one that is told twice',
      [
        ['r1', 6, 'PAUSED'],
        ['r1', 6, 'PAUSED'],
      ],
      ['v1 PAUSED'],
    ],
  ])('%s', (...[, said, expected]) => {
    expect(told(said.map((one) => change(one)))).toEqual(expected);
  });

  it('and those of an agent that began anew, whose numbers begin anew, in theirs; the one before is late', () => {
    const runs = [
      { run: 'r2', change: 1 },
      { run: 'r1', change: 5 },
    ];
    const renewed = recordOf('a', {
      ...{ appliedChanges: runs, pictureRun: 'r2', host: hostOf('a', { run: 'r2' }) },
    });
    const said: Said[] = [
      ['r1', 5, 'DOWN'],
      ['r2', 2, 'PAUSED'],
      ['r2', 1, 'DOWN'],
    ];
    expect(
      told(
        said.map((one) => change(one)),
        renewed,
      ),
    ).toEqual(['v1 PAUSED']);
  });
});

describe('a VM that another host is taking holds up no other (OV-5)', () => {
  it.each<[string, string | undefined, string[]]>([
    ['none is taken', undefined, ['v1 PAUSED', 'v2 PAUSED', 'v3 PAUSED']],
    ['one of three', 'v2', ['v1 PAUSED', 'v3 PAUSED']],
  ])('%s', (...[, busyVm, expected]) => {
    const all = ['v1', 'v2', 'v3'].map((id, i) => change(['r1', 6 + i, 'PAUSED'], id));
    const moved = busyVm === undefined ? [] : [busyVm];
    const elsewhere = new Map(moved.map((id) => [id, vmOf(id, 'b')]));
    const context = stepContextOf({
      findVm: (id) => elsewhere.get(id) ?? vms.get(id),
      isVmBusy: (id) => id === busyVm,
    });
    const { step } = stepHost({ record, vms, ...nothingKnown }, all, context);
    const heard = (step?.events ?? []).flatMap(({ after }) =>
      after?.kind === 'vm' ? `${after.vm.id} ${after.vm.status}` : [],
    );
    expect(heard).toEqual(expected);
    // What was said of it is kept, and looked at again when it is free.
    expect([...(step?.strays.keys() ?? [])]).toEqual(moved);
  });
});
