import { guestLimits } from '../../../shared/guest-limits.ts';
import { memoryIssueKinds } from '../../../shared/model/vm-details.ts';
import type { MemoryIssue, MemoryIssueKind } from '../../../shared/model/vm-details.ts';
import type { VmState } from '../../../shared/model/vm.ts';

/**
 * Whether a VM has the memory that it should (OV-20). PURE. Here and not at the central, because all that is needed is at
 * hand: nothing more has to be sent, and nobody looks at each VM of a fleet. Each issue is a switch that turns when so many
 * samples in a row say so; what is not known turns nothing.
 */
export interface MemoryWatch {
  /** Samples in a row that contradict what was told. */
  readonly streaks: Readonly<Record<MemoryIssueKind, number>>;
  /** Samples seen in this run, up to as many as the first verdict takes. */
  readonly samples: number;
}

export const noMemoryWatch: MemoryWatch = {
  streaks: { BELOW_GUARANTEE: 0, BALLOON_NOT_FOLLOWED: 0, AGENT_GONE_WHILE_INFLATED: 0 },
  samples: 0,
};

/** A guarantee that is not kept is one at the first sight of it; the others may be a guest that is slow. */
const samplesToBegin: Readonly<Record<MemoryIssueKind, number>> = {
  BELOW_GUARANTEE: 1,
  BALLOON_NOT_FOLLOWED: guestLimits.memorySamples,
  AGENT_GONE_WHILE_INFLATED: guestLimits.memorySamples,
};

export interface MemoryVerdict {
  readonly watch: MemoryWatch;
  /** undefined: nothing can be said yet. */
  readonly issues: readonly MemoryIssue[] | undefined;
}

/** @param currentKib What the VM has, by the sample. */
export function judgeMemory(watch: MemoryWatch, vm: VmState, currentKib: number): MemoryVerdict {
  const samples = Math.min(watch.samples + 1, guestLimits.memorySamples);
  const isDue = samples >= guestLimits.memorySamples;
  const streaks = { ...watch.streaks };
  const issues: MemoryIssue[] = [];
  for (const kind of memoryIssueKinds) {
    const sight = { kind, vm, currentKib, isDue };
    const { streak, issue } = judgeOne(sight, watch.streaks[kind]);
    streaks[kind] = streak;
    if (issue !== undefined) issues.push(issue);
  }
  return { watch: { streaks, samples }, issues: isDue ? issues : undefined };
}

interface Sight {
  readonly kind: MemoryIssueKind;
  readonly vm: VmState;
  readonly currentKib: number;
  /** Enough samples were seen for a first verdict. */
  readonly isDue: boolean;
}

function judgeOne(
  { kind, vm, currentKib, isDue }: Sight,
  streakBefore: number,
): { readonly streak: number; readonly issue: MemoryIssue | undefined } {
  const expectedKib = issueChecks[kind](vm, currentKib);
  const known = vm.details?.memoryIssues?.find((issue) => issue.kind === kind);
  const isContrary = (known === undefined) !== (expectedKib === undefined);
  const streak = isContrary ? streakBefore + 1 : 0;
  const needed = known === undefined ? samplesToBegin[kind] : guestLimits.memorySamples;
  if (!isDue || streak < needed) return { streak, issue: known };
  return {
    streak: 0,
    issue: expectedKib === undefined ? undefined : { kind, currentKib, expectedKib },
  };
}

/** What the memory falls short of or exceeds, KiB; undefined: all is well. */
type IssueCheck = (vm: VmState, currentKib: number) => number | undefined;

const tolerance = guestLimits.balloonToleranceKib;

const issueChecks: Readonly<Record<MemoryIssueKind, IssueCheck>> = {
  BELOW_GUARANTEE: ({ details }, currentKib) => {
    const guaranteedKib = details?.memory?.guaranteedKib ?? 0;
    return guaranteedKib > currentKib ? guaranteedKib : undefined;
  },
  // One that has given anything listens; how much it was asked for meanwhile nobody tells.
  BALLOON_NOT_FOLLOWED: ({ details, memoryMaxKib }, currentKib) => {
    const wantedKib = details?.memory?.wantedKib ?? 0;
    const isAsked = wantedKib > 0 && wantedKib < memoryMaxKib - tolerance;
    return isAsked && currentKib >= memoryMaxKib ? wantedKib : undefined;
  },
  AGENT_GONE_WHILE_INFLATED: ({ details, memoryMaxKib }, currentKib) => {
    const isGone =
      details?.guestAgent === 'DISCONNECTED' || details?.guestAgent === 'NOT_RESPONDING';
    return isGone && isInflated(memoryMaxKib, currentKib) ? memoryMaxKib : undefined;
  },
};

/** The VM gave memory back. */
export function isInflated(memoryMaxKib: number, currentKib: number): boolean {
  return currentKib < memoryMaxKib - tolerance;
}
