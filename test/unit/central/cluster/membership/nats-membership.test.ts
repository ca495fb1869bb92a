import { beforeEach, describe, expect, it } from 'vitest';

import { limits } from '../../../../../shared/limits.ts';
import { alive, MemberStage, type StagedMember } from '../../../../harness/member-stage.ts';

const lifetimeMs = limits.memberLifetimeMs;
const heartbeatMs = limits.memberHeartbeatMs;

let stage: MemberStage;
beforeEach(() => {
  stage = new MemberStage();
});

function ringOf({ membership }: StagedMember): readonly string[] {
  return membership.ring().memberIds;
}

async function three(): Promise<[StagedMember, StagedMember, StagedMember]> {
  const members = [await stage.addActive('a'), await stage.addActive('b')] as const;
  const third = await stage.addActive('c');
  await stage.run(3 * heartbeatMs);
  for (const member of [...members, third]) expect(ringOf(member)).toEqual(['a', 'b', 'c']);
  return [...members, third];
}

describe('a member that is killed', () => {
  it('is given up after the lifetime, not earlier, and hardly later', async () => {
    const [a, b, c] = await three();
    stage.kill(b);
    const heardMs = a.membership.members().find(({ id }) => id === 'b')?.ageMs ?? NaN;
    await stage.run(lifetimeMs - heardMs - 100);
    expect(alive(a)).toEqual(['a', 'b', 'c']);
    await stage.run(200);
    expect(alive(a)).toEqual(['a', 'c']);
    await stage.run(100);
    for (const member of [a, c]) expect(ringOf(member)).toEqual(['a', 'c']);
  });

  it('stays in the list as dead, is then forgotten, and its key deleted', async () => {
    const [a, b] = await three();
    stage.kill(b);
    await stage.run(2 * lifetimeMs);
    const dead = a.membership.members().find(({ id }) => id === 'b');
    expect(dead).toMatchObject({ isAlive: false, state: 'ACTIVE' });
    expect(dead?.ageMs).toBeGreaterThan(lifetimeMs);
    await stage.run(limits.memberForgottenMs);
    expect(a.membership.members().map(({ id }) => id)).toEqual(['a', 'c']);
    const key = stage.bucket.messages.get(stage.subjectOf('b'));
    expect(key?.header('KV-Operation')).toBe('DEL');
  });

  it('and starts again is in at once if it knows its predecessor dead', async () => {
    const [a, b] = await three();
    stage.kill(b);
    const again = await stage.add('b', { instance: 'next', predecessor: 'b-instance' });
    await stage.run(100);
    expect(again.joined).toBe('joined');
    expect(a.membership.members().find(({ id }) => id === 'b')?.instance).toBe('next');
  });

  it('and starts again elsewhere waits one lifetime whether its key stands still', async () => {
    const [, b] = await three();
    stage.kill(b);
    const again = await stage.add('b', { instance: 'next' });
    expect(await stage.runUntil(() => again.joined !== undefined)).toBeGreaterThanOrEqual(
      lifetimeMs,
    );
    expect(again.joined).toBe('joined');
  });
});

describe('a member that leaves', () => {
  it('is gone for the others at once', async () => {
    const [a, b, c] = await three();
    let changes = 0;
    a.membership.onChange(() => (changes += 1));
    await b.membership.stop();
    for (const member of [a, c]) expect(ringOf(member)).toEqual(['a', 'c']);
    expect(a.membership.members().map(({ id }) => id)).toEqual(['a', 'c']);
    expect(changes).toBe(1);
    expect(b.clock.timerCount).toBe(0);
  });

  it('lets its successor in at once', async () => {
    const [, b] = await three();
    await b.membership.stop();
    const again = await stage.add('b', { instance: 'next' });
    await stage.run(50);
    expect(again.joined).toBe('joined');
  });

  it('is waited for by its successor that came too early only until it leaves', async () => {
    const [, b] = await three();
    const again = await stage.add('b', { instance: 'next' });
    await stage.run(2 * heartbeatMs);
    expect(again.joined).toBeUndefined();
    await b.membership.stop();
    await stage.run(50);
    expect(again.joined).toBe('joined');
  });
});

