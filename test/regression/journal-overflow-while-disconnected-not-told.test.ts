import { expect, it } from 'vitest';

import { Outbox } from '../../agent/report/outbox.ts';
import { limits } from '../../shared/limits.ts';
import type { VmState } from '../../shared/model/vm.ts';

function vm(id: string, sinceAt: number): VmState {
  return {
    ...{ id, name: id, status: 'UP', reason: 'BOOTED', sinceAt, isPersistent: false },
    ...{ vcpuCount: 1, memoryMaxKib: 1024, isGuestAgentConnected: false },
  };
}

it('a journal that overflowed without a session tells the gap first, although an older picture is safe', () => {
  const outbox = new Outbox({ ...limits, journalEntriesMax: 3 });
  outbox.observeInventory([], 1);
  outbox.startSession({ appliedChange: 0, wantSnapshot: true });
  expect(outbox.next(2, true)?.snapshot?.change).toBe(1);
  outbox.acknowledge(1);
  outbox.endSession();

  // Four do not fit; the fifth and sixth are entries again.
  for (let i = 1; i <= 6; i++) outbox.observe({ kind: 'vm', vm: vm(`vm-${i}`, i) }, i);

  outbox.startSession({ appliedChange: 1, wantSnapshot: false });
  const draft = outbox.next(10, true);
  expect(draft?.changes).toEqual([]);
  expect(draft?.snapshot).toMatchObject({
    change: 8,
    gap: { fromChange: 1, toChange: 8, reason: 'JOURNAL_OVERFLOW' },
  });
  expect(draft?.snapshot?.vms).toHaveLength(6);
  outbox.acknowledge(8);
  outbox.endSession();
  outbox.startSession({ appliedChange: 8, wantSnapshot: false });
  expect(outbox.next(11, true)?.snapshot).toBeUndefined();
});
