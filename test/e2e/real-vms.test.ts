import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AgentProcess } from '../harness/agent-process.ts';
import { CentralProcess } from '../harness/central-process.ts';
import { eventually } from '../harness/eventually.ts';
import { LibvirtEvents } from '../harness/libvirt-events.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';
import { MusterCli, type RunningCli } from '../harness/muster-cli.ts';
import { NatsRecorder } from '../harness/nats-recorder.ts';
import { NatsServer } from '../harness/nats-server.ts';
import {
  isSubsequence,
  lineOf,
  printedLine,
  withoutDetours,
  type PrintedEvent,
} from '../harness/vm-lines.ts';

const hostId = 'real-host';

let libvirt: PrivateLibvirt;
let truth: LibvirtEvents;
let nats: NatsServer;
let central: CentralProcess;
let agent: AgentProcess;
let subscriber: NatsRecorder;
let cli: MusterCli;
let watch: RunningCli;

beforeAll(async () => {
  libvirt = await PrivateLibvirt.start();
  nats = await NatsServer.start();
  central = await CentralProcess.start({ nats: nats.address });
  subscriber = await NatsRecorder.start(nats.address);
  cli = await MusterCli.create({ MUSTER_ADDRESS: central.apiAddress });
  watch = cli.start('watch', '-o', 'json');
  await watch.said('snapshotEnd');
  agent = new AgentProcess({
    central: central.agentsAddress,
    hostId,
    libvirtSockets: [libvirt.socketPath],
  });
  await watch.said('FIRST_SYNC_DONE');
  truth = await LibvirtEvents.start(libvirt);
});

afterAll(async () => {
  watch.kill('SIGKILL');
  await agent.stop();
  await subscriber.stop();
  await central.stop();
  await nats.stop();
  await truth.stop();
  await libvirt.stop();
  await cli.remove();
});

/** Sizes, devices and the like are no part of the stories below. */
const asides = new Set(['VmChanged', 'VmDevicesChanged', 'VmGuestChanged']);
const isStory = ({ type }: { readonly type: string }): boolean => !asides.has(type);

function byWatch(vmId: string): string[] {
  const lines = watch.stdout.split('\n').slice(0, -1);
  const events = lines.flatMap((text) => {
    const { event } = JSON.parse(text) as { readonly event?: PrintedEvent };
    return event?.vmId === vmId ? [event] : [];
  });
  return withoutDetours(events.filter(isStory).map(printedLine));
}

function byStream(vmId: string): string[] {
  const events = subscriber.events.flatMap(({ value }) => value ?? []);
  return withoutDetours(
    events.filter((event) => event.vmId === vmId && isStory(event)).map(lineOf),
  );
}

/** From the commit records: every event is in `pending` of the record that made it. */
function byHostRecords(vmId: string): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const event of subscriber.hosts.flatMap(({ value }) => value?.pending ?? [])) {
    if (event.vmId !== vmId || seen.has(event.id) || !isStory(event)) continue;
    seen.add(event.id);
    lines.push(lineOf(event));
  }
  return withoutDetours(lines);
}

/** The states a VM's key had, one after the other. */
function byVmKey(vmId: string): string[] {
  const states = subscriber.vms
    .filter(({ subject }) => subject.endsWith(`.${vmId}`))
    .map(({ value }) => (value ? `${value.status}/${value.reason}` : 'nothing'))
    .filter((state) => state !== 'POWERING_UP/STARTING');
  return states.filter((state, i) => state !== states[i - 1]);
}

/** The states a story leads through. */
const statesOf = (story: readonly string[]): string[] =>
  story
    .filter((text) => !text.startsWith('VmRebooted'))
    .map((text) => /-> (\S+)/.exec(text)?.[1] ?? '');

/** Waits until everybody who follows was told exactly this. */
async function isTold(vmId: string, story: readonly string[]): Promise<void> {
  await eventually(
    () => {
      expect(byStream(vmId)).toEqual(story);
      expect(byWatch(vmId)).toEqual(story);
      // Who reads a key may find that it was written over meanwhile; the last state of a VM is always there.
      const inRecords = byHostRecords(vmId);
      expect(isSubsequence(inRecords, story) ? 'in order' : inRecords).toBe('in order');
      const keyStates = byVmKey(vmId);
      expect(keyStates.at(-1)).toBe(statesOf(story).at(-1));
      expect(isSubsequence(keyStates, statesOf(story)) ? 'in order' : keyStates).toBe('in order');
      return true;
    },
    { what: `the story of ${vmId}`, intervalMs: 25 },
  );
}

