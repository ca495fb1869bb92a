import { FleetShare } from '../../central/fleet-share.ts';
import { FrontDoor, type OwnerNews } from '../../central/front-door.ts';
import type { SessionAnswer } from '../../central/peer-port.ts';
import type { HostSession } from '../../central/ports.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import { sessionOf } from './logged-session.ts';
import { helloOf, hostOf } from './model-objects.ts';
import { aMember, hostRanked, ToldMembership } from './told-membership.ts';

export const ownHost = hostRanked('a', 'b');
export const foreignHost = hostRanked('b', 'a');

/** What is said of a host that another replica took from one that gave no answer. */
export function takenUnanswered({ from }: { readonly from: string }): OwnerNews {
  const before = { kind: 'host', host: hostOf(ownHost, { owner: from }) } as const;
  return { type: 'HostOwnerChanged', reason: 'NOT_ANSWERED', before };
}

/** The door of replica a, of two, before agents of one host, and what it does with them. */
export class DoorScene {
  readonly log: string[] = [];
  readonly membership = new ToldMembership(aMember('a'), aMember('b'));
  readonly door: FrontDoor;
  readonly sessions = new Map<string, HostSession>();
  owner = 'b';
  mayMove = true;
  nowMs = 0;
  readonly #answers: ((answer: SessionAnswer | undefined) => void)[] = [];

  constructor() {
    this.door = new FrontDoor({
      nowMs: () => this.nowMs,
      share: new FleetShare(this.membership),
      peers: {
        hasSession: ({ id }, { run, askedBy }) => {
          this.log.push(`${askedBy} asks ${id} for ${run}`);
          return new Promise((resolve) => this.#answers.push(resolve));
        },
      },
      findOwner: () => ({ owner: this.owner }),
      session: (hostId) => this.sessions.get(hostId),
      admit: (session, _hello, takeReason) => {
        this.sessions.set(session.hostId, session);
        this.log.push(`admit ${session.run} ${takeReason}`);
      },
      tell: (_hostId, { isActive }) => this.log.push(`conflict ${String(isActive)}`),
      mayMove: () => this.mayMove,
      sentAway: (hostId) => this.log.push(`sent away ${hostId}`),
    });
  }

  open(run = 'r1', over: Partial<Hello> = {}, hostId = ownHost): HostSession {
    const session = sessionOf(hostId, run, this.log);
    this.door.open(session, helloOf(hostId, { run, ...over }));
    return session;
  }

  /** To the question asked longest ago. */
  async answer(answer: SessionAnswer | undefined): Promise<void> {
    this.#answers.shift()?.(answer);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** What happened since it was asked last. */
  news(): string[] {
    return this.log.splice(0);
  }
}
