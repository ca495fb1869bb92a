import { expect, it } from 'vitest';

import type { Store } from '../../central/store/port.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import { aVm } from '../harness/store-rows.ts';

/** What the VMs of a host may use of it, in any Store; `current` is an empty one before each test. */
export function committedContract(current: () => Store): void {
  it.each<[VmStatus, boolean]>([
    ['WAIT_FOR_LAUNCH', false],
    ['POWERING_UP', true],
    ['UP', true],
    ['PAUSED', true],
    ['MIGRATING_FROM', true],
    ['DEPARTED', false],
    ['SAVING', true],
    ['SUSPENDED', false],
    ['POWERING_DOWN', true],
    ['DOWN', false],
  ])('OV-24: a VM that is %s uses its host: %s', async (status, isUsing) => {
    const reported = { status, reason: 'UNSPECIFIED', sinceAt: 1 } as const;
    const vm = aVm('v', 'a', { ...reported, reported, vcpuCount: 4, memoryMaxKib: 1_024 });
    const other = aVm('w', 'a', { vcpuCount: 2, memoryMaxKib: 512 });
    const store = current();
    await store.apply({ vms: [vm, other] });
    const both = { vcpuCount: 6, memoryKib: 1_536 };
    const one = { vcpuCount: 2, memoryKib: 512 };
    expect(store.committedOf('a')).toEqual(isUsing ? both : one);
    // Nobody can tell: it is as it was.
    await store.apply({ vms: [{ ...vm, status: 'UNKNOWN', reason: 'HOST_NON_RESPONSIVE' }] });
    expect(store.committedOf('a')).toEqual(isUsing ? both : one);
    await store.apply({ vms: [{ ...other, hostId: 'b' }], removedVmIds: ['v'] });
    expect(store.committedOf('a')).toEqual({ vcpuCount: 0, memoryKib: 0 });
    expect(store.committedOf('b')).toEqual(one);
  });
}