const booted = 'VmAdded: nothing -> UP/BOOTED (BOOTED)';
const removed = 'VmRemoved: DOWN/DESTROYED -> nothing (DESTROYED)';

/** A destroyed QEMU may be gone before libvirt has read its last word; then libvirt tells no shutdown, only the end. */
async function powerOff(domain: string, from: string): Promise<string[]> {
  const isSaid = (words: string): boolean =>
    truth.events.some((event) => event.domain === domain && event.text.startsWith(words));
  const end = 'lifecycle Stopped Destroyed';
  await eventually(() => isSaid(end) || undefined, { what: `${end} of ${domain}` });
  const poweringDown = 'POWERING_DOWN/ADMIN_SHUTDOWN';
  const destroyed = 'DOWN/DESTROYED (DESTROYED)';
  if (!isSaid('lifecycle Shutdown')) return [`VmStatusChanged: ${from} -> ${destroyed}`];
  return [
    `VmStatusChanged: ${from} -> ${poweringDown} (ADMIN_SHUTDOWN)`,
    `VmStatusChanged: ${poweringDown} -> ${destroyed}`,
  ];
}

describe('what happens to a real VM is told to all who follow, in order, with before, after and reason', () => {
  it('virsh create, suspend, resume, reset, destroy', async () => {
    const id = await libvirt.create('transient');
    const story = [booted];
    await isTold(id, story);
    await libvirt.virsh('suspend', 'transient');
    story.push('VmStatusChanged: UP/BOOTED -> PAUSED/USER (USER)');
    await isTold(id, story);
    await libvirt.virsh('resume', 'transient');
    story.push('VmStatusChanged: PAUSED/USER -> UP/RESUMED (RESUMED)');
    await isTold(id, story);
    await libvirt.virsh('reset', 'transient');
    story.push('VmRebooted: UP/RESUMED -> UP/RESUMED (REBOOTED)');
    await isTold(id, story);
    await libvirt.virsh('destroy', 'transient');
    story.push(...(await powerOff('transient', 'UP/RESUMED')), removed);
    await isTold(id, story);
  });

  it('virsh define, start, undefine while it runs, destroy', async () => {
    const id = await libvirt.define('persistent');
    const story = ['VmAdded: nothing -> DOWN/DEFINED (DEFINED)'];
    await isTold(id, story);
    await libvirt.virsh('start', 'persistent');
    story.push('VmStatusChanged: DOWN/DEFINED -> UP/BOOTED (BOOTED)');
    await isTold(id, story);
    await libvirt.virsh('undefine', 'persistent');
    await libvirt.virsh('destroy', 'persistent');
    story.push(...(await powerOff('persistent', 'UP/BOOTED')), removed);
    await isTold(id, story);
  });

  it('virsh reboot of a guest that turns itself off when asked to', async () => {
    const id = await libvirt.define('rebooted', { bootSector: 'power-off' });
    await libvirt.virsh('start', '--paused', 'rebooted');
    // While it is paused it cannot have turned itself off before it is asked.
    await libvirt.virsh('reboot', 'rebooted');
    await libvirt.virsh('resume', 'rebooted');
    const end =
      'VmStatusChanged: POWERING_DOWN/USER_SHUTDOWN -> DOWN/USER_SHUTDOWN (USER_SHUTDOWN)';
    await eventually(() => byWatch(id).includes(end) || undefined, {
      what: 'it was rebooted, and turned itself off later',
    });
    const story = byWatch(id);
    expect(story).toContain('VmStatusChanged: PAUSED/USER -> UP/RESUMED (RESUMED)');
    expect(story).toContain('VmRebooted: UP/RESUMED -> UP/RESUMED (REBOOTED)');
    await libvirt.virsh('undefine', 'rebooted');
    story.push('VmRemoved: DOWN/USER_SHUTDOWN -> nothing (USER_SHUTDOWN)');
    await isTold(id, story);
  });

  it('a guest that resets itself', async () => {
    const id = await libvirt.create('resets', { bootSector: 'reset' });
    const reset = 'VmRebooted: UP/BOOTED -> UP/BOOTED (REBOOTED)';
    await eventually(() => byWatch(id).includes(reset) || undefined, {
      what: 'it has reset itself',
    });
    await libvirt.virsh('destroy', 'resets');
    await eventually(() => byWatch(id).includes(removed) || undefined, { what: 'its end' });
    const resets = byWatch(id).filter((text) => text === reset);
    await isTold(id, [booted, ...resets, ...(await powerOff('resets', 'UP/BOOTED')), removed]);
  });

  it('kill -9 of QEMU', async () => {
    const id = await libvirt.create('killed');
    await isTold(id, [booted]);
    await libvirt.killQemu('killed');
    await isTold(id, [
      booted,
      'VmStatusChanged: UP/BOOTED -> DOWN/LOST_QEMU_CONNECTION (LOST_QEMU_CONNECTION)',
      'VmRemoved: DOWN/LOST_QEMU_CONNECTION -> nothing (LOST_QEMU_CONNECTION)',
    ]);
  });
});

