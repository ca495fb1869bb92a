import { expect, it } from 'vitest';

import { Outbox } from '../../agent/report/outbox.ts';
import { vmStateOf } from '../harness/stepped-host.ts';

it('VMs listed for the first time while nobody listens are told in the next session', () => {
  const outbox = new Outbox();
  outbox.observeNoInventory();
  outbox.startSession({ appliedChange: 0, wantSnapshot: true });
  expect(outbox.next(0, false)?.snapshot?.areVmsKnown).toBe(false);
  outbox.acknowledge(1);
  outbox.endSession();

  outbox.observeInventory([vmStateOf('vm-1', 'UP')], 0);
  outbox.startSession({ appliedChange: 1, wantSnapshot: false });
  expect(outbox.next(0, false)?.snapshot?.vms).toMatchObject([{ id: 'vm-1' }]);
});
