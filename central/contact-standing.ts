import type { HostStatus } from '../shared/model/status.ts';
import type { Silence } from '../shared/model/record.ts';
import { graceEndMs } from './host-contact.ts';
import type { HostContact } from './host-contact.ts';
import type { Brake } from './state/brake.ts';
import { nextVerdict, silenceLimitMs } from './state/liveness.ts';
import type { LivenessSettings } from './state/liveness.ts';

/** What is known of the contact with a host, for whoever asks why it is judged so. */
export interface ContactStanding {
  readonly isStreamOpen: boolean;
  readonly silentMs: number;
  readonly silenceLimitMs: number;
  /** Left of an announced move or restart; undefined: none. */
  readonly movingMs: number | undefined;
  /** What silence leads to if it lasts; undefined: nothing. */
  readonly next: { readonly status: HostStatus; readonly inMs: number } | undefined;
  readonly isGrace: boolean;
  /** What a mass silence does to verdicts. */
  readonly mass: Brake['kind'];
}

/** What holds verdicts on all hosts. */
export interface HoldsOnAll {
  readonly brake: Brake;
  /** No verdict before, monotonic ms. */
  readonly graceUntilMs: number;
  readonly settings: LivenessSettings;
}

export function standingOf(entry: HostContact, holds: HoldsOnAll, nowMs: number): ContactStanding {
  const { brake, graceUntilMs, settings } = holds;
  const movingMs = (entry.movingUntilMs ?? -Infinity) - nowMs;
  const next = nextVerdict(entry.status, entry, settings);
  return {
    isStreamOpen: entry.isStreamOpen,
    silentMs: nowMs - entry.lastMs,
    silenceLimitMs: silenceLimitMs(entry, settings),
    movingMs: movingMs > 0 ? movingMs : undefined,
    next: next && {
      status: next.status,
      inMs: Math.max(0, dueMs(entry, next, holds) - nowMs),
    },
    isGrace: nowMs < graceUntilMs,
    mass: brake.kind,
  };
}

/** When the next verdict can come, monotonic ms, as far as its deadline and all brakes are known. */
function dueMs(
  entry: HostContact,
  next: { readonly status: HostStatus; readonly atMs: number },
  { brake, graceUntilMs, settings }: HoldsOnAll,
): number {
  const isDoubted = brake.kind === 'held' && next.status === 'NON_RESPONSIVE';
  const doubtMs = isDoubted ? brake.untilMs : -Infinity;
  const waitMs = Math.max(graceUntilMs, entry.movingUntilMs ?? -Infinity, doubtMs);
  return Math.max(next.atMs, Math.min(waitMs, graceEndMs(entry, settings)));
}

/** What the record is to say of its silence: graces that have begun are spent, whoever lives through them. */
export function silenceOf(entry: HostContact, holds: HoldsOnAll, nowMs: number): Silence {
  const { brake, graceUntilMs, settings } = holds;
  const doubtMs = brake.kind === 'held' ? brake.untilMs : nowMs;
  const waitMs = Math.max(nowMs, doubtMs, graceUntilMs, entry.movingUntilMs ?? nowMs);
  const ahead = Math.max(0, Math.min(waitMs, graceEndMs(entry, settings)) - nowMs);
  const silentMs = Math.max(0, nowMs - entry.lastMs);
  return {
    silentMs: Math.round(silentMs),
    spentMs: Math.round(silentMs + entry.grantedMs + ahead),
  };
}
