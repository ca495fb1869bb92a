import { verdictLimits } from '../../shared/verdict-limits.ts';

/**
 * When many hosts fall silent at once, it is more likely that their replica is deaf than that they are all dead. So it
 * doubts itself first (DESIGN section 6, I7), though not without end:
 *
 *     released -- a mass falls silent within the window --> held: no verdict
 *     held -- contact is back, or the hold is over --> paced: so many verdicts a second, none while hosts come back
 *     paced -- nobody is silent any more --> released
 *
 * SUSPECT is no verdict, and is told at once. The brake knows counts, not hosts; whoever knows those counts them.
 */
export type Brake = { readonly kind: 'released' } | EngagedBrake;

export interface EngagedBrake {
  readonly kind: 'held' | 'paced';
  /** As it was when it tripped. */
  readonly census: Census;
  /** When the window began in which the hosts fell silent, monotonic ms, as all times here. */
  readonly windowMs: number;
  readonly sinceMs: number;
  /** The hold ends then, unless hosts come back just now. */
  readonly untilMs: number;
  readonly isLengthened: boolean;
  readonly arePeersAsked: boolean;
  /** A mass fell silent in the window that ends now: another one begins a hold of its own. */
  readonly isWave: boolean;
  readonly returnedMs: number;
  readonly lookedMs: number;
  /** Verdicts that may go out now. */
  readonly allowance: number;
}

/** Of the hosts that were in contact when the window began. */
export interface Census {
  readonly inContact: number;
  readonly lost: number;
}

export interface BrakeInput {
  readonly nowMs: number;
  readonly holdMs: number;
  /** Hosts that the pace is a part of. */
  readonly owned: number;
  readonly windowMs: number;
  /** Of the window that began at `windowMs` and ends now. */
  readonly census: Census;
  /** Hosts that fell silent since the brake's own window began and still are. */
  readonly missing: number;
  /** When a silent host was heard again last; -Infinity: never. */
  readonly returnedMs: number;
}

export type BrakeNews =
  /** A mass fell silent: to be said, once. */
  | { readonly kind: 'tripped'; readonly census: Census; readonly untilMs: number }
  /** The hold is nearly over: a peer that hears its own hosts well may lengthen it. */
  | { readonly kind: 'ask-peers' }
  | { readonly kind: 'paced'; readonly missing: number }
  | { readonly kind: 'released' };

export interface BrakeStep {
  readonly brake: Brake;
  readonly news: readonly BrakeNews[];
}

export const released: Brake = { kind: 'released' };

/** One may be left: the agent on the replica's own machine is heard however dead the network is. */
export function isMass({ inContact, lost }: Census): boolean {
  const { massPart, massHostsMin, massAllMin } = verdictLimits;
  if (lost >= massHostsMin && lost > massPart * inContact) return true;
  return lost >= massAllMin && lost >= inContact - 1;
}

export function stepBrake(brake: Brake, input: BrakeInput): BrakeStep {
  const isWave = isMass(input.census);
  if (brake.kind === 'released') return isWave ? say(trip(input)) : { brake, news: [] };
  if (input.missing === 0) return { brake: released, news: [{ kind: 'released' }] };
  const looked = { ...brake, isWave, ...turnsOf(brake, input), ...timesOf(brake, input) };
  // Those that wait since before wait with the new ones: whoever doubts itself judges nobody.
  if (isWave && !brake.isWave) return extend(looked, input);
  return brake.kind === 'held' ? stepHeld(looked, input) : { brake: looked, news: [] };
}

function trip({ census, nowMs, holdMs, windowMs }: BrakeInput): EngagedBrake {
  return {
    ...{ kind: 'held', census, windowMs, sinceMs: nowMs, untilMs: nowMs + holdMs },
    ...{ isLengthened: false, arePeersAsked: false, isWave: true },
    ...{ returnedMs: -Infinity, lookedMs: nowMs, allowance: 0 },
  };
}

function say(brake: EngagedBrake): BrakeStep {
  const { census, untilMs } = brake;
  return { brake, news: [{ kind: 'tripped', census, untilMs }] };
}

