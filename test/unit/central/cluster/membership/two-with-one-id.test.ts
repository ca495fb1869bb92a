import { beforeEach, describe, expect, it } from 'vitest';

import { MusterError } from '../../../../../shared/errors.ts';
import { limits } from '../../../../../shared/limits.ts';
import { MemberStage } from '../../../../harness/member-stage.ts';

const lifetimeMs = limits.memberLifetimeMs;
const heartbeatMs = limits.memberHeartbeatMs;

let stage: MemberStage;
beforeEach(() => {
  stage = new MemberStage();
});

describe('two processes with one id', () => {
  const takenError = (error: unknown): MusterError => {
    expect(error).toBeInstanceOf(MusterError);
    expect(error).toMatchObject({ code: 'REPLICA_ID_TAKEN', exitCode: 3 });
    return error as MusterError;
  };

  it('the second ends, saying who holds it, and the first goes on', async () => {
    const first = await stage.addActive('a', { instance: 'one' });
    const second = await stage.add('a', { instance: 'two' });
    const tookMs = await stage.runUntil(() => second.joined !== undefined);
    expect(takenError(second.joined).message).toMatch(/"a".*instance one.*a:7421/);
    expect(tookMs).toBeGreaterThanOrEqual(lifetimeMs);
    expect(tookMs).toBeLessThan(lifetimeMs + 2 * heartbeatMs);
    await stage.run(lifetimeMs);
    expect(first.failure).toBeUndefined();
    expect(first.membership.isHeartbeatAccepted()).toBe(true);
  });

  it('that start at the same time: one goes on', async () => {
    const members = await Promise.all([
      stage.add('a', { instance: 'one' }),
      stage.add('a', { instance: 'two' }),
    ]);
    await stage.run(3 * lifetimeMs);
    expect(members.filter(({ joined }) => joined === 'joined')).toHaveLength(1);
    takenError(members.find(({ joined }) => joined !== 'joined')?.joined);
  });

  it('one that stood still while the other took its key ends when it goes on', async () => {
    const first = await stage.addActive('a', { instance: 'one' });
    stage.stand(first);
    const second = await stage.add('a', { instance: 'two' });
    await stage.run(2 * lifetimeMs);
    expect(second.joined).toBe('joined');
    await stage.goOn(first, 2 * lifetimeMs);
    await stage.run(heartbeatMs);
    takenError(first.failure);
    expect(first.clock.timerCount).toBe(0);
    expect(second.failure).toBeUndefined();
  });

  it('a process that stands still while it waits does not take the key of one that lives', async () => {
    const first = await stage.addActive('a', { instance: 'one' });
    const second = await stage.add('a', { instance: 'two' });
    stage.stand(second);
    await stage.run(2 * lifetimeMs);
    await stage.goOn(second, 2 * lifetimeMs);
    await stage.run(2 * lifetimeMs);
    takenError(second.joined);
    expect(first.failure).toBeUndefined();
  });

  it('on one machine that slept: the one that waits does not take the key of the other', async () => {
    const first = await stage.addActive('a', { instance: 'one' });
    const second = await stage.add('a', { instance: 'two' });
    await stage.run(heartbeatMs);
    for (const member of [first, second]) stage.stand(member);
    for (const member of [second, first]) await stage.goOn(member, 60_000);
    await stage.run(2 * lifetimeMs);
    takenError(second.joined);
    expect(first.failure).toBeUndefined();
  });

  it('in a storage that was restored: a key of our own past is waited out, nobody ends', async () => {
    const first = await stage.addActive('a', { instance: 'one' });
    const old = [...stage.bucket.messages.values()];
    await first.membership.stop();
    const second = await stage.addActive('a', { instance: 'two' });
    await stage.run(5 * heartbeatMs);
    second.way.cut();
    for (const message of old) stage.bucket.messages.set(message.subject, message);
    await stage.reconnect(second);
    await stage.run(heartbeatMs);
    expect(second.membership.isHeartbeatAccepted()).toBe(true);
    await stage.run(2 * lifetimeMs);
    expect(second.failure).toBeUndefined();
    expect(second.membership.isHeartbeatAccepted()).toBe(true);
  });
});
