import { expect, it } from 'vitest';

import type { Store } from '../../central/store/port.ts';
import { hostOf } from '../harness/model-objects.ts';
import { aStoredHost } from '../harness/store-rows.ts';

/** Which hosts are one machine, in any Store; `current` is an empty one before each test. */
export function machinesContract(current: () => Store): void {
  const ofMachine = (
    id: string,
    machineIdHash: string | undefined,
  ): ReturnType<typeof aStoredHost> => {
    const stored = aStoredHost(id);
    const host = hostOf(id, machineIdHash === undefined ? {} : { machineIdHash });
    return { ...stored, record: { ...stored.record, host } };
  };

  it('hosts are found by the machine they report, and machines that are several hosts', async () => {
    const store = current();
    expect(store.sharedMachines()).toEqual([]);
    await store.apply({
      hosts: [
        ...[ofMachine('c', 'm1'), ofMachine('a', 'm1'), ofMachine('b', 'm2')],
        ...[ofMachine('d', undefined), ofMachine('e', undefined)],
      ],
    });
    expect(store.hostIdsOfMachine('m1')).toEqual(['a', 'c']);
    expect(store.hostIdsOfMachine('m2')).toEqual(['b']);
    expect(store.hostIdsOfMachine('m')).toEqual([]);
    expect(store.sharedMachines()).toEqual(['m1']);

    // One was installed anew, one is gone.
    await store.apply({ hosts: [ofMachine('c', 'm2')], removedHostIds: ['a'] });
    expect(store.hostIdsOfMachine('m1')).toEqual([]);
    expect(store.hostIdsOfMachine('m2')).toEqual(['b', 'c']);
    expect(store.sharedMachines()).toEqual(['m2']);
    expect(store.check()).toEqual([]);
  });
}
