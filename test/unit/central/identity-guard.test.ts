import { describe, expect, it } from 'vitest';

import { IdentityGuard } from '../../../central/identity-guard.ts';
import type { HostSession } from '../../../central/ports.ts';
import { helloOf } from '../../harness/model-objects.ts';

interface Scene {
  readonly guard: IdentityGuard;
  readonly log: string[];
  /** A session called by its run. */
  readonly session: (run: string) => HostSession;
  readonly challenge: (current: HostSession, newcomer: HostSession) => void;
  readonly look: (nowMs: number) => void;
}

function scene(): Scene {
  const log: string[] = [];
  let nowMs = 0;
  const guard = new IdentityGuard({
    nowMs: () => nowMs,
    admit: (session) => void log.push(`admit ${session.run}`),
    tell: (hostId, { isActive, message }) =>
      void log.push(`${hostId} conflict ${isActive ? 'on' : 'off'}${message === '' ? '' : ' +'}`),
  });
  let lastId = 0;
  return {
    guard,
    log,
    session: (run) => ({
      ...{ id: ++lastId, hostId: 'a', run, peer: `peer-${run}`, lastFrame: 0 },
      admitted: () => undefined,
      send: (message) => void log.push(`${run} <- ${message.kind}`),
      acknowledge: () => undefined,
      end: (why) => void log.push(`${run} <- end ${why.kind}`),
    }),
    challenge: (current, newcomer) => {
      guard.challenge(current, newcomer, helloOf('a', { run: newcomer.run }));
    },
    look: (atMs) => {
      nowMs = atMs;
      guard.look();
    },
  };
}

describe('two agents under one host id (DESIGN section 5)', () => {
  it('the old one answers: the new one is refused, and the host says so', () => {
    const { guard, log, session, challenge } = scene();
    const old = session('old');
    challenge(old, session('new'));
    expect(log).toEqual(['old <- ping']);
    guard.heard(old);
    expect(log.slice(1)).toEqual(['new <- end conflict', 'a conflict on +']);
    guard.heard(old);
    expect(log).toHaveLength(3);
  });

  it('the old one is silent for two seconds: the new one takes its place', () => {
    const { log, session, challenge, look } = scene();
    challenge(session('old'), session('new'));
    look(1_999);
    expect(log).toEqual(['old <- ping']);
    look(2_000);
    expect(log.slice(1)).toEqual(['old <- end done', 'admit new']);
    look(9_000);
    expect(log).toHaveLength(3);
  });

  it('the stream of the old one ends: no need to wait', () => {
    const { guard, log, session, challenge } = scene();
    const old = session('old');
    challenge(old, session('new'));
    guard.closed(old);
    expect(log).toContain('admit new');
  });

  it('the new one goes away: nothing happened', () => {
    const { guard, log, session, challenge, look } = scene();
    const [old, newcomer] = [session('old'), session('new')];
    challenge(old, newcomer);
    guard.closed(newcomer);
    guard.heard(old);
    look(9_000);
    expect(log).toEqual(['old <- ping']);
  });

  it('of two that wait the later one stays', () => {
    const { log, session, challenge, look } = scene();
    const old = session('old');
    challenge(old, session('new'));
    challenge(old, session('newer'));
    look(2_000);
    expect(log).toEqual([
      ...['old <- ping', 'new <- end busy', 'old <- ping', 'old <- end done', 'admit newer'],
    ]);
  });

  it('the conflict ends five minutes after it was seen last', () => {
    const { guard, log, session, challenge, look } = scene();
    const old = session('old');
    challenge(old, session('clone'));
    guard.heard(old);
    look(200_000);
    challenge(old, session('clone'));
    guard.heard(old);
    look(499_999);
    expect(log).not.toContain('a conflict off');
    look(500_000);
    expect(log.at(-1)).toBe('a conflict off');
  });

  it('a conflict that somebody else had noted ends five minutes after the host came here', () => {
    const { guard, log, look } = scene();
    const noted = { type: 'IDENTITY_CONFLICT', reason: 'TWO_AGENTS', sinceAt: 0 } as const;
    look(100_000);
    guard.owned({ id: 'a', conditions: [{ ...noted, message: '', isActive: true }] });
    guard.owned({ id: 'b', conditions: [{ ...noted, message: '', isActive: false }] });
    // What is wrong with its machine is not this guard's.
    const other = { ...noted, reason: 'SAME_MACHINE', message: '', isActive: true };
    guard.owned({ id: 'c', conditions: [other] });
    look(200_000);
    guard.owned({ id: 'a', conditions: [{ ...noted, message: '', isActive: true }] });
    look(399_999);
    expect(log).toEqual([]);
    look(400_000);
    expect(log).toEqual(['a conflict off']);
  });

  it('a word of a session that nobody asked is nothing', () => {
    const { guard, log, session, challenge } = scene();
    challenge(session('old'), session('new'));
    guard.heard(session('other'));
    guard.closed(session('other'));
    expect(log).toEqual(['old <- ping']);
  });
});
