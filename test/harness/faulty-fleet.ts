import { expect } from 'vitest';

import type { Host } from '../../shared/model/host.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { machineMs, markOf } from '../swarm/mark.ts';
import { eventually } from './eventually.ts';
import type { NatsServer } from './nats-server.ts';
import type { NatsCluster } from './nats-cluster.ts';
import { Replicas, type Replica, type ReplicasOptions } from './replicas.ts';
import type { Stage } from './stage.ts';
import { StoryRecorder } from './story-recorder.ts';
import { SwarmProcess } from './swarm-process.ts';

export interface FaultyFleetOptions extends Partial<Omit<ReplicasOptions, 'nats'>> {
  /** One server unless told. */
  readonly nats?: NatsServer | NatsCluster;
}

export interface ExpectedStory {
  /** History was lost for this reason: every host must say so, and what is missing of it is then allowed. */
  readonly lostFor?: string;
}

const agents = 45;
const vmsEach = 3;
const changeRate = 25;
/** Not safe at any moment of a sound fleet: the changes of one second. */
const unsafeMax = changeRate;

/** Replicas and agents that are told of changes all the time, while something of it breaks; and the books on it. */
export class FaultyFleet {
  readonly nats: NatsServer | NatsCluster;
  readonly replicas: Replicas;
  readonly swarm: SwarmProcess;
  readonly story: StoryRecorder;

  private constructor(parts: {
    readonly nats: NatsServer | NatsCluster;
    readonly replicas: Replicas;
    readonly swarm: SwarmProcess;
    readonly story: StoryRecorder;
  }) {
    ({ nats: this.nats, replicas: this.replicas, swarm: this.swarm, story: this.story } = parts);
  }

  /** Three replicas unless told. Resolves when every host is with its owner and changes are going on. */
  static async start(stage: Stage, options: FaultyFleetOptions = {}): Promise<FaultyFleet> {
    const nats = options.nats ?? (await stage.nats());
    const story = stage.keep(await StoryRecorder.start(nats));
    const replicas = stage.keep(await Replicas.start({ count: 3, ...options, nats }));
    const addresses = replicas.addresses;
    const swarm = stage.keep(new SwarmProcess({ addresses, agents, vms: vmsEach, changeRate }));
    const fleet = new FaultyFleet({ nats, replicas, swarm, story });
    await swarm.settled();
    swarm.go();
    await fleet.whole();
    return fleet;
  }

  /** Agents, and hosts. */
  get size(): number {
    return agents;
  }

  /** The hosts of each replica, by the word of `told`. */
  async hostsByOwner(told: Replica): Promise<Map<string, string[]>> {
    const owners = new Map<string, string[]>();
    for (const { id, owner } of await told.central.client.allHosts())
      owners.set(owner, [...(owners.get(owner) ?? []), id]);
    return owners;
  }

  /** Waits until nothing is left of a fault: to these replicas all hosts are UP, and theirs, and each change is safe. */
  async whole(replicas: readonly Replica[] = this.replicas.all): Promise<void> {
    const ids = replicas.map(({ id }) => id);
    await eventually(
      async () => {
        const pictures = await Promise.all(replicas.map(pictureOf));
        expectSound(pictures, ids);
        const { connected, unsafe = Infinity } = this.swarm.latest ?? {};
        expect({ connected, isSafe: unsafe <= unsafeMax }).toEqual({
          connected: agents,
          isSafe: true,
        });
        return true;
      },
      { what: `the fleet is whole to ${ids.join(', ')}`, timeoutMs: 90_000, intervalMs: 100 },
    );
  }

  /** Waits as `whole` does, and tells how long that was since `fromMs`, by `machineMs`. */
  async wholeAgain(fault: string, fromMs: number, replicas?: readonly Replica[]): Promise<number> {
    await this.whole(replicas);
    const ms = Math.round(machineMs() - fromMs);
    process.stdout.write(`fault ${fault}: whole again after ${ms} ms\n`);
    return ms;
  }

  /** Lets the changes end, and expects that a reader was told each once and in order, whatever happened meanwhile. */
  async expectWholeStory({ lostFor }: ExpectedStory = {}): Promise<void> {
    this.swarm.quiet();
    await this.swarm.settled();
    await this.whole();
    await this.#expectSamePictures();
    await this.story.caughtUp();
    const { arrived, lost, gaps, ...verdict } = this.story.checker.verdict();
    const changes = this.swarm.latest?.changes;
    expect(verdict).toMatchObject({
      twice: [],
      misordered: [],
      doubleOwners: [],
      nonResponsive: [],
    });
    if (lostFor === undefined)
      expect({ lost, gaps, arrived }).toEqual({ lost: [], gaps: [], arrived: changes });
    else expectGaps(gaps, lostFor);
  }

  async #expectSamePictures(): Promise<void> {
    await eventually(
      async () => {
        const pictures = this.replicas.all.map(({ central }) => central.client.allVms());
        const [first = [], ...others] = await Promise.all(pictures);
        expect(first).toHaveLength(agents * vmsEach);
        for (const other of others) expect(statesIn(other)).toEqual(statesIn(first));
        expect(changesTold(first)).toBe(this.swarm.latest?.changes);
        return true;
      },
      { what: 'all replicas show the VMs as the agents see them', intervalMs: 100 },
    );
  }
}

async function pictureOf({ central }: Replica): Promise<readonly Host[]> {
  const { code, text } = await central.http('/readyz');
  if (code !== 200) throw new Error(`${central.id}: ${text}`);
  return central.client.allHosts();
}

/** All hosts UP with owners out of `ids`, the same to everybody. */
function expectSound(
  [first = [], ...others]: readonly (readonly Host[])[],
  ids: readonly string[],
): void {
  const wrong = first.filter(({ owner, status }) => status !== 'UP' || !ids.includes(owner));
  expect(wrong.map(({ id, owner, status }) => `${id} is ${status} with ${owner}`)).toEqual([]);
  expect(first).toHaveLength(agents);
  for (const other of others) expect(ownersIn(other)).toEqual(ownersIn(first));
}

function ownersIn(hosts: readonly Host[]): string[] {
  return hosts.map(({ id, owner }) => `${id} ${owner}`).sort();
}

function statesIn(vms: readonly Vm[]): string[] {
  return vms
    .map(({ id, hostId, status, vcpuCount }) => `${id} ${hostId} ${status} ${vcpuCount}`)
    .sort();
}

/** The number of its last change is with one of the VMs of each host. */
function changesTold(vms: readonly Vm[]): number {
  const lastOf = new Map<string, number>();
  for (const vm of vms)
    lastOf.set(vm.hostId, Math.max(lastOf.get(vm.hostId) ?? 0, markOf(vm)?.sequence ?? 0));
  return [...lastOf.values()].reduce((sum, last) => sum + last, 0);
}

/** `gaps` as the checker words them: one of each host. */
function expectGaps(gaps: readonly string[], reason: string): void {
  const hosts = gaps.map((gap) => {
    expect(gap.endsWith(`: ${reason}`), gap).toBe(true);
    return gap.split('/')[0];
  });
  expect(hosts).toHaveLength(agents);
  expect(new Set(hosts).size).toBe(agents);
}
