import { verdictLimits } from '../shared/verdict-limits.ts';
import { graceEndMs, silentAtMs, wasInContact, windowOf } from './host-contact.ts';
import type { HostContact } from './host-contact.ts';
import { isNearlyOver, lengthen, permit, released, shift, stepBrake } from './state/brake.ts';
import type { Brake, BrakeNews, Census } from './state/brake.ts';
import { isExpected } from './state/liveness.ts';
import type { LivenessSettings } from './state/liveness.ts';

interface Count extends Census {
  readonly missing: number;
  readonly windowMs: number;
}

/** Counts for the brake who fell silent with whom, and asks it about each verdict. */
export class MassSilence {
  readonly #settings: LivenessSettings;
  readonly #news: BrakeNews[] = [];
  #brake: Brake = released;
  #returnedMs = -Infinity;
  /** Before this nobody falls silent: contact only moves it away. */
  #nextSilenceMs = 0;

  constructor(settings: LivenessSettings) {
    this.#settings = settings;
  }

  get isEngaged(): boolean {
    return this.#brake.kind !== 'released';
  }

  get brake(): Brake {
    return this.#brake;
  }

  /** What the brake has to say since the last call. */
  takeNews(): BrakeNews[] {
    return this.#news.splice(0);
  }

  /** One more that may fall silent, or sooner than it would have. */
  expect(entry: HostContact): void {
    this.#nextSilenceMs = Math.min(this.#nextSilenceMs, silentAtMs(entry, this.#settings));
  }

  /** It is heard, after what silence there was. */
  heard(entry: HostContact, nowMs: number): void {
    if (nowMs < silentAtMs(entry, this.#settings) && entry.contactSinceMs !== Infinity) return;
    if (entry.contactSinceMs !== Infinity) this.#returnedMs = nowMs;
    entry.contactSinceMs = nowMs;
    entry.grantedMs = 0;
  }

  look(entries: ReadonlyMap<string, HostContact>, nowMs: number): void {
    if (!this.isEngaged && nowMs < this.#nextSilenceMs) return;
    const { windowMs, missing, ...census } = this.#count(entries.values(), nowMs);
    const { brakeHoldMs: holdMs } = this.#settings;
    const { brake, news } = stepBrake(this.#brake, {
      ...{ nowMs, holdMs, windowMs, census, missing },
      ...{ owned: entries.size, returnedMs: this.#returnedMs },
    });
    this.#brake = brake;
    this.#news.push(...news);
  }

  /** Whether the verdict may be given that is due. */
  permits(entry: HostContact, nowMs: number): boolean {
    const isExempt = nowMs >= graceEndMs(entry, this.#settings);
    const { isPermitted, brake } = permit(this.#brake, { isExempt, nowMs });
    this.#brake = brake;
    return isPermitted;
  }

  /** Whether doubt holds a verdict on the host that was given already. */
  holds(entry: HostContact, nowMs: number): boolean {
    return this.#brake.kind === 'held' && nowMs < graceEndMs(entry, this.#settings);
  }

  /** When the half-open stream of a host that waits is to be tried once more. */
  isLastDoubt(nowMs: number): boolean {
    return isNearlyOver(this.#brake, nowMs);
  }

  lengthen(): void {
    this.#brake = lengthen(this.#brake, this.#settings.brakeHoldMs);
  }

  moveDeadlines(byMs: number): void {
    this.#brake = shift(this.#brake, byMs);
    this.#nextSilenceMs = 0;
  }

  /** Whether this replica hears its own hosts well enough to say that one that does not may be deaf. */
  hearsWell(entries: ReadonlyMap<string, HostContact>, nowMs: number): boolean {
    if (this.isEngaged) return false;
    let [expected, heard] = [0, 0];
    for (const entry of entries.values()) {
      if (!isExpected(entry.status) || entry.contactSinceMs === Infinity) continue;
      expected += 1;
      if (nowMs < silentAtMs(entry, this.#settings)) heard += 1;
    }
    return heard > 0 && expected - heard <= verdictLimits.massPart * expected;
  }

  #count(entries: Iterable<HostContact>, nowMs: number): Count {
    const since = this.#brake.kind === 'released' ? Infinity : this.#brake.windowMs;
    const count = { inContact: 0, lost: 0, missing: 0, windowMs: nowMs };
    this.#nextSilenceMs = Infinity;
    for (const entry of entries) {
      if (!isExpected(entry.status)) continue;
      if (entry.movingUntilMs !== undefined && nowMs < entry.movingUntilMs) {
        this.#nextSilenceMs = Math.min(this.#nextSilenceMs, entry.movingUntilMs);
        continue;
      }
      const silentMs = silentAtMs(entry, this.#settings);
      const isLost = nowMs >= silentMs;
      if (!isLost) this.#nextSilenceMs = Math.min(this.#nextSilenceMs, silentMs);
      else if (silentMs > since) count.missing += 1;
      const windowMs = windowOf(entry, nowMs, this.#settings);
      if (!wasInContact(entry, windowMs, this.#settings)) continue;
      count.inContact += 1;
      if (isLost) count.lost += 1;
      count.windowMs = Math.min(count.windowMs, windowMs);
    }
    return count;
  }
}
