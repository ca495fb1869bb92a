import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../../central/fleet-share.ts';
import { FrontDoor } from '../../../central/front-door.ts';
import type { SessionAnswer } from '../../../central/peer-port.ts';
import type { HostSession } from '../../../central/ports.ts';
import type { Hello } from '../../../shared/model/protocol.ts';
import { sessionOf } from '../../harness/logged-session.ts';
import { helloOf } from '../../harness/model-objects.ts';
import { aMember, hostRanked, ToldMembership } from '../../harness/told-membership.ts';

const ownHost = hostRanked('a', 'b');
const foreignHost = hostRanked('b', 'a');

class Scene {
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

describe('an agent at the door', () => {
  it("is sent to the ring's choice, and its silence here means nothing", () => {
    const scene = new Scene();
    scene.open('r1', {}, foreignHost);
    expect(scene.news()).toEqual([
      `sent away ${foreignHost}`,
      'r1 <- redirect b:7420',
      'r1 <- end done',
    ]);
  });

  it('stays if it came here a moment ago', () => {
    const scene = new Scene();
    scene.mayMove = false;
    scene.owner = 'a';
    scene.open('r1', {}, foreignHost);
    expect(scene.news()).toEqual(['admit r1 TAKEN_OVER']);
  });

  it.each([
    ['nobody else has its host', 'a'],
    ['its owner is gone', 'gone'],
  ])('is let in at once if %s', (_what, owner) => {
    const scene = new Scene();
    scene.owner = owner;
    scene.open();
    expect(scene.news()).toEqual(['admit r1 TAKEN_OVER']);
  });

  it('comes again soon if this replica cannot know whether the owner lives', () => {
    const scene = new Scene();
    scene.membership.isCountedIn = false;
    scene.open();
    expect(scene.news()).toEqual(['r1 <- end busy']);
  });

  it('replaces its own older session', () => {
    const scene = new Scene();
    scene.owner = 'a';
    scene.open();
    scene.open();
    expect(scene.news()).toEqual(['admit r1 TAKEN_OVER', 'r1 <- end done', 'admit r1 TAKEN_OVER']);
  });
});

describe('the owner of its host, which lives,', () => {
  const conflict = { kind: 'conflict', message: 'two of them' } as const;
  it.each([
    ['has no session', { kind: 'none' }, 'admit r1 HANDED_OVER'],
    ['let go of it', { kind: 'released' }, 'admit r1 HANDED_OVER'],
    ['hears another agent', conflict, 'r1 <- end conflict'],
    ['gives no answer', undefined, 'admit r1 NOT_ANSWERED'],
  ] as const)('%s', async (_what, answer, outcome) => {
    const scene = new Scene();
    scene.open();
    expect(scene.news()).toEqual(['a asks b for r1']);
    await scene.answer(answer);
    expect(scene.news()).toEqual([outcome]);
  });

  it('loses the host without an answer once a minute at most', async () => {
    const scene = new Scene();
    const steal = async (): Promise<string[]> => {
      scene.sessions.clear();
      scene.open();
      await scene.answer(undefined);
      scene.door.look();
      return scene.news().slice(1);
    };
    expect(await steal()).toEqual(['admit r1 NOT_ANSWERED']);
    scene.nowMs = 59_999;
    expect(await steal()).toEqual(['r1 <- end busy']);
    scene.nowMs = 60_000;
    scene.door.look();
    expect(await steal()).toEqual(['admit r1 NOT_ANSWERED']);
  });

  it('does not lose it if another replica took it that way a moment ago', async () => {
    const scene = new Scene();
    scene.door.stolen(ownHost);
    scene.open();
    await scene.answer(undefined);
    expect(scene.news().slice(1)).toEqual(['r1 <- end busy']);
  });

  it('answers in vain if the agent has gone meanwhile', async () => {
    const scene = new Scene();
    const session = scene.open();
    scene.door.closed(session);
    await scene.answer(undefined);
    scene.open();
    await scene.answer(undefined);
    expect(scene.news()).toEqual(['a asks b for r1', 'a asks b for r1', 'admit r1 NOT_ANSWERED']);
  });

  it('is asked again for a second agent, and the first one has to come again', async () => {
    const scene = new Scene();
    const first = scene.open('r1');
    scene.open('r2');
    expect(scene.news()).toEqual(['a asks b for r1', 'r1 <- end busy', 'a asks b for r2']);
    scene.door.closed(first);
    await scene.answer({ kind: 'none' });
    expect(scene.news()).toEqual([]);
    await scene.answer({ kind: 'none' });
    expect(scene.news()).toEqual(['admit r2 HANDED_OVER']);
  });

  it('and then dies: who comes after that is let in, and who waited does not take its place', async () => {
    const scene = new Scene();
    scene.open('r1');
    scene.membership.set(aMember('b', { isAlive: false }));
    scene.open('r1');
    await scene.answer(undefined);
    expect(scene.news()).toEqual(['a asks b for r1', 'r1 <- end busy', 'admit r1 TAKEN_OVER']);
  });

  it('lets it go, but here is another agent with its id: that one is asked', async () => {
    const scene = new Scene();
    const old = sessionOf(ownHost, 'old', scene.log);
    scene.sessions.set(ownHost, old);
    scene.open('r1');
    await scene.answer({ kind: 'none' });
    expect(scene.news()).toEqual(['a asks b for r1', 'old <- ping']);
    scene.door.heard(old);
    expect(scene.news()).toEqual(['r1 <- end conflict', 'conflict true']);
  });
});
