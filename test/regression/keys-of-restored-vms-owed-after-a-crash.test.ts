import { expect, it } from 'vitest';

import { aLoop } from '../harness/looped-host.ts';
import { aStoredHost, aVm, anEvent } from '../harness/store-rows.ts';

it('VMs that a host event names have their keys written by the owner after a crash', async () => {
  const { loop, clock, commits } = aLoop();
  const restored = { ...anEvent('host-1', 2), type: 'HostVmsRestored', vmIds: ['vm-1'] } as const;
  const { record, revision } = aStoredHost('host-1');
  const hosts = [{ record: { ...record, pending: [restored] }, revision }];
  await commits.store.apply({ hosts, vms: [aVm('vm-1', 'host-1'), aVm('vm-2', 'host-1')] });
  loop.start(commits.store.storedHosts());
  await clock.advanceAsync(10);
  expect(commits.publications.map(({ vms }) => vms.map(({ id }) => id))).toEqual([['vm-1']]);
});