/** libvirt's words for what the stream tells. */
const sameThing: readonly (readonly [string, RegExp])[] = [
  ['lifecycle Started Booted', /-> UP\/BOOTED/],
  ['lifecycle Suspended Paused', /-> PAUSED\/USER/],
  ['lifecycle Resumed Unpaused', /-> UP\/RESUMED/],
  ['lifecycle Stopped Destroyed', /-> DOWN\/DESTROYED/],
  ['lifecycle Stopped Failed', /-> DOWN\/LOST_QEMU_CONNECTION/],
  ['lifecycle Defined Added', /-> DOWN\/DEFINED/],
  ['reboot', /^VmRebooted/],
];

/** Milliseconds from libvirt's own event to its arrival at the subscriber of the stream. */
function latencies(domain: string, vmId: string): number[] {
  const arrived = subscriber.events.filter(({ value }) => value?.vmId === vmId);
  return truth.events.flatMap(({ at, text, domain: of }) => {
    const [, told] = sameThing.find(([words]) => words === text) ?? [];
    if (of !== domain || !told) return [];
    const found = arrived.findIndex(({ value }) => value && told.test(lineOf(value)));
    if (found === -1) return [];
    const [seen] = arrived.splice(found, 1);
    return seen ? [seen.at - at] : [];
  });
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Infinity;

/** What one question to another process takes now, in milliseconds. */
async function roundTripMs(): Promise<number> {
  const startMs = performance.now();
  await central.http('/healthz');
  return performance.now() - startMs;
}

describe('from libvirt to a subscriber', () => {
  it('a change takes less than 100 ms, or as many round trips as fit in there on a machine at rest', async () => {
    const rounds = 20;
    const id = await libvirt.create('measured');
    const roundTrips: number[] = [];
    const count = (text: string): number =>
      byStream(id).filter((told) => told.includes(text)).length;
    for (let round = 1; round <= rounds; round++) {
      for (const [verb, text] of [
        ['suspend', '-> PAUSED/USER'],
        ['resume', '-> UP/RESUMED'],
      ] as const) {
        await libvirt.virsh(verb, 'measured');
        await eventually(() => count(text) === round || undefined, { what: `${verb} is told` });
        roundTrips.push(await roundTripMs());
      }
    }
    const measured = latencies('measured', id).sort((a, b) => a - b);
    expect(measured.length).toBeGreaterThanOrEqual(2 * rounds);
    const [least, median, most] = [measured[0], middle(measured), measured.at(-1)];
    const roundTrip = middle(roundTrips);
    const figures = { leastMs: least, medianMs: median, mostMs: most, roundTripMs: roundTrip };
    process.stdout.write(`libvirt event to subscriber: ${JSON.stringify(figures)}\n`);
    // Sanity only: what waits for something is slower by an order of magnitude, however busy the machine is.
    expect(median).toBeLessThan(Math.max(100, 30 * roundTrip));
    await libvirt.virsh('destroy', 'measured');
  });
});
