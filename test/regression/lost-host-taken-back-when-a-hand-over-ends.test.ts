import { expect, it } from 'vitest';

import { aLoop, changeOfVm } from '../harness/looped-host.ts';
import { vmStateOf } from '../harness/stepped-host.ts';
import { helloOf } from '../property/arbitrary.ts';

it('a host that another owner took is not taken back when the hand-over of its VM ends (I5)', async () => {
  const { loop, clock, commits, session } = aLoop();
  loop.start([]);
  loop.open(session, helloOf({}));
  loop.changes(session, [
    changeOfVm(1, vmStateOf('vm-1', 'DEPARTED')),
    { change: 2, observedAt: 0, body: { kind: 'vm-removed', vmId: 'vm-1' } },
  ]);
  await clock.advanceAsync(1);
  expect(commits.store.getVm('vm-1')?.status).toBe('DEPARTED');
  const held = commits.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('not there');
  // The host is said to be going down, so that silence decides nothing here.
  const host = { ...held.record.host, status: 'DOWN' as const, owner: 'replica-2' };
  const record = { ...held.record, host, owner: 'replica-2', instance: 'start-7', epoch: 2 };
  const theirs = { record: { ...record, pending: [] }, revision: held.revision + 1 };
  await commits.store.apply({ hosts: [theirs] });
  loop.changes(session, [changeOfVm(3, vmStateOf('vm-2', 'UP'))]);
  await clock.advanceAsync(1);
  loop.closed(session);

  await clock.advanceAsync(60_000);
  expect(commits.store.getStoredHost('host-1')).toEqual(theirs);
});
