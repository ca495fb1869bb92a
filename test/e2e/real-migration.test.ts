import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Event } from '../../shared/model/event.ts';
import { AgentProcess } from '../harness/agent-process.ts';
import { eventually } from '../harness/eventually.ts';
import { PrivateLibvirt } from '../harness/libvirt.ts';
import { NatsRecorder } from '../harness/nats-recorder.ts';
import { NatsServer } from '../harness/nats-server.ts';
import { Replicas } from '../harness/replicas.ts';
import { hostIdOf } from '../harness/ring-host.ts';

interface Host {
  readonly id: string;
  readonly owner: string;
  readonly libvirt: PrivateLibvirt;
  readonly agent: AgentProcess;
}

let nats: NatsServer;
let replicas: Replicas;
let subscriber: NatsRecorder;
let hosts: readonly [Host, Host];

beforeAll(async () => {
  nats = await NatsServer.start();
  replicas = await Replicas.start({ count: 2, nats });
  subscriber = await NatsRecorder.start(nats.address);
  hosts = await Promise.all([startHost('r1'), startHost('r2')]);
  await Promise.all(hosts.map(isOwned));
});

afterAll(async () => {
  await Promise.all(hosts.map(({ agent }) => agent.stop()));
  await subscriber.stop();
  await replicas.stop();
  await nats.stop();
  await Promise.all(hosts.map(({ libvirt }) => libvirt.stop()));
});

async function startHost(owner: string): Promise<Host> {
  const libvirt = await PrivateLibvirt.start();
  const id = hostIdOf(owner, ['r1', 'r2']);
  const central = replicas.addresses.join(',');
  const agent = new AgentProcess({ central, hostId: id, libvirtSockets: [libvirt.socketPath] });
  return { id, owner, libvirt, agent };
}

function isOwned({ id, owner }: Host): Promise<boolean> {
  return eventually(
    async () => {
      const { host } = await clientAt(0).getHost(id);
      expect([host?.status, host?.owner]).toEqual(['HOST_STATUS_UP', owner]);
      return true;
    },
    { what: `${id} is with ${owner}`, intervalMs: 50 },
  );
}

function clientAt(index: number): Replicas['all'][number]['central']['client'] {
  const replica = replicas.all[index];
  if (replica === undefined) throw new Error(`there is no replica ${String(index)}`);
  return replica.central.client;
}

/** Everybody who can be asked says that the VM is there, and runs. */
function runsOn(vmId: string, { id }: Host): Promise<boolean> {
  return eventually(
    async () => {
      for (const at of [0, 1]) {
        const { vm } = await clientAt(at).getVm(vmId);
        expect([vm?.hostId, vm?.status]).toEqual([id, 'VM_STATUS_UP']);
      }
      const key = subscriber.vms.findLast(({ subject }) => subject.endsWith(`.${vmId}`))?.value;
      expect([key?.hostId, key?.status]).toEqual([id, 'UP']);
      return true;
    },
    { what: `${vmId} runs on ${id}`, intervalMs: 50 },
  );
}

function eventsOf(vmId: string): Event[] {
  return subscriber.events.flatMap(({ value }) => (value?.vmId === vmId ? [value] : []));
}

/** `type status on host`, of what a reader of the documented rule keeps: a lower placement comes too late. */
function storyOf(vmId: string): string[] {
  let placement = 0;
  return eventsOf(vmId).flatMap((event) => {
    if (event.placement < placement) return [];
    ({ placement } = event);
    const status = event.after?.kind === 'vm' ? event.after.vm.status : 'gone';
    return isPassing(event) ? [] : [`${event.type} ${status} on ${event.hostId}`];
  });
}

/** Of all that was told, late words too. */
function endsOf(vmId: string): Event[] {
  return eventsOf(vmId).filter(
    ({ after }) => after === undefined || (after.kind === 'vm' && after.vm.status === 'DOWN'),
  );
}

/** How far it is, sizes and devices: no part of the stories below. */
function isPassing({ type }: Event): boolean {
  return asides.has(type);
}

const asides = new Set(['VmChanged', 'VmDevicesChanged', 'VmGuestChanged', 'VmMigrationProgress']);

