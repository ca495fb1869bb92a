import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { systemClock } from '../../shared/clock.ts';
import { openLocalParts } from '../harness/cluster-parts.ts';
import { clusterContract } from './cluster.ts';

clusterContract('local on LMDB', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-cluster-'));
  const store = openLmdbStore({ folder, clock: systemClock });
  return Promise.resolve({
    store,
    open: () => openLocalParts(store),
    remove: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  });
});

clusterContract('local in memory', () => {
  const store = new MemoryStore();
  return Promise.resolve({ store, open: () => openLocalParts(store), remove: () => store.close() });
});
