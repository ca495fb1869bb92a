import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { systemClock } from '../../shared/clock.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';
import { vmIdsOf } from '../swarm/simulated-host.ts';

/** Fills an empty store. Arguments: folder, hosts, VMs in all. Rows look as those of a fleet in peace. */
const [folder = '', hosts = '0', vms = '0'] = process.argv.slice(2);
const [hostCount, vmCount] = [Number(hosts), Number(vms)];
const hostsPerBatch = 100;

/** In the order of their numbers. */
function hostIdOf(index: number): string {
  return `host-${String(index).padStart(7, '0')}`;
}

const store = openLmdbStore({ folder, clock: systemClock });
for (let from = 0; from < hostCount; from += hostsPerBatch) {
  const indexes = Array.from({ length: Math.min(hostsPerBatch, hostCount - from) }, (_, i) => {
    return from + i;
  });
  const vmsOf = (index: number): number =>
    Math.floor(((index + 1) * vmCount) / hostCount) - Math.floor((index * vmCount) / hostCount);
  await store.apply({
    hosts: indexes.map((index) =>
      aStoredHost(hostIdOf(index), {
        site: `site-${index % 8}`,
        labels: { rack: `rack-${index % 100}`, pool: 'bench' },
        vmCount: vmsOf(index),
      }),
    ),
    vms: indexes.flatMap((index) =>
      vmIdsOf(index, vmsOf(index)).map((id) => aVm(id, hostIdOf(index))),
    ),
  });
}
await store.flush();
await store.close();
