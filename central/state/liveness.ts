import type { HostStatus } from '../../shared/model/status.ts';
import { verdictLimits } from '../../shared/verdict-limits.ts';
import type { Verdict } from './host-state.ts';

/**
 * When silence means something (DESIGN section 6). Contact is anything the agent sends; only the replica's own
 * monotonic clock counts (I6).
 *
 *     contact ... silence limit ... SUSPECT ... suspect timeout (a last look in its end) ... NON_RESPONSIVE
 *
 * Whoever was not running for a while heard nothing and cannot blame the hosts: a jump of `now` between two looks
 * moves every contact by it (I7).
 */
export interface LivenessSettings {
  /** Intervals without contact before a host is suspected. */
  readonly silenceIntervals: number;
  /** The same in ms at least. */
  readonly silenceMsMin: number;
  /** From SUSPECT to NON_RESPONSIVE, in ms. */
  readonly suspectTimeoutMs: number;
  /** How long before the verdict the half-open stream is asked once more, in ms. */
  readonly lastLookMs: number;
  /** How long an announced restart or move of the agent may take, in ms. */
  readonly movingMs: number;
  /** How long an announced reboot may take, in ms (OV ServerRebootTimeout). */
  readonly rebootMs: number;
  /** How long verdicts are held when a mass of hosts falls silent, in ms. */
  readonly brakeHoldMs: number;
}

export const defaultLiveness: LivenessSettings = {
  silenceIntervals: 3,
  silenceMsMin: 3_000,
  suspectTimeoutMs: 8_000,
  lastLookMs: 2_000,
  movingMs: 30_000,
  rebootMs: 600_000,
  brakeHoldMs: 30_000,
};

export interface Contact {
  /** When the agent was heard last, monotonic ms. */
  readonly lastMs: number;
  /** Interval at which it should be heard, ms. */
  readonly intervalMs: number;
  /** An announced restart or move: no silence counts before. */
  readonly movingUntilMs: number | undefined;
  readonly isStreamOpen: boolean;
  /** When the host was suspected, monotonic ms; undefined: it is not, or was before this process began. */
  readonly suspectedMs: number | undefined;
}

export type LivenessAnswer =
  | { readonly kind: 'fine' }
  /** Ask on the stream there is. */
  | { readonly kind: 'look' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict };

const fine: LivenessAnswer = { kind: 'fine' };

export function silenceLimitMs(contact: Contact, settings: LivenessSettings): number {
  return Math.max(settings.silenceMsMin, settings.silenceIntervals * contact.intervalMs);
}

export function judge(
  status: HostStatus,
  contact: Contact,
  { nowMs, settings }: { readonly nowMs: number; readonly settings: LivenessSettings },
): LivenessAnswer {
  if (contact.movingUntilMs !== undefined && nowMs < contact.movingUntilMs) return fine;
  const silentMs = nowMs - contact.lastMs;
  const limitMs = silenceLimitMs(contact, settings);
  if (inContactStatuses.has(status)) {
    if (silentMs < limitMs) return fine;
    const reason = contact.isStreamOpen ? 'SILENT' : 'STREAM_LOST';
    return { kind: 'verdict', verdict: { status: 'SUSPECT', reason } };
  }
  if (status === 'SUSPECT') {
    // A silence that did not count at first (a grace, an announced move) may be old when the suspicion is young.
    const suspectMs = Math.min(silentMs - limitMs, nowMs - (contact.suspectedMs ?? -Infinity));
    return judgeSuspect(suspectMs - settings.suspectTimeoutMs, settings);
  }
  if (status !== 'REBOOTING' || silentMs < settings.rebootMs) return fine;
  return { kind: 'verdict', verdict: { status: 'NON_RESPONSIVE', reason: 'REBOOT_OVERDUE' } };
}

/** Before this, monotonic ms, `judge` answers "fine" as long as nothing but contact happens; Infinity: always. */
export function earliestAnswerMs(
  status: HostStatus,
  contact: Contact,
  settings: LivenessSettings,
): number {
  const silenceMs = contact.lastMs + silenceLimitMs(contact, settings);
  let dueMs = Infinity;
  if (inContactStatuses.has(status)) dueMs = silenceMs;
  else if (status === 'REBOOTING') dueMs = contact.lastMs + settings.rebootMs;
  else if (status === 'SUSPECT') {
    const suspectedMs = Math.max(silenceMs, contact.suspectedMs ?? -Infinity);
    dueMs = suspectedMs + settings.suspectTimeoutMs - settings.lastLookMs;
  }
  return Math.max(dueMs, contact.movingUntilMs ?? -Infinity);
}

/** The verdict that comes, and when, monotonic ms, if nothing but silence follows; undefined: none. */
export function nextVerdict(
  status: HostStatus,
  contact: Contact,
  settings: LivenessSettings,
): { readonly status: Verdict['status']; readonly atMs: number } | undefined {
  const atMs = earliestAnswerMs(status, { ...contact, movingUntilMs: undefined }, settings);
  if (inContactStatuses.has(status)) return { status: 'SUSPECT', atMs };
  if (status === 'SUSPECT') return { status: 'NON_RESPONSIVE', atMs: atMs + settings.lastLookMs };
  return status === 'REBOOTING' ? { status: 'NON_RESPONSIVE', atMs } : undefined;
}

/** Silence after which no grace and no doubt holds the verdict any more, ms: all graces for one silence end together. */
export function silenceMsMax(
  status: HostStatus,
  contact: Contact,
  settings: LivenessSettings,
): number {
  const limitMs =
    status === 'REBOOTING'
      ? settings.rebootMs
      : silenceLimitMs(contact, settings) + settings.suspectTimeoutMs;
  return limitMs + verdictLimits.gracesMsMax;
}

/** Whether its silence says something: it should be heard, and was not given up. */
export function isExpected(status: HostStatus): boolean {
  return status === 'SUSPECT' || inContactStatuses.has(status);
}

const inContactStatuses: ReadonlySet<HostStatus> = new Set([
  'INITIALIZING',
  'UP',
  'NON_OPERATIONAL',
  // Its VMs matter still; without any it may be switched off, and is not listened for.
  'PREPARING_FOR_MAINTENANCE',
] as const);

function judgeSuspect(overdueMs: number, settings: LivenessSettings): LivenessAnswer {
  if (overdueMs >= 0) {
    return { kind: 'verdict', verdict: { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } };
  }
  return overdueMs >= -settings.lastLookMs ? { kind: 'look' } : fine;
}
