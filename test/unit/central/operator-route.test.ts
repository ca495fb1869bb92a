import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../../central/fleet-share.ts';
import type { OperatorAnswer } from '../../../central/operator-port.ts';
import { OperatorRoute } from '../../../central/operator-route.ts';
import type { OperatorRequest } from '../../../central/state/host-state.ts';
import { operatorLimits } from '../../../shared/operator-limits.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { hostOf } from '../../harness/model-objects.ts';
import { aMember, hostRanked, ToldMembership } from '../../harness/told-membership.ts';

const request: OperatorRequest = {
  ...{ verb: 'enter-maintenance', id: 'r-1', by: 'alice', reason: '', force: false },
};
const done: OperatorAnswer = { kind: 'done', host: hostOf('h') };
const moved: OperatorAnswer = { kind: 'moved' };
const hostId = hostRanked('b', 'c', 'a');

/** Replica a, with b and c; who was asked, in order. */
async function route(row: {
  readonly owner: string | undefined;
  readonly dead?: readonly string[];
  readonly answers?: readonly (OperatorAnswer | undefined)[];
}): Promise<{ readonly asked: string; readonly answer: OperatorAnswer }> {
  const { owner, dead = [], answers = [done] } = row;
  const members = ['a', 'b', 'c'].map((id) => aMember(id, { isAlive: !dead.includes(id) }));
  const share = new FleetShare(new ToldMembership(...members));
  const clock = new FakeClock();
  const asked: string[] = [];
  const say = (id: string): Promise<OperatorAnswer | undefined> => {
    asked.push(id);
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1]);
  };
  const operators = new OperatorRoute({
    ...{ share, clock },
    peers: { operate: ({ id }) => say(id) },
    findOwner: () => (owner === undefined ? undefined : { owner }),
    operate: async () => (await say('here')) ?? moved,
  });
  const answer = operators.operate(hostId, request);
  await clock.advanceAsync(operatorLimits.attempts * operatorLimits.attemptPauseMs);
  return { asked: asked.join(), answer: await answer };
}

describe('to whom a request of an operator goes', () => {
  it.each([
    ['its owner, this one', { owner: 'a' }, 'here'],
    ['its owner, another one, though the ring says else', { owner: 'c' }, 'c'],
    ['the heir of a dead owner', { owner: 'c', dead: ['c'] }, 'b'],
    ['the heir after that', { owner: 'c', dead: ['b', 'c'] }, 'here'],
    ['the heir of a replica nobody remembers', { owner: 'gone' }, 'b'],
    ['of a host without an owner', { owner: '' }, 'b'],
    ['again, when it moved', { owner: 'c', answers: [moved, done] }, 'c,c'],
    ['again, without an answer', { owner: 'c', answers: [undefined, done] }, 'c,c'],
  ])('%s', async (_, row, expected) => {
    expect(await route(row)).toEqual({ asked: expected, answer: done });
  });

  it('nobody, when nobody knows the host', async () => {
    expect(await route({ owner: undefined })).toEqual({ asked: '', answer: { kind: 'unknown' } });
  });

  it('a few times, and then it is not known', async () => {
    const { asked, answer } = await route({ owner: 'c', answers: [moved] });
    expect(asked).toBe('c,c,c,c');
    expect(answer.kind).toBe('late');
  });

  it('once, where it is refused', async () => {
    const refused = { kind: 'refused', message: 'it is DOWN' } as const;
    expect(await route({ owner: 'c', answers: [refused] })).toEqual({
      asked: 'c',
      answer: refused,
    });
  });
});
