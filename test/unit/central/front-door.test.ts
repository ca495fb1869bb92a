import { describe, expect, it } from 'vitest';

import { DoorScene, foreignHost, ownHost, takenUnanswered } from '../../harness/door-scene.ts';
import { sessionOf } from '../../harness/logged-session.ts';
import { aMember } from '../../harness/told-membership.ts';

describe('an agent at the door', () => {
  it("is sent to the ring's choice, and its silence here means nothing", () => {
    const scene = new DoorScene();
    scene.open('r1', {}, foreignHost);
    expect(scene.news()).toEqual([
      `sent away ${foreignHost}`,
      'r1 <- redirect b:7420',
      'r1 <- end done',
    ]);
  });

  it('stays if it came here a moment ago', () => {
    const scene = new DoorScene();
    scene.mayMove = false;
    scene.owner = 'a';
    scene.open('r1', {}, foreignHost);
    expect(scene.news()).toEqual(['admit r1 TAKEN_OVER']);
  });

  it.each([
    ['nobody else has its host', 'a'],
    ['its owner is gone', 'gone'],
  ])('is let in at once if %s', (_what, owner) => {
    const scene = new DoorScene();
    scene.owner = owner;
    scene.open();
    expect(scene.news()).toEqual(['admit r1 TAKEN_OVER']);
  });

  it('comes again soon if this replica cannot know whether the owner lives', () => {
    const scene = new DoorScene();
    scene.membership.isCountedIn = false;
    scene.open();
    expect(scene.news()).toEqual(['r1 <- end busy']);
  });

  it('replaces its own older session', () => {
    const scene = new DoorScene();
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
    const scene = new DoorScene();
    scene.open();
    expect(scene.news()).toEqual(['a asks b for r1']);
    await scene.answer(answer);
    expect(scene.news()).toEqual([outcome]);
  });

  it('loses the host without an answer once a minute at most', async () => {
    const scene = new DoorScene();
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

  it('does not lose it if it took it from here that way a moment ago', async () => {
    const scene = new DoorScene();
    scene.door.moved(ownHost, takenUnanswered({ from: 'a' }));
    scene.open();
    await scene.answer(undefined);
    expect(scene.news().slice(1)).toEqual(['r1 <- end busy']);
  });

  it('answers in vain if the agent has gone meanwhile', async () => {
    const scene = new DoorScene();
    const session = scene.open();
    scene.door.closed(session);
    await scene.answer(undefined);
    scene.open();
    await scene.answer(undefined);
    expect(scene.news()).toEqual(['a asks b for r1', 'a asks b for r1', 'admit r1 NOT_ANSWERED']);
  });

  it('is asked again for a second agent, and the first one has to come again', async () => {
    const scene = new DoorScene();
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
    const scene = new DoorScene();
    scene.open('r1');
    scene.membership.set(aMember('b', { isAlive: false }));
    scene.open('r1');
    await scene.answer(undefined);
    expect(scene.news()).toEqual(['a asks b for r1', 'r1 <- end busy', 'admit r1 TAKEN_OVER']);
  });

  it('lets it go, but here is another agent with its id: that one is asked', async () => {
    const scene = new DoorScene();
    const old = sessionOf(ownHost, 'old', scene.log);
    scene.sessions.set(ownHost, old);
    scene.open('r1');
    await scene.answer({ kind: 'none' });
    expect(scene.news()).toEqual(['a asks b for r1', 'old <- ping']);
    scene.door.heard(old);
    expect(scene.news()).toEqual(['r1 <- end conflict', 'conflict true']);
  });
});
