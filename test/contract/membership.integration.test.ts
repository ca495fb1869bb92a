import { openNatsMembership } from '../harness/membership-parts.ts';
import { natsKinds } from '../harness/nats-kinds.ts';
import { membershipContract } from './membership.ts';

for (const { name, replicas, start } of natsKinds()) {
  membershipContract(name, async () => {
    const server = await start();
    return {
      open: (id, options) => openNatsMembership(server.address, id, { ...options, replicas }),
      remove: () => server.stop(),
    };
  });
}
