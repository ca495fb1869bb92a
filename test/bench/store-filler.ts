import { encodeSamples } from '../../central/ingest/sample-bytes.ts';
import { SampleBlock } from '../../central/ingest/sample-block.ts';
import { openLmdbStore } from '../../central/store/lmdb-store.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Hardware, Host } from '../../shared/model/host.ts';
import { sampleFields, sampleKinds } from '../../shared/model/stats-rows.ts';
import type { SampleKind } from '../../shared/model/stats-rows.ts';
import { hostStatuses } from '../../shared/model/status.ts';
import { aStoredHost, aVm } from '../harness/store-rows.ts';
import { vmIdsOf } from '../swarm/simulated-host.ts';
import { loadWorkload } from '../swarm/workload.ts';
import { filledHost } from './parts/filled-store.ts';

/** Fills an empty store with a fleet in peace and its last samples. Arguments: folder, hosts, VMs in all, status of the hosts. */
const [folder = '', hosts = '0', vms = '0', statusName = 'UP'] = process.argv.slice(2);
const size = { hosts: Number(hosts), vms: Number(vms) };
const status = hostStatuses.find((known) => known === statusName) ?? 'UP';
const hostsPerBatch = 100;

const hardware: Hardware = {
  cpuModel: 'AMD EPYC 7443P 24-Core Processor',
  cpuCount: 48,
  socketCount: 1,
  architecture: 'x86_64',
  memoryKib: 263_872_000,
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-18-amd64',
  virtualization: ['svm', 'kvm'],
  networkInterfaces: [{ name: 'eno1', mac: '52:54:00:12:34:56', speedMbps: 10_000 }],
  disks: [{ name: 'sda', sizeBytes: 480_103_981_056, isRotational: false }],
  hypervisor: { type: 'QEMU', version: '7.2.9', libraryVersion: '9.0.0' },
  probeSource: 'proc',
};
const workload = loadWorkload();

/** All devices of the workload and all VMs, each with a number in every field. */
function samplesOf(vmIds: readonly string[]): Uint8Array {
  const { disks, filesystems, networkInterfaces } = workload;
  const names: Readonly<Record<SampleKind, readonly string[]>> = {
    ...{ host: [''], disk: disks.names, filesystem: filesystems.names },
    ...{ networkInterface: networkInterfaces.names, vm: vmIds },
  };
  const block = new SampleBlock();
  for (const [kind, kindName] of sampleKinds.entries()) {
    const values = Float64Array.from(sampleFields[kindName], (_, i) => 1000 * i);
    for (const name of names[kindName]) block.restore(kind, name, values);
  }
  block.setTimes(Date.now(), 0);
  return encodeSamples(block);
}

const store = openLmdbStore({ folder, clock: systemClock });
for (let from = 0; from < size.hosts; from += hostsPerBatch) {
  const indexes = Array.from({ length: Math.min(hostsPerBatch, size.hosts - from) }, (_, i) => {
    return from + i;
  });
  const filled = indexes.map((index) => {
    const host: Pick<Host, 'id'> & Partial<Host> = { ...filledHost(index, size), status, hardware };
    return { host, vmIds: vmIdsOf(index, host.vmCount ?? 0) };
  });
  await store.apply({
    hosts: filled.map(({ host }) => aStoredHost(host.id, host)),
    vms: filled.flatMap(({ host, vmIds }) => vmIds.map((id) => aVm(id, host.id))),
  });
  await store.putSamples(new Map(filled.map(({ host, vmIds }) => [host.id, samplesOf(vmIds)])));
}
await store.flush();
await store.close();
