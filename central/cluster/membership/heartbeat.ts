import type { Clock } from '../../../shared/clock.ts';
import { MusterError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { Logger } from '../../../shared/log.ts';
import type { JetStream } from '../../jetstream-port.ts';
import { membersBucket } from '../buckets.ts';
import type { MemberKey } from './entry.ts';
import { encodeMember } from './member-json.ts';
import { readKey } from './member-key.ts';
import type { MemberValue } from './member.ts';
import { foundKey, judgeContest, movedContest, unread, type OwnKey } from './own-key.ts';
import type { OwnValue } from './own-value.ts';

export interface HeartbeatOptions {
  readonly jetStream: JetStream;
  readonly own: OwnValue;
  /** Instance of a process that held the key and is known to be dead; empty: none. */
  readonly predecessor: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** A heartbeat was accepted. */
  readonly onAccepted: () => void;
  /** Another process has the id; nothing is written any more. */
  readonly onTaken: (holder: MemberValue) => void;
}

/** Writes our key, one heartbeat after the other, each a compare-and-set over the last. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #key: OwnKey = unread(undefined);
  #inFlight: Promise<boolean> | undefined;
  #acceptedSentAtMs: number | undefined;
  /** When heartbeats were sent that have not come back, by number. */
  readonly #sentAtMs = new Map<number, number>();
  #isStopped = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Milliseconds since the newest heartbeat was sent that was accepted; undefined: none was. */
  get acceptedAgeMs(): number | undefined {
    const sentAtMs = this.#acceptedSentAtMs;
    return sentAtMs === undefined ? undefined : this.#options.clock.monotonicMs() - sentAtMs;
  }

  get isInFlight(): boolean {
    return this.#inFlight !== undefined;
  }

  /** True if it was accepted. One at a time: whoever asks meanwhile gets the outcome of the one under way. */
  beat(): Promise<boolean> {
    this.#inFlight ??= this.#beat()
      .catch((thrown: unknown) => {
        this.#options.log.error({ err: MusterError.from(thrown) }, 'the heartbeat failed');
        return false;
      })
      .finally(() => {
        this.#inFlight = undefined;
      });
    return this.#inFlight;
  }

  /** What the bucket holds after a connect; undefined: nothing. */
  listed(key: MemberKey | undefined): void {
    this.#sentAtMs.clear();
    this.#found(unread(this.#key), key);
  }

  /** Our key changed. Returns when the heartbeat was sent, if it is our own that comes back. */
  heard(key: MemberKey): number | undefined {
    const { value, revision } = key;
    if (value?.instance === this.#options.own.current.instance) return this.#returned(value.beat);
    if (this.#key.kind === 'contested') this.#found(this.#key, key);
    else if (this.#key.kind === 'held' && revision > this.#key.revision)
      this.#key = unread(this.#key);
    else return undefined;
    void this.beat();
    return undefined;
  }

  /** `jumpMs`: how long the process stood still before. */
  look(nowMs: number, jumpMs: number): void {
    this.#key = judgeContest(movedContest(this.#key, jumpMs), nowMs);
    this.#tellIfTaken();
  }

  /** The key is deleted, so that the others need not wait for its silence. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#inFlight;
    if (this.#key.kind !== 'held') return;
    const { id, instance } = this.#options.own.current;
    await this.#options.jetStream.write({
      ...deletion(id, this.#key.revision),
      messageId: `${instance}/goodbye`,
    });
  }

  async #beat(): Promise<boolean> {
    for (let round = 0; round < limits.compareAndSetRounds && !this.#isStopped; round++) {
      const key = this.#key;
      if (key.kind === 'contested' || key.kind === 'taken') return false;
      if (key.kind === 'unread') {
        if (!(await this.#read())) return false;
      } else {
        const outcome = await this.#write(key.revision);
        if (outcome !== 'conflict') return outcome === 'written';
        this.#key = unread(key);
      }
    }
    return false;
  }

  async #read(): Promise<boolean> {
    const { jetStream, own } = this.#options;
    try {
      const subject = membersBucket.subjectOf(own.current.id);
      const message = await jetStream.last(membersBucket.stream, subject);
      if (this.#key.kind === 'unread') this.#found(this.#key, message && readKey(message));
      return true;
    } catch (thrown) {
      const error = MusterError.from(thrown);
      if (error.code === 'UNAVAILABLE') return false;
      throw error;
    }
  }

  async #write(expected: number): Promise<'written' | 'conflict' | 'unavailable'> {
    const { jetStream, own, clock, log } = this.#options;
    const beat = own.nextBeat();
    const { id, instance, beat: number } = beat.value;
    const sentAtMs = clock.monotonicMs();
    this.#sentAtMs.set(number, sentAtMs);
    const outcome = await jetStream.write({
      stream: membersBucket.stream,
      subject: membersBucket.subjectOf(id),
      body: encodeMember(beat.value),
      messageId: `${instance}/${number}`,
      expected,
    });
    if (outcome.kind !== 'written') {
      this.#sentAtMs.delete(number);
      return outcome.kind;
    }
    const tookMs = clock.monotonicMs() - sentAtMs;
    if (tookMs > limits.memberHeartbeatMs)
      log.warn({ tookMs }, 'NATS is slow: the others may give this replica up');
    this.#key = { kind: 'held', revision: outcome.sequence };
    this.#acceptedSentAtMs = sentAtMs;
    own.told(beat);
    this.#options.onAccepted();
    return 'written';
  }

  #found(key: OwnKey, there: MemberKey | undefined): void {
    const { own, predecessor, clock, log } = this.#options;
    const { id, instance } = own.current;
    const nothing: MemberKey = { id, revision: 0, value: undefined };
    const found = { ...(there ?? nothing), nowMs: clock.monotonicMs() };
    this.#key = foundKey(key, found, { instance, predecessor });
    if (this.#key.kind === 'contested' && key.kind !== 'contested') {
      const holder = { instance: this.#key.holder.instance, api: this.#key.holder.addresses.api };
      log.info({ holder }, 'another process had this replica id; waiting whether it lives');
    }
    this.#tellIfTaken();
  }

  #tellIfTaken(): void {
    if (this.#key.kind !== 'taken' || this.#isStopped) return;
    this.#isStopped = true;
    this.#options.onTaken(this.#key.holder);
  }

  #returned(beat: number): number | undefined {
    const sentAtMs = this.#sentAtMs.get(beat);
    // They come back in order.
    for (const number of this.#sentAtMs.keys()) if (number <= beat) this.#sentAtMs.delete(number);
    return sentAtMs;
  }
}

/** Takes a key away if it still has this revision. */
export function deletion(
  id: string,
  expected: number,
): Omit<Parameters<JetStream['write']>[0], 'messageId'> {
  return {
    stream: membersBucket.stream,
    subject: membersBucket.subjectOf(id),
    body: new Uint8Array(),
    headers: { 'KV-Operation': 'DEL' },
    expected,
  };
}
