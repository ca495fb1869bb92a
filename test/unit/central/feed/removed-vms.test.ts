import { describe, expect, it } from 'vitest';

import { RemovedVms } from '../../../../central/feed/removed-vms.ts';
import { limits } from '../../../../shared/limits.ts';
import { aVm } from '../../../harness/store-rows.ts';

describe('the memory of removed VMs', () => {
  it('forgets the oldest (I8), and keeps the later word of two hosts', () => {
    const removed = new RemovedVms();
    const end = (vmId: string, hostId: string, placement: number): void => {
      removed.note({ vmId, hostId, placement, epoch: 1, n: 1 });
    };
    end('v', 'b', 4);
    end('v', 'a', 3);
    expect(removed.isLate(aVm('v', 'a', { placement: 3 }))).toBe(true);
    for (let i = 0; i < limits.removedVmsKept; i++) end(`w${String(i)}`, 'b', 4);
    expect(removed.isLate(aVm('v', 'a', { placement: 3 }))).toBe(false);
    expect(removed.isLate(aVm('w0', 'a', { placement: 3 }))).toBe(true);
  });
});
