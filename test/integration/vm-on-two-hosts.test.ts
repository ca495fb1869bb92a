import { expect, it } from 'vitest';

import { eventually } from '../harness/eventually.ts';
import { Replicas } from '../harness/replicas.ts';
import { hostIdOf } from '../harness/ring-host.ts';
import { Stage } from '../harness/stage.ts';
import { StreamFollower } from '../harness/stream-follower.ts';

it('a VM on hosts of two replicas: told once, shown by both, over when one of the two ends', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const args = ['--agents-interval', '1s'];
  const replicas = stage.keep(await Replicas.start({ count: 2, nats, args }));
  const told: string[] = [];
  stage.keep(
    await StreamFollower.start(nats.address, {
      ...{ name: 'MUSTER_EVENTS', isBucket: false },
      take: (message) => {
        if (/\.VmDuplicated$|\.VmMigrated$/.test(message.subject)) told.push(message.subject);
      },
    }),
  );
  const [holder, other] = [hostIdOf('r1', ['r1', 'r2']), hostIdOf('r2', ['r1', 'r2'])];
  const first = await stage.agent({ addresses: replicas.addresses, hostId: holder });
  first.vms.set('vm-1', 'UP', 'BOOTED');
  const clients = replicas.all.map(({ central }) => central.client);
  const everywhere = (what: string, isSo: (at: number) => Promise<boolean>): Promise<true> =>
    eventually(
      async () => ((await Promise.all([0, 1].map(isSo))).every(Boolean) ? true : undefined),
      { what, intervalMs: 50 },
    );
  const duplicatesAt = async (at: number): Promise<readonly string[] | undefined> =>
    (await clients[at]?.getVm('vm-1'))?.vm?.duplicateHostIds;
  await everywhere('both know the VM', async (at) =>
    ((await clients[at]?.allVms()) ?? []).some(({ hostId }) => hostId === holder),
  );
  const second = await stage.agent({ addresses: replicas.addresses, hostId: other });
  second.vms.set('vm-1', 'UP', 'BOOTED');
  await everywhere(
    'both say that it runs twice',
    async (at) => (await duplicatesAt(at))?.join() === other,
  );
  const { host } = (await clients[0]?.getHost(other)) ?? {};
  expect(host?.conditions?.[0]).toMatchObject({
    ...{ type: 'CONDITION_TYPE_VM_DUPLICATED', active: true },
    message: `VM "name of vm-1" (vm-1) runs here and on host ${holder}`,
  });
  first.vms.set('vm-1', 'DOWN', 'DESTROYED');
  await everywhere('it runs once', async (at) => {
    const { vm } = (await clients[at]?.getVm('vm-1')) ?? {};
    return vm?.hostId === other && vm.duplicateHostIds === undefined;
  });
  expect(told).toEqual([
    `muster.events.host.${other}.VmDuplicated`,
    `muster.events.vm.${other}.vm-1.VmMigrated`,
  ]);
});