describe('a member without NATS', () => {
  it('keeps the ring, knows that it is not counted in, and comes back by itself', async () => {
    const [a, b, c] = await three();
    let changes = 0;
    c.membership.onChange(() => (changes += 1));
    c.way.cut();
    const ring = c.membership.ring();
    await stage.run(lifetimeMs - heartbeatMs - 100);
    expect(c.membership.isHeartbeatAccepted()).toBe(true);
    await stage.run(heartbeatMs + 1100);
    expect(c.membership.isHeartbeatAccepted()).toBe(false);
    expect(changes).toBe(1);
    expect(alive(a)).toEqual(['a', 'b']);
    await stage.run(10 * lifetimeMs);
    expect(c.membership.ring()).toBe(ring);
    await stage.reconnect(c);
    await stage.run(100);
    expect(c.membership.isHeartbeatAccepted()).toBe(true);
    for (const member of [a, b, c]) expect(ringOf(member)).toEqual(['a', 'b', 'c']);
  });

  it('gives nobody up for two lifetimes after it is back, then whoever is still silent', async () => {
    const [a, b] = await three();
    a.way.cut();
    stage.kill(b);
    await stage.run(4 * lifetimeMs);
    await stage.reconnect(a);
    await stage.run(2 * lifetimeMs - 100);
    expect(alive(a)).toEqual(['a', 'b', 'c']);
    expect(await stage.runUntil(() => alive(a).length === 2)).toBeLessThan(2 * heartbeatMs);
    expect(alive(a)).toEqual(['a', 'c']);
  });

  it('that starts empty again: the keys come back, nobody is lost', async () => {
    const members = await three();
    for (const { way } of members) way.cut();
    stage.bucket.empty();
    await stage.run(2 * lifetimeMs);
    for (const member of members) await stage.reconnect(member);
    await stage.run(heartbeatMs);
    expect(stage.bucket.messages.size).toBe(3);
    for (const member of members) {
      expect(ringOf(member)).toEqual(['a', 'b', 'c']);
      expect(member.membership.isHeartbeatAccepted()).toBe(true);
    }
  });

  it('whose answers get lost goes on from what it finds', async () => {
    const [a, , c] = await three();
    a.way.isUnanswered = true;
    await stage.run(2 * heartbeatMs);
    a.way.isUnanswered = false;
    await stage.run(heartbeatMs);
    expect(a.membership.isHeartbeatAccepted()).toBe(true);
    expect(alive(c)).toEqual(['a', 'b', 'c']);
    expect(a.failure).toBeUndefined();
  });

  it('whose key an operator deletes writes it again', async () => {
    const [a, b] = await three();
    const { kind } = stage.bucket.write({
      ...{ stream: '', subject: stage.subjectOf('a'), body: new Uint8Array(), messageId: '' },
      headers: { 'KV-Operation': 'DEL' },
    });
    expect(kind).toBe('written');
    await stage.run(50);
    expect(alive(b)).toEqual(['a', 'b', 'c']);
    expect(a.membership.isHeartbeatAccepted()).toBe(true);
  });
});

describe('a process that stood still (I6)', () => {
  it.each([3, 10, 3600])(
    'for %i s declares nobody dead that it has not heard anew',
    async (seconds) => {
      const [a] = await three();
      const seen: string[][] = [];
      a.membership.onChange(() => seen.push(alive(a)));
      stage.stand(a);
      await stage.run(Math.min(seconds, 30) * 1000);
      await stage.goOn(a, seconds * 1000);
      await stage.run(2 * lifetimeMs);
      expect(alive(a)).toEqual(['a', 'b', 'c']);
      expect(seen.filter((ids) => ids.length < 3)).toEqual([]);
    },
  );

  it('together with all others, on one machine that slept, sees them all again', async () => {
    const members = await three();
    for (const member of members) stage.stand(member);
    for (const member of members) await stage.goOn(member, 60_000);
    for (const member of members) expect(alive(member)).toEqual(['a', 'b', 'c']);
    await stage.run(2 * lifetimeMs);
    for (const member of members) expect(alive(member)).toEqual(['a', 'b', 'c']);
  });

  it('longer than a lifetime does not believe itself counted in before it was accepted again', async () => {
    const [a] = await three();
    stage.stand(a);
    a.clock.suspend(lifetimeMs + 1);
    expect(a.membership.isHeartbeatAccepted()).toBe(false);
  });

  it('gives up whoever died meanwhile one lifetime after it goes on', async () => {
    const [a, b] = await three();
    stage.stand(a);
    stage.kill(b);
    await stage.run(3 * lifetimeMs);
    await stage.goOn(a, 3 * lifetimeMs);
    const tookMs = await stage.runUntil(() => alive(a).length === 2);
    expect(tookMs).toBeGreaterThanOrEqual(lifetimeMs - 2 * heartbeatMs);
    expect(tookMs).toBeLessThanOrEqual(lifetimeMs + heartbeatMs);
  });
});

describe('more than half of the members', () => {
  it('silent at once are kept for two lifetimes longer, then given up', async () => {
    const [a, b, c] = await three();
    stage.kill(b);
    stage.kill(c);
    await stage.run(3 * lifetimeMs - 2 * heartbeatMs);
    expect(alive(a)).toEqual(['a', 'b', 'c']);
    await stage.run(3 * heartbeatMs);
    expect(alive(a)).toEqual(['a']);
  });

  it('that come back in that time have not been away', async () => {
    const [a, b, c] = await three();
    for (const { way } of [b, c]) way.cut();
    await stage.run(2 * lifetimeMs);
    for (const member of [b, c]) await stage.reconnect(member);
    await stage.run(4 * lifetimeMs);
    expect(alive(a)).toEqual(['a', 'b', 'c']);
  });

  it('that say goodbye are gone at once', async () => {
    const [a, b, c] = await three();
    await b.membership.stop();
    await c.membership.stop();
    expect(alive(a)).toEqual(['a']);
  });
});

it('keys of the long dead found at the start count for one lifetime, whatever their number', async () => {
  const [a, b, c] = await three();
  for (const member of [a, b, c]) stage.kill(member);
  const d = await stage.addActive('d');
  expect(ringOf(d)).toEqual(['a', 'b', 'c', 'd']);
  await stage.run(lifetimeMs + 100);
  expect(ringOf(d)).toEqual(['d']);
});

it('a change of state during a heartbeat follows it at once', async () => {
  const [a, b] = await three();
  void a.membership.beat();
  await a.membership.setState('DRAINING');
  expect(ringOf(a)).toEqual(['b', 'c']);
  expect(ringOf(b)).toEqual(['b', 'c']);
  expect(b.membership.members()[0]).toMatchObject({ id: 'a', state: 'DRAINING', isAlive: true });
});