/** Another mass. While the first is held nothing new is to be said: we doubt ourselves already. */
function extend(brake: EngagedBrake, input: BrakeInput): BrakeStep {
  const { windowMs } = brake;
  if (brake.kind === 'paced') return say({ ...trip(input), windowMs });
  const { inContact } = brake.census;
  const census = { inContact: Math.max(inContact, input.census.inContact), lost: input.missing };
  return { brake: { ...brake, census, untilMs: input.nowMs + input.holdMs }, news: [] };
}

function stepHeld(brake: EngagedBrake, input: BrakeInput): BrakeStep {
  const { nowMs, missing } = input;
  const isBack = !isMass({ inContact: brake.census.inContact, lost: missing });
  if ((isBack || nowMs >= brake.untilMs) && !isReturning(brake, nowMs))
    return { brake: { ...brake, kind: 'paced', allowance: 0 }, news: [{ kind: 'paced', missing }] };
  if (brake.arePeersAsked || !isNearlyOver(brake, nowMs)) return { brake, news: [] };
  return { brake: { ...brake, arePeersAsked: true }, news: [{ kind: 'ask-peers' }] };
}

/** Only returns since it tripped count: others have nothing to do with it. */
function timesOf(brake: EngagedBrake, { nowMs, returnedMs }: BrakeInput): Partial<EngagedBrake> {
  return { lookedMs: nowMs, ...(returnedMs >= brake.sinceMs && { returnedMs }) };
}

/** What nobody needed is not saved up beyond half a second's: the next ones would come all at once. */
function turnsOf(brake: EngagedBrake, { nowMs, owned }: BrakeInput): Partial<EngagedBrake> {
  const perS = Math.max(verdictLimits.paceMin, verdictLimits.pacePart * owned);
  const earned = ((nowMs - brake.lookedMs) * perS) / 1_000;
  return { allowance: Math.min(brake.allowance + earned, perS / 2) };
}

/** As long as hosts come back, those that have not may be on their way. */
function isReturning({ returnedMs }: EngagedBrake, nowMs: number): boolean {
  return nowMs - returnedMs < verdictLimits.returnMs;
}

/** The end of a hold, as far as it is known, is near. */
export function isNearlyOver(brake: Brake, nowMs: number): boolean {
  return brake.kind === 'held' && nowMs >= brake.untilMs - verdictLimits.lastDoubtMs;
}

/** A peer hears its own hosts well: more likely than not it is us who are deaf. Once, and not after the hold. */
export function lengthen(brake: Brake, holdMs: number): Brake {
  if (brake.kind !== 'held' || brake.isLengthened) return brake;
  return { ...brake, isLengthened: true, untilMs: brake.untilMs + holdMs };
}

/** The process stood still: time that it did not live through is no time that it waited. */
export function shift(brake: Brake, byMs: number): Brake {
  if (brake.kind === 'released') return brake;
  const { windowMs, sinceMs, untilMs, returnedMs, lookedMs } = brake;
  return {
    ...brake,
    ...{ windowMs: windowMs + byMs, sinceMs: sinceMs + byMs, untilMs: untilMs + byMs },
    ...{ returnedMs: returnedMs + byMs, lookedMs: lookedMs + byMs },
  };
}

/**
 * One verdict that is due. `isExempt`: it has waited for as long as one may wait for all reasons together; no doubt
 * holds it any more, but it keeps the pace.
 */
export function permit(
  brake: Brake,
  { isExempt, nowMs }: { readonly isExempt: boolean; readonly nowMs: number },
): { readonly isPermitted: boolean; readonly brake: Brake } {
  if (brake.kind === 'released') return { isPermitted: true, brake };
  const isHeld = brake.kind === 'held' || isReturning(brake, nowMs);
  if ((isHeld && !isExempt) || brake.allowance < 1) return { isPermitted: false, brake };
  return { isPermitted: true, brake: { ...brake, allowance: brake.allowance - 1 } };
}
