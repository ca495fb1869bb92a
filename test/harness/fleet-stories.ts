import { expect } from 'vitest';

import type { Event } from '../../shared/model/event.ts';
import { eventually } from './eventually.ts';
import type { FleetClient } from './fleet-client.ts';
import { storedEvents, vmKeys } from './nats-recorder.ts';
import { stateLine, type ScriptedVms } from './scripted-vms.ts';
import type { Fleet } from './stage.ts';

/** One event as ScriptedVms tells it: `VmStatusChanged PAUSED/USER`, `VmRebooted`, `VmRemoved`. */
function storyLine({ type, after }: Event): string {
  const isState = type === 'VmAdded' || type === 'VmStatusChanged';
  return isState && after?.kind === 'vm' ? `${type} ${after.vm.status}/${after.vm.reason}` : type;
}

export function storyOf(events: readonly Event[], vmId: string): string[] {
  return events.filter((event) => event.vmId === vmId).map(storyLine);
}

/** The stories of all VMs that have one. */
export function storiesOf(events: readonly Event[]): Record<string, string[]> {
  const ids = new Set(events.map(({ vmId }) => vmId).filter((id) => id !== ''));
  return Object.fromEntries([...ids].sort().map((id) => [id, storyOf(events, id)]));
}

export function storiesTold(vms: ScriptedVms): Record<string, readonly string[]> {
  return Object.fromEntries(vms.ids.map((id) => [id, vms.story(id)]));
}

/** Reasons of the gaps said. */
export function gapsIn(events: readonly Event[]): string[] {
  return events.flatMap(({ historyGap }) => historyGap?.reason ?? []);
}

/** Statuses the hosts came to have. */
export function hostStatusesIn(events: readonly Event[]): Set<string> {
  const hosts = events.flatMap(({ after }) => (after?.kind === 'host' ? [after.host] : []));
  return new Set(hosts.map(({ status }) => status));
}

/** Ids that come more than once. */
export function repeatedIds(events: readonly Event[]): string[] {
  const seen = new Set<string>();
  return events.flatMap(({ id }) => (seen.has(id) ? [id] : (seen.add(id), [])));
}

/**
 * Events of a VM that do not begin where the one before ended: something between was lost, or the order is wrong.
 * Empty if there are none. What the first event of a VM begins with is believed.
 */
function breaks(events: readonly Event[]): string[] {
  const last = new Map<string, string>();
  const found: string[] = [];
  for (const { id, vmId, before, after } of events) {
    if (vmId === '') continue;
    const from = before?.kind === 'vm' ? `${before.vm.status}/${before.vm.reason}` : 'nothing';
    const known = last.get(vmId) ?? from;
    if (from !== known) found.push(`${id}: ${vmId} was ${known}, the event says ${from}`);
    last.set(vmId, after?.kind === 'vm' ? `${after.vm.status}/${after.vm.reason}` : 'nothing');
  }
  return found;
}

/** Events of a host that are not above the one before in (epoch, n) (I5). */
function versionsOutOfOrder(events: readonly Event[]): string[] {
  const last = new Map<string, Event>();
  const wrong = events.filter((event) => {
    const before = last.get(event.hostId);
    last.set(event.hostId, event);
    if (!before) return false;
    return event.epoch < before.epoch || (event.epoch === before.epoch && event.n <= before.n);
  });
  return wrong.map(({ id }) => id);
}

/** Expects every event once, in the order of its host's versions, and each VM's events one after the other (I3, I5). */
export function expectSound(events: readonly Event[]): void {
  expect(repeatedIds(events)).toEqual([]);
  expect(versionsOutOfOrder(events)).toEqual([]);
  expect(breaks(events)).toEqual([]);
}

/** A fleet, and what `nats.servers` takes in mode `nats`. */
export interface StoryFleet extends Omit<Fleet, 'nats'> {
  readonly nats?: { readonly address: string };
}

/** The VMs of a host by the API, as ScriptedVms tells them. */
async function vmsByApi(client: FleetClient, hostId: string): Promise<string[]> {
  const vms = await client.allVms({ hostIds: [hostId] });
  return vms.map(stateLine).sort();
}

/** Waits until the API, and in mode `nats` the bucket, show the VMs as the agent sees them. */
export async function stateAgrees({ central, agent, nats }: StoryFleet): Promise<void> {
  const options = { intervalMs: 50 };
  await eventually(
    async () => {
      expect(await vmsByApi(central.client, agent.hostId)).toEqual(agent.vms.state);
      return true;
    },
    { what: 'the API shows what the agent sees', ...options },
  );
  if (!nats) return;
  await eventually(
    async () => {
      expect(await vmKeys(nats.address)).toEqual(agent.vms.state);
      return true;
    },
    { what: 'the VM keys show what the agent sees', ...options },
  );
}

/**
 * Expects that the watch, and in mode `nats` the stream, tell every change of the agent once and in order, and that
 * the state is the agent's.
 */
export async function expectWholeStory(fleet: StoryFleet): Promise<void> {
  const { agent, watch, nats } = fleet;
  await stateAgrees(fleet);
  const told = storiesTold(agent.vms);
  await eventually(
    () => {
      expect(storiesOf(watch.events)).toEqual(told);
      return true;
    },
    { what: 'the watch, resumed by token, tells the whole story' },
  );
  expectSound(watch.events);
  expect(gapsIn(watch.events)).toEqual([]);
  expect(watch.outOfRangeCount).toBe(0);
  if (!nats) return;
  const onStream = await storedEvents(nats.address);
  expect(storiesOf(onStream)).toEqual(told);
  expectSound(onStream);
  expect(gapsIn(onStream)).toEqual([]);
}
