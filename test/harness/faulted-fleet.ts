import { expect } from 'vitest';

import { createRing } from '../../central/cluster/ring.ts';
import { machineMs } from '../swarm/mark.ts';
import { eventually } from './eventually.ts';
import {
  changesTold,
  expectGaps,
  expectKeys,
  isOfSwarm,
  ownersShownBy,
  statesIn,
  vmsOfSwarm,
} from './fleet-pictures.ts';
import { hash } from './member-stage.ts';
import type { NatsCluster } from './nats-cluster.ts';
import type { NatsServer } from './nats-server.ts';
import { Replicas, type Replica, type ReplicasOptions } from './replicas.ts';
import type { Stage } from './stage.ts';
import { StoryRecorder } from './story-recorder.ts';
import { SwarmProcess } from './swarm-process.ts';

export interface FaultedFleetOptions extends Partial<Omit<ReplicasOptions, 'nats'>> {
  /** One server unless told. */
  readonly nats?: NatsServer | NatsCluster;
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
  /** Whatever moves does so as planned: no host's status changes. */
  readonly isPlanned?: boolean;
}

interface ExpectedStory {
  /** Those that still run; all unless told. */
  readonly among?: readonly Replica[];
  /** History was lost for this reason: every host must say so, and what is missing of it is then allowed. */
  readonly lostFor?: string;
}

const agents = 45;
const vmsEach = 3;
const changeRate = 25;
/** Not safe at any moment of a sound fleet: the changes of one second. */
const unsafeMax = changeRate;
const wholeMs = 90_000;
const balancedMs = 150_000;
/** Beyond it, what was in the way last is told. */
const longMs = 10_000;

/** Three replicas, a fleet under scripted changes, and the books of a subscriber, for something to go wrong in. */
export class FaultedFleet {
  readonly #nats: { readonly address: string };
  readonly replicas: Replicas;
  readonly swarm: SwarmProcess;
  readonly story: StoryRecorder;
  #obstacle = '';

  private constructor(parts: {
    readonly nats: { readonly address: string };
    readonly replicas: Replicas;
    readonly swarm: SwarmProcess;
    readonly story: StoryRecorder;
  }) {
    this.#nats = parts.nats;
    ({ replicas: this.replicas, swarm: this.swarm, story: this.story } = parts);
  }

  /** Three replicas unless told. Resolves when all is in order and changes happen all the time. */
  static async start(stage: Stage, options: FaultedFleetOptions = {}): Promise<FaultedFleet> {
    const nats = options.nats ?? (await stage.nats());
    const story = stage.keep(await StoryRecorder.start(nats));
    const replicas = stage.keep(await Replicas.start({ count: 3, ...options, nats }));
    const { addresses } = replicas;
    const swarm = stage.keep(new SwarmProcess({ addresses, agents, vms: vmsEach, changeRate }));
    const fleet = new FaultedFleet({ nats, replicas, swarm, story });
    await swarm.settled();
    await fleet.isWhole({ isBalanced: true });
    swarm.go();
    await fleet.goesOn(50);
    return fleet;
  }

  /** Agents, and hosts. */
  get size(): number {
    return agents;
  }

