import { credentials } from '@grpc/grpc-js';

import { hostFromWire } from '../../shared/wire/host.ts';
import { services } from '../../shared/wire/schema.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import type { Host } from '../../shared/model/host.ts';

/** Follows the fleet until a host is UP. Resolves with undefined when `signal` ends it. */
export async function firstHostUp(address: string, signal: AbortSignal): Promise<Host | undefined> {
  const client = new services.muster.v1.FleetService(address, credentials.createInsecure());
  try {
    while (!signal.aborted) {
      await ready(client);
      const host = await watchOnce(client, signal);
      if (host !== undefined) return host;
    }
    return undefined;
  } finally {
    client.close();
  }
}

type Client = InstanceType<typeof services.muster.v1.FleetService>;

/** Waits for the API to come up. */
async function ready(client: Client): Promise<void> {
  await new Promise<void>((resolve) => {
    client.waitForReady(Infinity, () => {
      resolve();
    });
  });
}

function watchOnce(client: Client, signal: AbortSignal): Promise<Host | undefined> {
  return new Promise((resolve) => {
    const call = client.Watch({});
    const finish = (host: Host | undefined): void => {
      call.cancel();
      resolve(host);
    };
    signal.addEventListener('abort', () => {
      finish(undefined);
    });
    call.on('data', (item: WatchResponse__Output) => {
      const wire = item.host ?? item.event?.after?.host;
      const host = wire && hostFromWire(wire);
      if (host?.status === 'UP') finish(host);
    });
    call.on('error', () => {
      finish(undefined);
    });
  });
}
