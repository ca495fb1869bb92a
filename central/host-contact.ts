import { verdictLimits } from '../shared/verdict-limits.ts';
import type { HostStatus } from '../shared/model/status.ts';
import { silenceLimitMs, silenceMsMax } from './state/liveness.ts';
import type { LivenessAnswer, LivenessSettings } from './state/liveness.ts';

export interface ContactAnswer {
  readonly hostId: string;
  readonly answer:
    | Exclude<LivenessAnswer, { kind: 'fine' }>
    /** The verdict is due and waits: the record is to say for how long. */
    | { readonly kind: 'note' };
}

/** Contact with one host; whoever holds it tells what is heard without a search. */
export interface HostContact {
  status: HostStatus;
  lastMs: number;
  /** `lastMs` is when it was heard here; else it is since when it should have been. */
  isHeard: boolean;
  /** Since when it has been heard here without a silence; Infinity: it has not. */
  contactSinceMs: number;
  intervalMs: number;
  movingUntilMs: number | undefined;
  isStreamOpen: boolean;
  suspectedMs: number | undefined;
  /** An answer was given for this status and silence; the next comes when either changes. */
  isAnswered: boolean;
  /** The return of contact was told for this status. */
  isReturnTold: boolean;
  /** Graces that owners before granted for this silence and did not live through, ms. */
  grantedMs: number;
  /** Up to when the record says that the verdict waits; -Infinity: nothing. */
  notedUntilMs: number;
}

export interface ContactTimes {
  readonly nowMs: number;
  readonly intervalMs: number;
}

/** Of which nothing was heard here yet. */
export function unheard(status: HostStatus, { nowMs, intervalMs }: ContactTimes): HostContact {
  return {
    ...{ status, lastMs: nowMs, isHeard: false, contactSinceMs: Infinity, intervalMs },
    ...{ movingUntilMs: undefined, isStreamOpen: false, suspectedMs: undefined },
    ...{ isAnswered: false, isReturnTold: false, grantedMs: 0, notedUntilMs: -Infinity },
  };
}

/** Nobody listened for it, and it is not there: its silence begins now. */
export function expectAnew(entry: HostContact, nowMs: number): void {
  entry.lastMs = nowMs;
  entry.isHeard = false;
  entry.contactSinceMs = Infinity;
  entry.suspectedMs = nowMs;
  entry.grantedMs = 0;
  entry.notedUntilMs = -Infinity;
}

/** From then on it is silent, monotonic ms. */
export function silentAtMs(entry: HostContact, settings: LivenessSettings): number {
  return entry.lastMs + silenceLimitMs(entry, settings);
}

/** From then on nothing holds its verdict any more, monotonic ms: all graces for its silence are used up. */
export function graceEndMs(entry: HostContact, settings: LivenessSettings): number {
  return entry.lastMs + silenceMsMax(entry.status, entry, settings) - entry.grantedMs;
}

/** It was in contact here when a window that ends now began. */
export function wasInContact(
  entry: HostContact,
  windowMs: number,
  settings: LivenessSettings,
): boolean {
  return entry.contactSinceMs <= windowMs && silentAtMs(entry, settings) > windowMs;
}

/** When the window began that ends now: hosts with other intervals have others. */
export function windowOf(entry: HostContact, nowMs: number, settings: LivenessSettings): number {
  return nowMs - verdictLimits.massWindowLimits * silenceLimitMs(entry, settings);
}
