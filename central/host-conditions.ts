import type { Clock, Timer } from '../shared/clock.ts';
import type { Event } from '../shared/model/event.ts';
import type { Host } from '../shared/model/host.ts';
import type { HostSamples } from './ports.ts';
import { HostWatch } from './state/conditions/host-watch.ts';
import type { ConditionStanding, Moment } from './state/conditions/host-watch.ts';
import type { ConditionSettings } from './state/conditions/rule.ts';
import { isSettled } from './state/host-state.ts';
import type { Op, Step } from './state/host-state.ts';

/** Between two looks, ms; a host has its turn in one of `turns` of them. */
const lookMs = 250;
const turns = 8;
/** A look that comes this late means that this process stood still: values were not seen meanwhile (I6, I7). */
const lagMsMax = 1_000;

export interface HostConditionsOptions {
  readonly clock: Clock;
  readonly settings: ConditionSettings;
  readonly samples: {
    heard(hostId: string): HostSamples | undefined;
    heardAt(hostId: string): number;
  };
}

/** The part of the loop that writes what is judged. */
export interface ConditionsLoop {
  isOwn(hostId: string): boolean;
  /** Passed over if the host is not ours. */
  decide(hostId: string, op: Op): void;
}

interface Entry {
  /** As last committed by us. */
  host: Host;
  watch: HostWatch;
  /** `at` of the sample that was judged last: without a new one nothing is. */
  judgedAt: number;
}

/**
 * Judges the conditions of our hosts by their samples, which never enter the loop; the loop hears of edges only. Its clock
 * stands still with the process, so that no time counts in which no value was seen.
 */
export class HostConditions {
  readonly #options: HostConditionsOptions;
  readonly #entries = new Map<string, Entry>();
  #settings: ConditionSettings;
  #loop: ConditionsLoop | undefined;
  #timer: Timer | undefined;
  #stoodStillMs = 0;
  #round: string[] = [];

  constructor(options: HostConditionsOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  start(loop: ConditionsLoop): void {
    this.#loop = loop;
    this.#armLook();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#loop = undefined;
    return Promise.resolve();
  }

  /** Other settings hold from now on, for all hosts. */
  revise(settings: ConditionSettings): void {
    this.#settings = settings;
    for (const [hostId, entry] of this.#entries) this.#judge(hostId, entry, true);
  }

  /** A step of one of our hosts was accepted. */
  committed({ record, events }: Pick<Step, 'record' | 'events'>): void {
    const { host } = record;
    const known = this.#entries.get(host.id);
    const isSameClaim = known?.watch.epoch === host.epoch;
    const watch = isSameClaim ? known.watch : new HostWatch(host.epoch);
    const changeCount = events.filter(isChange).length;
    if (changeCount > 0) watch.changed(changeCount, this.#nowMs());
    if (known === undefined) this.#entries.set(host.id, { host, watch, judgedAt: 0 });
    else Object.assign(known, { host, watch });
  }

  /** How it stands with the conditions of a host of ours. */
  standing(hostId: string): ConditionStanding[] {
    return this.#entries.get(hostId)?.watch.standing(this.#nowMs()) ?? [];
  }

  #armLook(): void {
    const { clock } = this.#options;
    const dueMs = clock.monotonicMs() + lookMs;
    this.#timer = clock.setTimer(() => {
      const lagMs = clock.monotonicMs() - dueMs;
      if (lagMs > lagMsMax) this.#stoodStillMs += lagMs;
      else this.#look();
      if (this.#loop !== undefined) this.#armLook();
    }, lookMs);
  }

  #look(): void {
    if (this.#round.length === 0) this.#round = [...this.#entries.keys()];
    const count = Math.ceil(this.#entries.size / turns);
    for (const hostId of this.#round.splice(-count, count)) {
      const entry = this.#entries.get(hostId);
      if (entry !== undefined) this.#judge(hostId, entry, false);
    }
  }

  #judge(hostId: string, entry: Entry, isRevised: boolean): void {
    const { samples } = this.#options;
    if (this.#loop?.isOwn(hostId) !== true) {
      this.#entries.delete(hostId);
      return;
    }
    const at = samples.heardAt(hostId);
    const isNews = at !== entry.judgedAt || isRevised;
    if (!isSettled(entry.host.status) || !isNews) return;
    const measured = samples.heard(hostId);
    if (measured === undefined) return;
    entry.judgedAt = at;
    const moment = this.#moment();
    const verdicts = entry.watch.judge(entry.host, measured, moment);
    const changes = entry.watch.links(entry.host, measured, moment);
    if (changes.length > 0) this.#loop.decide(hostId, { kind: 'nics', changes });
    if (verdicts.length > 0) this.#loop.decide(hostId, { kind: 'conditions', verdicts });
  }

  #moment(): Moment {
    const nowUnixMs = this.#options.clock.unixMs();
    return { nowMs: this.#nowMs(), nowUnixMs, settings: this.#settings };
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs() - this.#stoodStillMs;
  }
}

/** What counts as restless: the status, and conditions that begin or end, but for the one that says so. */
function isChange({ type, reason }: Event): boolean {
  if (type === 'HostStatusChanged' || type === 'HostNicUp' || type === 'HostNicDown') return true;
  return type === 'HostConditionChanged' && reason !== 'FLAPPING';
}
