import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'vitest';

import { createRing } from '../../central/cluster/ring.ts';
import type { Host } from '../../shared/model/host.ts';
import { machineMs } from '../swarm/mark.ts';
import { eventually } from './eventually.ts';
import { hash } from './member-stage.ts';
import type { NatsServer } from './nats-server.ts';
import { Replicas } from './replicas.ts';
import type { Replica } from './replicas.ts';
import { Stage } from './stage.ts';
import { StoryRecorder } from './story-recorder.ts';
import { SwarmProcess } from './swarm-process.ts';

export interface FaultedFleetOptions {
  readonly replicas?: number;
  readonly isNatsLinked?: boolean;
  readonly isAgentsLinked?: boolean;
}

/** What a test expects of its fleet again, and of whom. */
interface Expected {
  /** Those that are to share the hosts; all unless told. */
  readonly among?: readonly Replica[] | undefined;
  /** Each host is where the ring would have it: hosts that moved rest a minute before they move again. */
  readonly isBalanced?: boolean;
}

interface Fault extends Expected {
  readonly name: string;
  readonly act: () => unknown;
}

const agents = 40;
const changeRate = 25;
const wholeMs = 150_000;

/** Three replicas, a fleet under scripted changes, and the books of a subscriber, for something to go wrong in. */
export class FaultedFleet {
  readonly stage: Stage;
  readonly nats: NatsServer;
  readonly replicas: Replicas;
  readonly story: StoryRecorder;
  readonly #swarm: SwarmProcess;

  private constructor(parts: {
    readonly stage: Stage;
    readonly nats: NatsServer;
    readonly replicas: Replicas;
    readonly story: StoryRecorder;
    readonly swarm: SwarmProcess;
  }) {
    this.stage = parts.stage;
    this.nats = parts.nats;
    this.replicas = parts.replicas;
    this.story = parts.story;
    this.#swarm = parts.swarm;
  }

  /** Resolves when all is in order and changes happen all the time. */
  static async start(
    context: ConstructorParameters<typeof Stage>[0],
    { replicas: count = 3, ...links }: FaultedFleetOptions = {},
  ): Promise<FaultedFleet> {
    const stage = new Stage(context);
    const nats = await stage.nats();
    const story = stage.keep(await StoryRecorder.start(nats));
    const replicas = stage.keep(await Replicas.start({ count, nats, ...links }));
    const { addresses } = replicas;
    const swarm = stage.keep(new SwarmProcess({ addresses, agents, vms: 3, changeRate }));
    const fleet = new FaultedFleet({ stage, nats, replicas, story, swarm });
    await swarm.settled();
    await fleet.isWhole({ isBalanced: true });
    swarm.go();
    await fleet.goesOn(50);
    return fleet;
  }

  /** Something goes wrong; waits until all is in order in spite of it, and tells how long that took. */
  async suffer({ name, act, among, isBalanced = false }: Fault): Promise<void> {
    const fromMs = machineMs();
    const tell = (what: string): void => {
      const tookMs = Math.round(machineMs() - fromMs);
      const changes = this.story.checker.statusChanges({ fromMs }).length;
      process.stdout.write(
        `fault ${name}: ${what} after ${tookMs} ms, ${changes} changes of status\n`,
      );
    };
    await act();
    await this.isWhole({ among });
    tell('whole again');
    if (!isBalanced) return;
    await this.isWhole({ among, isBalanced });
    tell('balanced');
  }

  /**
   * Waits until all replicas that count show all hosts as UP, each with one and the same owner among them, and each
   * has sessions with just those it owns.
   */
  async isWhole({ among = this.replicas.all, isBalanced = false }: Expected = {}): Promise<void> {
    const ring = createRing(
      among.map(({ id }) => ({ id, weight: 1 })),
      hash,
    );
    await eventually(
      async () => {
        const shown = await Promise.all(among.map((replica) => ownersShownBy(replica)));
        for (const { owners, from } of shown) {
          expect(owners, `hosts that ${from} shows`).toEqual(shown[0]?.owners);
          if (isBalanced)
            for (const [id, owner] of owners) expect(owner, id).toBe(ring.ownerOf(id));
        }
        const owners = [...(shown[0]?.owners.values() ?? [])];
        expect(owners).toHaveLength(agents);
        const shares = among.map(({ id }) => owners.filter((owner) => owner === id).length);
        expect(
          shares.reduce((sum, share) => sum + share, 0),
          'hosts of these replicas',
        ).toBe(agents);
        const sessions = among.map(({ central }) => central.metric('muster_sessions'));
        expect(await Promise.all(sessions), 'sessions').toEqual(shares);
        return true;
      },
      { what: 'the fleet is whole', timeoutMs: wholeMs, intervalMs: 50 },
    );
  }

  /** Waits until so many more scripted changes have happened. */
  async goesOn(changes = 100): Promise<void> {
    const { latest } = this.#swarm;
    const enough = (latest?.changes ?? 0) + changes;
    await eventually(() => (this.#swarm.latest?.changes ?? 0) >= enough || undefined, {
      what: `${changes} more changes are made`,
    });
  }

  /** More changes, and then every one of them was told once, in order, and by one owner; no host was given up. */
  async expectWholeStory(): Promise<void> {
    await this.goesOn();
    const { changes, unsafe } = await this.#swarm.end();
    expect(unsafe, 'changes that are not safe').toBe(0);
    await this.story.caughtUp();
    expect(this.story.checker.verdict()).toEqual({
      ...{ arrived: changes, repeats: expect.any(Number) as number, lost: [], twice: [] },
      ...{ misordered: [], doubleOwners: [], nonResponsive: [], gaps: [] },
    });
  }

  /** No planned move is seen in the status of a host. */
  expectNoStatusChange(fromMs: number): void {
    expect(this.story.checker.statusChanges({ fromMs })).toEqual([]);
  }
}

async function ownersShownBy({ id, central }: Replica): Promise<{
  readonly from: string;
  readonly owners: ReadonlyMap<string, string>;
}> {
  const hosts = await central.client.allHosts();
  const notUp = hosts.filter(({ status }) => status !== 'UP').map(statusLine);
  expect(notUp, `hosts that are not UP by ${id}`).toEqual([]);
  return { from: id, owners: new Map(hosts.map((host) => [host.id, host.owner])) };
}

function statusLine({ id, status, reason }: Host): string {
  return `${id} ${status} ${reason}`;
}

/** For what must last, such as three lifetimes of a replica. */
export function lasting(ms: number): Promise<void> {
  return sleep(ms);
}
