import { expect, it } from 'vitest';

import { aLoop, changeOfVm } from '../harness/looped-host.ts';
import { aStoredHost, anEvent } from '../harness/store-rows.ts';
import { vmStateOf } from '../harness/stepped-host.ts';
import { helloOf } from '../property/arbitrary.ts';

it('a VM is told by another host only after its removal, which a crash kept back, is out', async () => {
  const { loop, clock, commits, session } = aLoop();
  const removed = {
    ...anEvent('host-2', 9),
    type: 'VmRemoved',
    vmId: 'vm-1',
    placement: 1,
  } as const;
  const { record } = aStoredHost('host-2');
  await commits.store.apply({
    hosts: [{ record: { ...record, pending: [removed] }, revision: 1 }],
  });
  commits.publishMood = 'away';
  loop.start(commits.store.storedHosts());
  loop.open(session, helloOf({}));
  loop.changes(session, [changeOfVm(1, vmStateOf('vm-1', 'UP'))]);
  await clock.advanceAsync(500);
  commits.publishMood = 'fine';
  await clock.advanceAsync(3_000);
  const told = commits.events.filter(({ vmId }) => vmId === 'vm-1');
  expect(told.map(({ type }) => type)).toEqual(['VmRemoved', 'VmAdded']);
});
