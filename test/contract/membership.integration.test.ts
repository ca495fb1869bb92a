import { openNatsMembership } from '../harness/membership-parts.ts';
import { NatsServer } from '../harness/nats-server.ts';
import { membershipContract } from './membership.ts';

membershipContract('nats', async () => {
  const server = await NatsServer.start();
  return {
    open: (id, options) => openNatsMembership(server.address, id, options),
    remove: () => server.stop(),
  };
});
