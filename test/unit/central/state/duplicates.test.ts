import { describe, expect, it } from 'vitest';

import type { StepContext } from '../../../../central/state/host-state.ts';
import { nothingKnown } from '../../../../central/state/host-state.ts';
import { limits } from '../../../../shared/limits.ts';
import type { VmReason, VmStatus } from '../../../../shared/model/status.ts';
import type { Vm } from '../../../../shared/model/vm.ts';
import { vmOf } from '../../../harness/model-objects.ts';
import { aHostWith, changeOf, vmStateOf } from '../../../harness/stepped-host.ts';
import type { SteppedHost } from '../../../harness/stepped-host.ts';

function heldBy(hostId: string, status: VmStatus = 'UP', reason: VmReason = 'BOOTED'): Vm {
  return vmOf('v1', hostId, { status, reason });
}

/** host-1 runs v1, and these hold it. */
function rivalOf(held: () => Vm | undefined, context: Partial<StepContext> = {}): SteppedHost {
  const host = aHostWith([]);
  host.context = {
    ...host.context,
    findVm: (id) => host.state.vms.get(id) ?? (id === 'v1' ? held() : undefined),
    ...context,
  };
  host.apply(changeOf(2, vmStateOf('v1', 'UP')));
  return host;
}

function look(host: SteppedHost, times: number): void {
  for (let i = 0; i < times; i++) host.apply({ kind: 'retry-strays', afterMs: 250 });
}

const typesOf = (host: SteppedHost): string[] =>
  host.events.map(({ type }) => type).filter((type) => /Duplicated|Condition/.test(type));

const duplicatesOf = (host: SteppedHost): string[] =>
  (host.state.record?.host.duplicates ?? []).map(
    ({ vmId, holderHostId }) => `${vmId} ${holderHostId}`,
  );

describe('a VM that another host holds and runs', () => {
  it('is told after three intervals, counted in looks: a standstill is no patience (I6)', () => {
    const host = rivalOf(() => heldBy('other'));
    look(host, 24);
    expect(typesOf(host)).toEqual([]);
    look(host, 1);
    expect(typesOf(host)).toEqual(['VmDuplicated', 'HostConditionChanged']);
    expect(host.events.at(-2)).toMatchObject({ vmId: '', vmIds: ['v1'], placement: 0 });
    expect(duplicatesOf(host)).toEqual(['v1 other']);
    look(host, 100);
    expect(typesOf(host)).toHaveLength(2);
  });

  it.each<[string, Vm | undefined, Partial<StepContext>]>([
    ['its holder is not there', heldBy('other'), { isHostThere: () => false }],
    ['its holder does not run it', heldBy('other', 'SUSPENDED', 'SAVE_SUCCEEDED'), {}],
    ['a step of its holder is on its way', heldBy('host-1'), { isVmBusy: () => true }],
  ])('is not told while %s', (_case, held, context) => {
    const host = rivalOf(() => held, context);
    look(host, 100);
    expect(typesOf(host)).toEqual([]);
  });

  it('waits anew when its holder was away meanwhile', () => {
    let isThere = true;
    const host = rivalOf(() => heldBy('other'), { isHostThere: () => isThere });
    look(host, 20);
    isThere = false;
    look(host, 1);
    isThere = true;
    look(host, 24);
    expect(typesOf(host)).toEqual([]);
    look(host, 1);
    expect(typesOf(host)).toHaveLength(2);
  });

  it('is told again when it is a third host that holds it', () => {
    let holder = 'other';
    const host = rivalOf(() => heldBy(holder));
    look(host, 25);
    holder = 'third';
    look(host, 1);
    expect(typesOf(host).filter((type) => type === 'VmDuplicated')).toHaveLength(2);
    expect(duplicatesOf(host)).toEqual(['v1 third']);
  });

  it.each<[string, (host: SteppedHost) => void]>([
    [
      'it does not run here any more',
      (host) => {
        host.apply(changeOf(3, vmStateOf('v1', 'DOWN')));
      },
    ],
    [
      'it is gone here',
      (host) => {
        const body = { kind: 'vm-removed', vmId: 'v1' } as const;
        host.apply({ kind: 'change', run: 'run-1', change: { change: 3, observedAt: 0, body } });
      },
    ],
    [
      'the host shuts down',
      (host) => {
        host.apply({ kind: 'goodbye', goodbye: 'SHUTDOWN' });
      },
    ],
  ])('is over when %s', (_case, end) => {
    const host = rivalOf(() => heldBy('other'));
    look(host, 25);
    end(host);
    expect(host.state.record?.host).not.toHaveProperty('duplicates');
    expect(host.events.at(-1)).toMatchObject({
      ...{ type: 'HostConditionChanged', reason: 'VM_DUPLICATED' },
      before: { host: { duplicates: [{ vmId: 'v1' }] } },
    });
    const [condition] = host.state.record?.host.conditions ?? [];
    expect(condition).toMatchObject({ type: 'VM_DUPLICATED', isActive: false, message: '' });
  });

  it('is over when the holder lets it go: this host takes it', () => {
    let held = heldBy('other');
    const host = rivalOf(() => held);
    look(host, 25);
    held = heldBy('other', 'DOWN', 'DESTROYED');
    look(host, 1);
    expect(host.events.map(({ type }) => type).slice(-2)).toEqual([
      'VmMigrated',
      'HostConditionChanged',
    ]);
    expect(duplicatesOf(host)).toEqual([]);
  });

  it('stays told under a new owner, who knows no strays before it has a picture', () => {
    const host = rivalOf(() => heldBy('other'));
    look(host, 25);
    host.state = { ...host.state, ...nothingKnown };
    const before = host.events.length;
    host.apply({ kind: 'contact' });
    look(host, 50);
    expect(duplicatesOf(host)).toEqual(['v1 other']);
    const digest = { change: 2, vmCount: 9, hash: 9 };
    host.apply({ kind: 'digest', run: 'run-1', digest });
    const picture = { change: 3, areVmsKnown: true, conditions: [], observedAt: 0 };
    const withIt = { ...picture, vms: [vmStateOf('v1', 'UP')] };
    host.apply({ kind: 'snapshot', run: 'run-1', snapshot: withIt });
    look(host, 50);
    expect(host.events).toHaveLength(before);
    const without = { ...picture, change: 4, vms: [] };
    host.apply({ kind: 'snapshot', run: 'run-1', snapshot: without });
    expect(duplicatesOf(host)).toEqual([]);
  });

  it('I8: of very many only so many are named, and the next when one of them is over', () => {
    const count = limits.duplicatesPerHostMax + 3;
    const ids = Array.from({ length: count }, (_, i) => `v${String(i)}`);
    const host = aHostWith([]);
    host.context = { ...host.context, findVm: (id) => vmOf(id, 'other') };
    ids.forEach((id, i) => {
      host.apply(changeOf(2 + i, vmStateOf(id, 'UP')));
    });
    look(host, 100);
    expect(duplicatesOf(host)).toHaveLength(limits.duplicatesPerHostMax);
    expect(typesOf(host)).toEqual(['VmDuplicated', 'HostConditionChanged']);
    expect(host.events.at(-2)?.vmIds).toHaveLength(limits.duplicatesPerHostMax);
    host.apply(changeOf(2 + count, vmStateOf('v0', 'DOWN')));
    look(host, 1);
    expect(duplicatesOf(host)).toHaveLength(limits.duplicatesPerHostMax);
    expect(duplicatesOf(host)).not.toContain('v0 other');
  });
});
