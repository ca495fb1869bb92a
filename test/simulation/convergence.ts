import type { Loop } from '../../central/loop.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';
import type { SimHost } from './fleet.ts';
import { saysSame } from './history.ts';
import type { Reader } from './reader.ts';
import type { Storage } from './storage.ts';

/** What a replica holds, and what all of them keep. */
type Kept = Pick<Storage, 'store' | 'vmKeys'>;

export interface Fleetwide {
  readonly hosts: readonly SimHost[];
  readonly storage: Kept;
  readonly reader: Reader;
  readonly loop: Loop | undefined;
}

/** What still differs between what runs, what the agents know, what the central holds and what was told. */
export function differences({ hosts, storage, reader, loop }: Fleetwide): string[] {
  return [
    ...hosts.flatMap((host) => [...agentDifferences(host), ...hostDifferences(host, storage)]),
    ...toldDifferences(storage, reader),
    ...keyDifferences(storage),
    ...(loop === undefined ? ['no central'] : []),
    ...(loop?.inboxDepth ? [`${String(loop.inboxDepth)} inputs wait`] : []),
    ...(loop?.stalledReason ? [`stalled: ${loop.stalledReason}`] : []),
  ];
}

/** Whatever its time stamp: a list read again must not look like a change. */
function isEqual(a: VmState, b: VmState): boolean {
  return JSON.stringify({ ...a, sinceAt: 0 }) === JSON.stringify({ ...b, sinceAt: 0 });
}

function agentDifferences({ id, agent, hypervisor }: SimHost): string[] {
  if (agent === undefined) return [`${id}: no agent`];
  const { outbox } = agent;
  const known = new Map(outbox.picture.vms.map((vm) => [vm.id, vm]));
  const wrong = [...hypervisor.vms.values()].filter((vm) => {
    const told = known.get(vm.id);
    return told === undefined || !isEqual(vm, told);
  });
  return [
    ...wrong.map((vm) => `${id}: the agent does not know ${vm.id} is ${vm.status}`),
    ...(known.size === hypervisor.vms.size ? [] : [`${id}: the agent knows too many VMs`]),
    ...(outbox.safeChange === outbox.lastChange
      ? []
      : [
          `${id}: change ${String(outbox.lastChange)} is safe only to ${String(outbox.safeChange)}`,
        ]),
  ];
}

function hostDifferences({ id, agent, hypervisor }: SimHost, { store }: Kept): string[] {
  const host = store.getHost(id);
  if (host === undefined) return [`${id}: unknown`];
  const problems: string[] = [];
  if (host.status !== 'UP') problems.push(`${id} is ${host.status}`);
  if (host.run !== agent?.run) problems.push(`${id} is known as ${host.run}`);
  const vms = store.vmsOfHost(id);
  if (host.vmCount !== vms.length) {
    problems.push(`${id} counts ${String(host.vmCount)} VMs, has ${String(vms.length)}`);
  }
  const held = new Map(vms.map((vm) => [vm.id, vm]));
  for (const state of hypervisor.vms.values()) {
    const vm = held.get(state.id);
    held.delete(state.id);
    if (vm === undefined) problems.push(`${id}: ${state.id} ${state.status} is not there`);
    else if (!saysSame(vm, state))
      problems.push(`${id}: ${vm.id} is ${vm.status}, not ${state.status}`);
  }
  return [
    ...problems,
    ...[...held.values()].map((vm) => `${id}: ${vm.id} ${vm.status} is no more`),
  ];
}

/** A subscriber that applied every event has the same picture. */
function toldDifferences({ store }: Kept, reader: Reader): string[] {
  const problems: string[] = [];
  for (const { record } of store.storedHosts()) {
    const { id, status } = record.host;
    const told = reader.hosts.get(id)?.status;
    if (told !== status) problems.push(`${id} was told as ${String(told)}, is ${status}`);
    const vms = [...reader.vms.values()].filter((vm) => vm.hostId === id);
    const held = store.vmsOfHost(id);
    problems.push(...held.flatMap((vm) => difference('told', reader.vms.get(vm.id), vm)));
    if (vms.length !== held.length) {
      problems.push(`${id}: ${String(vms.length)} VMs were told, ${String(held.length)} are`);
    }
  }
  return problems;
}

function difference(how: string, seen: Vm | undefined, vm: Vm): string[] {
  if (seen?.status === vm.status && seen.hostId === vm.hostId) return [];
  const was = seen === undefined ? 'nothing' : `${seen.hostId} ${seen.status}`;
  return [`${vm.id} was ${how} as ${was}, is ${vm.hostId} ${vm.status}`];
}

function keyDifferences(storage: Kept): string[] {
  const keys = storage.vmKeys();
  const vms = storage.store
    .storedHosts()
    .flatMap(({ record }) => storage.store.vmsOfHost(record.host.id));
  const problems = vms.flatMap((vm) => difference('kept', keys.get(vm.id), vm));
  if (keys.size !== vms.length)
    problems.push(`${String(keys.size)} VM keys, ${String(vms.length)} VMs`);
  return problems;
}
