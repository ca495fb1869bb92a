import { lagMsMax } from './contact-table.ts';
import type { ContactStanding } from './contact-standing.ts';
import type { BrakeInForce, HostSituation } from './peer-port.ts';
import type { HostSession } from './ports.ts';

export interface SituationFacts {
  readonly session: HostSession | undefined;
  /** Delay of the event loop, ms. */
  readonly lagMs: number;
  readonly isCountedIn: boolean;
  readonly stalledReason: string;
}

/** Everything a verdict on the host rests on, in the form in which it is told. */
export function situationOf(standing: ContactStanding, facts: SituationFacts): HostSituation {
  const { isStreamOpen, silentMs, silenceLimitMs, next, movingMs } = standing;
  const { session, stalledReason } = facts;
  return {
    isSessionOpen: isStreamOpen,
    peer: session?.peer ?? '',
    lastFrame: session?.lastFrame ?? 0,
    ...{ silentMs, silenceLimitMs, next, movingMs, stalledReason },
    brakes: brakesOf(standing, facts),
  };
}

function brakesOf({ isGrace, mass }: ContactStanding, facts: SituationFacts): BrakeInForce[] {
  const brakes: [BrakeInForce, boolean][] = [
    ['GRACE', isGrace],
    ['OWN_LAG', facts.lagMs > lagMsMax],
    ['STORAGE_AWAY', facts.stalledReason !== ''],
    ['NOT_A_MEMBER', !facts.isCountedIn],
    ['MASS_SILENCE', mass === 'held'],
    ['PACE', mass === 'paced'],
  ];
  return brakes.flatMap(([brake, isInForce]) => (isInForce ? [brake] : []));
}
