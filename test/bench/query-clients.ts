import { setTimeout as sleep } from 'node:timers/promises';

import { FleetClient } from '../harness/fleet-client.ts';
import { queries } from './parts/queries.ts';

/** Clients that ask one question after the other, at a pace. Arguments: API address, clients, ms between two questions. */
const [address = '', clients = '20', paceMs = '250'] = process.argv.slice(2);

async function ask(place: number): Promise<void> {
  const client = new FleetClient(address);
  const kinds = Object.values(queries);
  for (let turn = place; ; turn++) {
    const nextMs = performance.now() + Number(paceMs);
    await kinds[turn % kinds.length]?.(client);
    await sleep(Math.max(0, nextMs - performance.now()));
  }
}

await Promise.all(Array.from({ length: Number(clients) }, (_, place) => ask(place)));
