import type { Clock, Timer } from '../../../shared/clock.ts';
import type { MusterError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { Logger } from '../../../shared/log.ts';
import type { ConnectStep, JetStream } from '../../jetstream-port.ts';
import type { Membership } from '../../membership-port.ts';
import { membersBucket } from '../buckets.ts';
import { createRing, type Hash64, type Ring } from '../ring.ts';
import type { MemberKey, MemberTable, TableEffect } from './entry.ts';
import { deletion, Heartbeat } from './heartbeat.ts';
import { MemberReading } from './member-reading.ts';
import {
  KeptRing,
  memberOf,
  type Member,
  type MemberIdentity,
  type MemberState,
  type MemberValue,
} from './member.ts';
import { takenError } from './own-key.ts';
import { OwnValue } from './own-value.ts';
import { newTable, nextDeadlineMs, standstillMs, stepTable, type TableInput } from './table.ts';

export interface NatsMembershipOptions {
  readonly identity: MemberIdentity;
  /** Instance that last ran on this replica's data, if that data is locked so that it cannot run any more; or empty. */
  readonly predecessor: string;
  /** Refuses while the connection is in doubt. */
  readonly jetStream: JetStream;
  /** For connect steps. */
  readonly forSteps: JetStream;
  /** Copies of the bucket. */
  readonly replicas: number;
  readonly hash: Hash64;
  readonly clock: Clock;
  readonly log: Logger;
  /** Has the connection's steps run again. */
  readonly recheck: (reason: string) => void;
  /** The id was lost to another process after it had been ours: this one must end. */
  readonly fail: (error: MusterError) => void;
}

/**
 * Mode `nats`: every member writes its key once a second, and reads all keys as they change. As a connect step it
 * re-creates the bucket if need be, lists it, and follows it from there; it must be a step of the link before `start`.
 */
export class NatsMembership implements Membership, ConnectStep {
  readonly name = 'membership';
  readonly #options: NatsMembershipOptions;
  readonly #own: OwnValue;
  readonly #heartbeat: Heartbeat;
  readonly #ring: KeptRing;
  readonly #listeners = new Set<() => void>();
  readonly #createdAtMs: number;
  readonly #joined: Promise<void>;
  #settleJoined!: { readonly resolve: () => void; readonly reject: (error: MusterError) => void };
  #table: MemberTable;
  /** undefined: to be found out anew. */
  #shownRing: Ring | undefined;
  #reading: MemberReading | undefined;
  #timer: Timer | undefined;
  #tickedAtMs = 0;
  #isJoined = false;
  #isRunning = false;
  #isStopped = false;
  #wasAccepted = false;

  constructor(options: NatsMembershipOptions) {
    this.#options = options;
    const { identity, clock, hash } = options;
    this.#own = new OwnValue(identity);
    this.#createdAtMs = clock.monotonicMs();
    this.#table = newTable(this.#createdAtMs);
    this.#ring = new KeptRing((members) => createRing(members, hash));
    this.#heartbeat = new Heartbeat({
      ...{ ...options, own: this.#own },
      onAccepted: () => {
        this.#accepted();
      },
      onTaken: (holder) => {
        this.#taken(holder);
      },
    });
    this.#joined = new Promise((resolve, reject) => {
      this.#settleJoined = { resolve, reject };
    });
    // Whoever waits for it hears it; that nobody does must not end the process.
    this.#joined.catch(() => undefined);
  }

  /** Resolves when this replica is a member; rejects with REPLICA_ID_TAKEN. */
  start(): Promise<void> {
    this.#isRunning = true;
    this.#tick();
    return this.#joined;
  }

  /** Says goodbye if that takes no time. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    let timer: Timer | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = this.#options.clock.setTimer(resolve, limits.memberGoodbyeMs);
    });
    const goodbye = this.#heartbeat.stop().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'the members could not be told goodbye');
    });
    await Promise.race([goodbye, enough]);
    timer?.cancel();
    this.#reading?.close();
    this.#own.release();
  }

  get self(): Member {
    const ageMs = this.#heartbeat.acceptedAgeMs ?? this.#nowMs() - this.#createdAtMs;
    return memberOf(this.#own.current, { ageMs, isAlive: true });
  }

  members(): readonly Member[] {
    const nowMs = this.#nowMs();
    const members = [this.self];
    for (const { value, seenAtMs, expiredAtMs } of this.#table.entries.values())
      members.push(
        memberOf(value, { ageMs: nowMs - seenAtMs, isAlive: expiredAtMs === undefined }),
      );
    return members.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  ring(): Ring {
    this.#shownRing ??= this.#currentRing();
    return this.#shownRing;
  }

  joined(): Promise<void> {
    return this.#joined;
  }

  setState(state: MemberState): Promise<void> {
    return this.#tell(this.#own.setState(state));
  }

  setGroups(groups: readonly string[]): Promise<void> {
    return this.#tell(this.#own.setGroups(groups));
  }

  async beat(): Promise<boolean> {
    const isAccepted = !this.#isStopped && (await this.#heartbeat.beat());
    // Something may have been changed while the heartbeat was under way.
    return isAccepted && !this.#own.isTold ? this.beat() : isAccepted;
  }

  isHeartbeatAccepted(): boolean {
    const ageMs = this.#heartbeat.acceptedAgeMs;
    return ageMs !== undefined && ageMs < limits.memberLifetimeMs;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async run(): Promise<void> {
    if (this.#isStopped) return;
    this.#reading?.close();
    const { forSteps, replicas, recheck } = this.#options;
    await forSteps.assertStream(membersBucket.settings(replicas));
    this.#reading = new MemberReading({
      jetStream: forSteps,
      onHeard: (key) => {
        this.#heard(key);
      },
      onBroken: (reason) => {
        recheck(`the members' heartbeats broke off: ${reason}`);
      },
    });
    this.#listed(await this.#reading.list());
  }

  /** To be called whenever the steps have succeeded and writing is possible again. */
  ready(): void {
    if (this.#isRunning) this.#tick();
  }

  #listed(keys: readonly MemberKey[]): void {
    const { id } = this.#own.current;
    const isOwn = (key: MemberKey): boolean => key.id === id;
    this.#heartbeat.listed(keys.findLast(isOwn));
    this.#step({ kind: 'listed', keys: keys.filter((key) => !isOwn(key)) });
  }

  #heard(key: MemberKey): void {
    if (this.#isStopped) return;
    if (key.id !== this.#own.current.id) {
      this.#step({ kind: 'heard', key });
      return;
    }
    const sentAtMs = this.#heartbeat.heard(key);
    if (sentAtMs !== undefined) this.#step({ kind: 'proven', sentAtMs });
  }

  #currentRing(): Ring {
    const { id } = this.#own.current;
    const members = this.members();
    return this.#ring.of(this.#isJoined ? members : members.filter((member) => member.id !== id));
  }

  #tick(): void {
    if (this.#isStopped) return;
    this.#tickedAtMs = this.#nowMs();
    this.#step({ kind: 'look' });
    void this.beat();
    this.#schedule();
  }

  /** A heartbeat is due each second, and one more when a member's deadline has passed, to prove that it was silent. */
  #schedule(): void {
    this.#timer?.cancel();
    if (this.#isStopped || !this.#isRunning) return;
    const deadlineMs = nextDeadlineMs(this.#table, this.#tickedAtMs);
    const dueMs = Math.min(this.#tickedAtMs + limits.memberHeartbeatMs, deadlineMs);
    this.#timer = this.#options.clock.setTimer(
      () => {
        this.#tick();
      },
      Math.max(0, Math.ceil(dueMs - this.#nowMs())),
    );
  }

  #step(input: TableInput): void {
    const nowMs = this.#nowMs();
    this.#heartbeat.look(nowMs, standstillMs(this.#table.lookedAtMs, nowMs));
    const { table, effects } = stepTable(this.#table, input, nowMs);
    this.#table = table;
    for (const effect of effects) this.#carryOut(effect);
    this.#tellListeners(effects.length > 0);
  }

  #carryOut({ kind, id, revision }: TableEffect): void {
    const { log, jetStream } = this.#options;
    if (kind === 'forgotten') {
      // Every member tries; if it lives after all, or another was faster, the revision is not this one any more.
      const messageId = `${id}/forgotten/${revision}`;
      jetStream.write({ ...deletion(id, revision), messageId }).catch((error: unknown) => {
        log.warn({ err: error, member: id }, 'a dead member could not be deleted');
      });
    }
    if (kind === 'expired') log.warn({ member: id }, 'member has gone silent and is given up');
    else if (kind === 'held')
      log.warn({ member: id }, 'most members are silent at once; none is given up yet');
    else if (kind === 'refused') log.error({ member: id }, 'too many members; it is not counted');
    else log.info({ member: id }, `member ${kind}`);
  }

  #tellListeners(isChanged: boolean): void {
    const isAccepted = this.isHeartbeatAccepted();
    if (!isChanged && isAccepted === this.#wasAccepted) return;
    this.#wasAccepted = isAccepted;
    this.#shownRing = undefined;
    for (const listener of this.#listeners) listener();
  }

  #accepted(): void {
    const isFirst = !this.#isJoined;
    this.#isJoined = true;
    this.#settleJoined.resolve();
    this.#tellListeners(isFirst);
  }

  #taken(holder: MemberValue): void {
    const error = takenError(holder);
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#reading?.close();
    this.#own.release();
    this.#settleJoined.reject(error);
    if (this.#isJoined) this.#options.fail(error);
  }

  #tell(told: Promise<void>): Promise<void> {
    if (this.#isStopped) this.#own.release();
    this.#tellListeners(true);
    this.ready();
    return told;
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
