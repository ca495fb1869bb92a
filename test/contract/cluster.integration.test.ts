import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { systemClock } from '../../shared/clock.ts';
import { openNatsParts } from '../harness/cluster-parts.ts';
import { natsKinds } from '../harness/nats-kinds.ts';
import { clusterContract } from './cluster.ts';

const kinds = natsKinds();

for (const { name, replicas, start } of kinds) {
  clusterContract(`${name} with LMDB`, async () => {
    const server = await start();
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-cluster-'));
    const store = openLmdbStore({ folder, clock: systemClock });
    return {
      store,
      open: () => openNatsParts({ address: server.address, store, replicas }),
      remove: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
        await server.stop();
      },
    };
  });
}

for (const { name, replicas, start } of kinds.slice(0, 1)) {
  clusterContract(`${name} with an empty store after each restart`, async () => {
    const server = await start();
    let store = new MemoryStore();
    let isFirst = true;
    return {
      get store() {
        return store;
      },
      open: () => {
        if (!isFirst) store = new MemoryStore();
        isFirst = false;
        return openNatsParts({ address: server.address, store, replicas });
      },
      remove: () => server.stop(),
    };
  });
}