  /** Something goes wrong; waits until all is in order in spite of it, tells and returns how many ms that took. */
  async suffer({ name, act, isPlanned = false, ...expected }: Fault): Promise<number> {
    const fromMs = machineMs();
    const { checker } = this.story;
    const tell = async (what: string): Promise<number> => {
      const tookMs = Math.round(machineMs() - fromMs);
      await this.story.caughtUp();
      const statuses = checker.statusChanges({ fromMs }).length;
      const moves = checker.moves({ fromMs }).length;
      process.stdout.write(
        `fault ${name}: ${what} after ${tookMs} ms, ${moves} hosts moved, ${statuses} changes of status` +
          `${tookMs > longMs ? `; last: ${this.#obstacle}` : ''}\n`,
      );
      return tookMs;
    };
    await act();
    await this.isWhole({ ...expected, isBalanced: false });
    const wholeAfterMs = await tell('whole again');
    if (expected.isBalanced === true) {
      await this.isWhole(expected);
      await tell('balanced');
    }
    if (isPlanned) this.expectNoStatusChange(fromMs);
    return wholeAfterMs;
  }

  /**
   * Waits until all replicas that count show all hosts as UP, each with one and the same owner among them, each has
   * sessions with just those it owns, and each change is safe.
   */
  async isWhole({ among = this.replicas.all, isBalanced = false }: Expected = {}): Promise<void> {
    const ids = among.map(({ id }) => id);
    const ring = createRing(
      ids.map((id) => ({ id, weight: 1 })),
      hash,
    );
    await eventually(
      this.#remembering(async () => {
        const shown = await Promise.all(among.map((replica) => ownersShownBy(replica)));
        const [owners = new Map<string, string>()] = shown;
        for (const others of shown) expect(others, 'the same owners to all').toEqual(owners);
        expect([...owners.keys()].filter(isOfSwarm)).toHaveLength(agents);
        for (const [host, owner] of owners)
          expect(isBalanced ? [ring.ownerOf(host)] : ids, `owner of ${host}`).toContain(owner);
        const shares = ids.map((id) => [...owners.values()].filter((owner) => owner === id).length);
        const sessions = among.map(({ central }) => central.metric('muster_sessions'));
        expect(await Promise.all(sessions), 'sessions').toEqual(shares);
        this.#expectAgentsInSync();
        return true;
      }),
      {
        what: `the fleet is ${isBalanced ? 'balanced' : 'whole'} among ${ids.join(', ')}`,
        timeoutMs: isBalanced ? balancedMs : wholeMs,
        intervalMs: 50,
      },
    );
  }

  /** Waits until so many more scripted changes have happened. */
  async goesOn(changes = 100): Promise<void> {
    const enough = this.#changes + changes;
    await eventually(() => this.#changes >= enough || undefined, {
      what: `${changes} more changes are made`,
    });
  }

  /** More changes, and then every one of them was told once, in order, and by one owner; no host was given up. */
  async expectWholeStory({ among, lostFor }: ExpectedStory = {}): Promise<void> {
    await this.goesOn();
    this.swarm.quiet();
    await this.swarm.settled();
    await this.isWhole({ among });
    await this.#showSamePictures(among ?? this.replicas.all);
    const { changes, unsafe } = await this.swarm.end();
    expect(unsafe, 'changes that are not safe').toBe(0);
    await this.story.caughtUp();
    const { arrived, repeats, lost, gaps, broken, ...wrong } = this.story.checker.verdict();
    expect(wrong).toEqual({ twice: [], misordered: [], doubleOwners: [], nonResponsive: [] });
    if (lostFor === undefined)
      expect({ lost, gaps, broken, arrived }).toEqual({
        ...{ lost: [], gaps: [], broken: [], arrived: changes },
      });
    else expectGaps(gaps, { reason: lostFor, hosts: agents });
    process.stdout.write(`      ${arrived} changes arrived, ${repeats} events came again\n`);
  }

  expectNoStatusChange(fromMs: number): void {
    expect(this.story.checker.statusChanges({ fromMs })).toEqual([]);
  }

  /** A check that leaves behind what was in the way last. */
  #remembering(check: () => Promise<true>): () => Promise<true> {
    this.#obstacle = '';
    return async () => {
      try {
        return await check();
      } catch (thrown) {
        const [first = ''] = String(thrown).split('\n');
        this.#obstacle = first;
        throw thrown;
      }
    };
  }

  get #changes(): number {
    return this.swarm.latest?.changes ?? 0;
  }

  #expectAgentsInSync(): void {
    const { connected, unsafe = Infinity } = this.swarm.latest ?? {};
    expect({ connected, isSafe: unsafe <= unsafeMax }).toEqual({ connected: agents, isSafe: true });
  }

  async #showSamePictures(among: readonly Replica[]): Promise<void> {
    await eventually(
      async () => {
        const pictures = among.map(({ central }) => vmsOfSwarm(central.client));
        const [first = [], ...others] = await Promise.all(pictures);
        expect(first).toHaveLength(agents * vmsEach);
        for (const other of others) expect(statesIn(other)).toEqual(statesIn(first));
        expect(changesTold(first)).toBe(this.#changes);
        await expectKeys(this.#nats.address, first);
        return true;
      },
      { what: 'all replicas and the keys show the VMs as the agents see them', intervalMs: 100 },
    );
  }
}
