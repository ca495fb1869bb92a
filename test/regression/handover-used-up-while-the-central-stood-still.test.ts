import { expect, it } from 'vitest';

import { aLoop, changeOfVm } from '../harness/looped-host.ts';
import { helloOf, vmStateOf } from '../harness/model-objects.ts';

/** Held: a VM that left is not given up for a time in which this process could hear no destination (I6). */
it('a VM that left while the central stood still is waited for afterwards, and its destination has its whole time', async () => {
  const { loop, clock, commits, session } = aLoop();
  const told = (): string[] =>
    commits.events.filter(({ vmId }) => vmId !== '').map(({ type, reason }) => `${type} ${reason}`);
  const vms = [vmStateOf('vm-1', { status: 'UP', reason: 'BOOTED' })];
  loop.start([]);
  loop.open(session, helloOf('host-1', { run: session.run }));
  loop.snapshot(session, { change: 1, areVmsKnown: true, vms, conditions: [], observedAt: 0 });
  const left = vmStateOf('vm-1', { status: 'DEPARTED', reason: 'MIGRATION_SUCCEEDED' });
  loop.changes(session, [
    changeOfVm(2, left),
    { change: 3, observedAt: 0, body: { kind: 'vm-removed', vmId: 'vm-1' } },
  ]);
  await clock.advanceAsync(5_000);
  clock.suspend(60_000);
  await clock.advanceAsync(24_000);
  expect(told()).toEqual(['VmAdded BOOTED', 'VmStatusChanged MIGRATION_SUCCEEDED']);
  await clock.advanceAsync(2_000);
  expect(told()).toEqual([
    'VmAdded BOOTED',
    'VmStatusChanged MIGRATION_SUCCEEDED',
    'VmRemoved HANDOVER_EXPIRED',
  ]);
});
