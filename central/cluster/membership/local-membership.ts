import type { Clock } from '../../../shared/clock.ts';
import type { Membership } from '../../membership-port.ts';
import { createRing, type Hash64, type Ring } from '../ring.ts';
import {
  KeptRing,
  memberOf,
  type Member,
  type MemberIdentity,
  type MemberState,
} from './member.ts';
import { OwnValue } from './own-value.ts';

export interface LocalMembershipOptions {
  readonly identity: MemberIdentity;
  readonly clock: Clock;
  readonly hash: Hash64;
}

/** Mode `local`: the only member is oneself, and there is nobody to doubt it. */
export class LocalMembership implements Membership {
  readonly name = 'membership';
  readonly #own: OwnValue;
  readonly #clock: Clock;
  readonly #ring: KeptRing;
  readonly #listeners = new Set<() => void>();
  #lastSignMs: number;

  constructor({ identity, clock, hash }: LocalMembershipOptions) {
    this.#own = new OwnValue(identity);
    this.#clock = clock;
    this.#ring = new KeptRing((members) => createRing(members, hash));
    this.#lastSignMs = clock.monotonicMs();
  }

  start(): Promise<void> {
    return this.joined();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  get self(): Member {
    const ageMs = this.#clock.monotonicMs() - this.#lastSignMs;
    return memberOf(this.#own.current, { ageMs, isAlive: true });
  }

  members(): readonly Member[] {
    return [this.self];
  }

  ring(): Ring {
    return this.#ring.of([this.self]);
  }

  joined(): Promise<void> {
    return Promise.resolve();
  }

  setState(state: MemberState): Promise<void> {
    return this.#tell(this.#own.setState(state));
  }

  setGroups(groups: readonly string[]): Promise<void> {
    return this.#tell(this.#own.setGroups(groups));
  }

  beat(): Promise<boolean> {
    this.#lastSignMs = this.#clock.monotonicMs();
    this.#own.told(this.#own.nextBeat());
    return Promise.resolve(true);
  }

  isHeartbeatAccepted(): boolean {
    return true;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async #tell(told: Promise<void>): Promise<void> {
    await this.beat();
    for (const listener of this.#listeners) listener();
    await told;
  }
}
