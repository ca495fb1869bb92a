import { expect } from 'vitest';

import type { Vm } from '../../shared/model/vm.ts';
import { markOf } from '../swarm/mark.ts';
import type { FleetClient } from './fleet-client.ts';
import { vmKeys } from './nats-recorder.ts';
import type { Replica } from './replicas.ts';
import { stateLine } from './scripted-vms.ts';

/** The owner of each host by the word of one replica, which must be ready and show all hosts as UP. */
export async function ownersShownBy({
  id,
  central,
}: Replica): Promise<ReadonlyMap<string, string>> {
  const { code, text } = await central.http('/readyz');
  if (code !== 200) throw new Error(`${id}: ${text}`);
  const hosts = await central.client.allHosts();
  const notUp = hosts.filter(({ status }) => status !== 'UP');
  expect(
    notUp.map((host) => `${host.id} ${host.status} ${host.reason}`),
    `hosts that are not UP by ${id}`,
  ).toEqual([]);
  return new Map(hosts.map((host) => [host.id, host.owner]));
}

/** By the id of a host: a test may have agents of its own beside those of the swarm. */
export function isOfSwarm(hostId: string): boolean {
  return hostId.startsWith('swarm-');
}

export async function vmsOfSwarm(client: FleetClient): Promise<Vm[]> {
  return (await client.allVms()).filter(({ hostId }) => isOfSwarm(hostId));
}

export function statesIn(vms: readonly Vm[]): string[] {
  return vms
    .map(({ id, hostId, status, vcpuCount }) => `${id} ${hostId} ${status} ${vcpuCount}`)
    .sort();
}

/** The keys of these VMs in NATS at `address` say the same of them. */
export async function expectKeys(address: string, vms: readonly Vm[]): Promise<void> {
  const ids = new Set(vms.map(({ id }) => id));
  const keys = await vmKeys(address);
  expect(keys.filter((line) => ids.has(line.split(' ')[0] ?? ''))).toEqual(
    vms.map(stateLine).sort(),
  );
}

/** Scripted changes that a picture contains: the number of its last is with one of the VMs of each host. */
export function changesTold(vms: readonly Vm[]): number {
  const lastOf = new Map<string, number>();
  for (const vm of vms)
    lastOf.set(vm.hostId, Math.max(lastOf.get(vm.hostId) ?? 0, markOf(vm)?.sequence ?? 0));
  return [...lastOf.values()].reduce((sum, last) => sum + last, 0);
}

/** `gaps` as the checker words them: one of each host. */
export function expectGaps(
  gaps: readonly string[],
  { reason, hosts }: { readonly reason: string; readonly hosts: number },
): void {
  expect(gaps.filter((gap) => !gap.endsWith(`: ${reason}`))).toEqual([]);
  expect(gaps).toHaveLength(hosts);
  expect(new Set(gaps.map((gap) => gap.split('/')[0])).size).toBe(hosts);
}
