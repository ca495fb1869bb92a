import { membersBucket } from '../../central/cluster/buckets.ts';
import type { MemberIdentity } from '../../central/cluster/membership/member.ts';
import { NatsMembership } from '../../central/cluster/membership/nats-membership.ts';
import { loadXxh64 } from '../../central/cluster/xxh64.ts';
import { MusterError } from '../../shared/errors.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryBucket, type BucketWay } from './memory-bucket.ts';

export const hash = await loadXxh64();

export function anIdentity(id: string, fields: Partial<MemberIdentity> = {}): MemberIdentity {
  return {
    ...{
      id,
      instance: `${id}-instance`,
      peerKey: `${id}-key`,
      version: '1.0.0',
      role: 'all',
      weight: 1,
      startedAt: 0,
    },
    addresses: { agents: `${id}:7420`, api: `${id}:7421` },
    ...fields,
  };
}

/** One process of a stage. */
export interface StagedMember {
  readonly membership: NatsMembership;
  readonly clock: FakeClock;
  readonly way: BucketWay;
  /** How `start` ended; undefined: not yet. */
  joined: 'joined' | MusterError | undefined;
  /** What it died of after it had joined. */
  failure: MusterError | undefined;
  isRunning: boolean;
}

export interface StagedOptions extends Partial<MemberIdentity> {
  readonly predecessor?: string;
}

/** Several members on one bucket in memory, each with a clock of its own that the stage moves. */
export class MemberStage {
  readonly bucket = new MemoryBucket();
  readonly #members: StagedMember[] = [];

  /** Connects and starts it; time must pass until it has joined. */
  async add(
    id: string,
    { predecessor = '', ...fields }: StagedOptions = {},
  ): Promise<StagedMember> {
    const clock = new FakeClock();
    const way = this.bucket.way();
    const membership = new NatsMembership({
      ...{ identity: anIdentity(id, fields), predecessor, jetStream: way, forSteps: way },
      ...{ replicas: 1, hash, clock, log: silentLogger, recheck: () => undefined },
      fail: (error) => {
        member.failure = error;
      },
    });
    const member: StagedMember = {
      ...{ membership, clock, way, joined: undefined, failure: undefined, isRunning: true },
    };
    this.#members.push(member);
    await membership.run();
    membership.start().then(
      () => {
        member.joined = 'joined';
      },
      (thrown: unknown) => {
        member.joined = MusterError.from(thrown);
      },
    );
    return member;
  }

  /** As `add`, ACTIVE and known to the others. */
  async addActive(id: string, options: StagedOptions = {}): Promise<StagedMember> {
    const member = await this.add(id, options);
    const told = member.membership.setState('ACTIVE');
    await this.run(100);
    await told;
    return member;
  }

  async run(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 50) {
      for (const { clock, isRunning } of this.#members) if (isRunning) await clock.advanceAsync(50);
    }
  }

  /** Runs until the condition holds; ms it took, or Infinity. */
  async runUntil(condition: () => boolean, msMax = 60_000): Promise<number> {
    for (let passedMs = 0; passedMs <= msMax; passedMs += 50) {
      if (condition()) return passedMs;
      await this.run(50);
    }
    return Infinity;
  }

  /** kill -9. */
  kill(member: StagedMember): void {
    member.isRunning = false;
    member.way.cut();
  }

  /** SIGSTOP. */
  stand(member: StagedMember): void {
    member.isRunning = false;
    member.way.stand();
  }

  /** SIGCONT, `stoodMs` later: first whatever timer was due runs, then what waits in the socket is read. */
  async goOn(member: StagedMember, stoodMs: number): Promise<void> {
    member.clock.suspend(stoodMs);
    member.isRunning = true;
    await member.clock.advanceAsync(0);
    member.way.goOn();
  }

  /** The link has found the storage again and run its steps. */
  async reconnect(member: StagedMember): Promise<void> {
    member.way.mend();
    await member.membership.run();
    member.membership.ready();
  }

  subjectOf(id: string): string {
    return membersBucket.subjectOf(id);
  }
}

/** Ids of those counted as alive. */
export function alive({ membership }: StagedMember): string[] {
  return membership.members().flatMap(({ id, isAlive }) => (isAlive ? [id] : []));
}