const migrate = (name: string, [from, to]: readonly [Host, Host], ...options: string[]) =>
  from.libvirt.virsh(
    ...['migrate', '--live', '--p2p', name, to.libvirt.uri],
    ...['--migrateuri', 'tcp://127.0.0.1', ...options],
  );

/** It left and came, once each, and nobody ever said that it was down or gone. */
function expectOneMove(story: readonly string[], [from, to]: readonly [Host, Host]): void {
  expect(story.filter((line) => line.startsWith('VmMigrated'))).toEqual([
    `VmMigrated UP on ${to.id}`,
  ]);
  expect(story.at(-1)).toBe(`VmMigrated UP on ${to.id}`);
  expect(story).toContain(`VmStatusChanged MIGRATING_FROM on ${from.id}`);
}

describe('virsh migrates a real VM between hosts of two replicas: one VmMigrated, and no Down', () => {
  it('there and back', async () => {
    const [one, two] = hosts;
    const id = await one.libvirt.create('moving');
    await runsOn(id, one);
    let told = 0;
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const) {
      await migrate('moving', [from, to]);
      await runsOn(id, to);
      await eventually(() => (storyOf(id).at(-1)?.endsWith(to.id) === true ? true : undefined), {
        what: 'the subscriber heard of it',
      });
      const story = storyOf(id);
      expectOneMove(story.slice(told), [from, to]);
      told = story.length;
    }
    expect(endsOf(id)).toEqual([]);
    await one.libvirt.virsh('destroy', 'moving');
  });

  it('a persistent one, undefined where it leaves', async () => {
    const [one, two] = hosts;
    const id = await two.libvirt.define('kept');
    await two.libvirt.virsh('start', 'kept');
    await runsOn(id, two);
    const told = storyOf(id).length;
    const ends = endsOf(id);
    await migrate('kept', [two, one], '--persistent', '--undefinesource');
    await runsOn(id, one);
    await eventually(() => (storyOf(id).at(-1)?.endsWith(one.id) === true ? true : undefined), {
      what: 'the subscriber heard of it',
    });
    expectOneMove(storyOf(id).slice(told), [two, one]);
    expect(endsOf(id)).toEqual(ends);
    await one.libvirt.virsh('destroy', 'kept');
    await one.libvirt.virsh('undefine', 'kept');
  });

  it('one that cannot arrive stays, and moves nowhere', async () => {
    const [one, two] = hosts;
    const id = await one.libvirt.create('staying');
    await runsOn(id, one);
    // The name is taken there by another machine.
    const other = await two.libvirt.create('staying');
    await expect(migrate('staying', [one, two])).rejects.toThrow();
    await runsOn(other, two);
    await runsOn(id, one);
    expect(storyOf(id).filter((line) => line.startsWith('VmMigrated'))).toEqual([]);
    expect(endsOf(id)).toEqual([]);
    await Promise.all(hosts.map(({ libvirt }) => libvirt.virsh('destroy', 'staying')));
  });
});

it('a real VM that fills a thin disk is PAUSED/ENOSPC for all who ask, and UP again when there is room', async () => {
  const [one] = hosts;
  const id = await one.libvirt.create('filling', { bootSector: 'io-error' });
  await eventually(
    async () => {
      for (const at of [0, 1]) {
        const { vm } = await clientAt(at).getVm(id);
        expect([vm?.status, vm?.reason]).toEqual(['VM_STATUS_PAUSED', 'VM_REASON_ENOSPC']);
      }
      return true;
    },
    { what: 'it is paused for lack of space', intervalMs: 50 },
  );
  await one.libvirt.makeRoom();
  await one.libvirt.virsh('resume', 'filling');
  await runsOn(id, one);
  const statuses = eventsOf(id).flatMap(({ after }) =>
    after?.kind === 'vm' ? [`${after.vm.status}/${after.vm.reason}`] : [],
  );
  expect(statuses).toContain('PAUSED/ENOSPC');
  expect(statuses.at(-1)).toBe('UP/RESUMED');
  await one.libvirt.virsh('destroy', 'filling');
});
