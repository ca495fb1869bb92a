import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { vmIdsOf } from '../swarm/simulated-host.ts';
import { SimulatedLoad } from '../swarm/simulated-load.ts';
import type { HostLoad } from '../swarm/simulated-load.ts';
import { loadWorkload } from '../swarm/workload.ts';

/** Pages of many hosts with the swarm's statistics, for a scraper: GET /host/<n>. Arguments: hosts, VMs on each. */
const [hosts = '0', vms = '20'] = process.argv.slice(2);
const load = new SimulatedLoad(loadWorkload());
const pages: HostLoad[] = Array.from({ length: Number(hosts) }, (_, index) =>
  load.of(index, vmIdsOf(index, Number(vms))),
);

function lines(kind: string, label: string, sample: object): string {
  let text = '';
  for (const [name, value] of Object.entries(sample) as [string, unknown][]) {
    if (typeof value === 'number') text += `${kind}_${name}${label} ${Math.round(value)}\n`;
  }
  return text;
}

function pageOf({ host, vms: samples }: HostLoad): string {
  let text = lines('host', '', host.host);
  for (const disk of host.disks) text += lines('disk', `{disk="${disk.name}"}`, disk);
  for (const one of host.filesystems) text += lines('fs', `{mount="${one.mount}"}`, one);
  for (const nic of host.networkInterfaces) text += lines('nic', `{nic="${nic.name}"}`, nic);
  for (const vm of samples) text += lines('vm', `{vm="${vm.vmId}"}`, vm);
  return text;
}

let served = 0;
const server = createServer((request, response) => {
  const page = pages[Number(request.url?.split('/').at(-1))];
  if (!page) {
    response.writeHead(404).end();
    return;
  }
  served += 1;
  page.advance();
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(pageOf(page));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready ${(server.address() as AddressInfo).port}\n`);
});
// The benchmark asks when its window begins and ends.
process.stdin.on('data', () => {
  process.stdout.write(`${JSON.stringify({ served })}\n`);
});
