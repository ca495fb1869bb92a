import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../central/fleet-share.ts';
import type { SignOfLife } from '../../central/peer-port.ts';
import { peerLimits } from '../../shared/peer-limits.ts';
import { aLoop } from '../harness/looped-host.ts';
import { aMember, ToldMembership } from '../harness/told-membership.ts';
import { helloOf } from '../property/arbitrary.ts';

interface Scene {
  readonly loop: ReturnType<typeof aLoop>['loop'];
  readonly membership: ToldMembership;
  /** What the peer answers, or that it does not. */
  signs: readonly SignOfLife[] | undefined;
  readonly pass: (ms: number) => Promise<void>;
  readonly status: () => string | undefined;
}

/** A host of replica-1 has been silent for ten seconds, one before its verdict; replica-2 lives. */
async function aSuspect(): Promise<Scene> {
  const membership = new ToldMembership(aMember('replica-1'), aMember('replica-2'));
  const share = new FleetShare(membership);
  const { loop, clock, commits, session } = aLoop({
    share,
    peers: {
      hasSession: () => Promise.resolve({ kind: 'none' }),
      signsOfLife: () => Promise.resolve(scene.signs),
      standing: () => Promise.resolve(undefined),
    },
  });
  const scene: Scene = {
    ...{ loop, membership, signs: [] },
    pass: (ms) => clock.advanceAsync(ms),
    status: () => commits.store.getHost('host-1')?.status,
  };
  loop.start([]);
  loop.open(session, helloOf({ redirects: 2 }));
  await clock.advanceAsync(1);
  loop.closed(session);
  await clock.advanceAsync(10_000);
  expect(scene.status()).toBe('SUSPECT');
  return scene;
}

describe('no verdict without a last look at what the other replicas heard', () => {
  it('a host nobody heard is given up at once', async () => {
    const { pass, status } = await aSuspect();
    await pass(2_000);
    expect(status()).toBe('NON_RESPONSIVE');
  });

  it('a host that a peer heard a moment ago is not, until that is as long ago as silence may last', async () => {
    const scene = await aSuspect();
    scene.signs = [{ hostId: 'host-1', agoMs: 200 }];
    await scene.pass(1_500);
    scene.signs = [];
    await scene.pass(9_000);
    expect(scene.status()).toBe('SUSPECT');
    await scene.pass(3_000);
    expect(scene.status()).toBe('NON_RESPONSIVE');
  });

  it('a living peer that does not answer is waited for until it is given up', async () => {
    const scene = await aSuspect();
    scene.signs = undefined;
    await scene.pass(5_000);
    expect(scene.status()).toBe('SUSPECT');
    scene.membership.set(aMember('replica-2', { isAlive: false }));
    await scene.pass(500);
    expect(scene.status()).toBe('NON_RESPONSIVE');
  });

  it('and not for ever', async () => {
    const scene = await aSuspect();
    scene.signs = undefined;
    await scene.pass(peerLimits.lastLookMsMax);
    expect(scene.status()).toBe('SUSPECT');
    await scene.pass(2_000);
    expect(scene.status()).toBe('NON_RESPONSIVE');
  });
});

describe('what a replica tells of agents it heard', () => {
  it('tells of those in session, and of those it only saw at its door, for a while', async () => {
    const { loop, clock, session } = aLoop();
    loop.start([]);
    loop.open(session, helloOf({}));
    loop.knocked('host-2');
    await clock.advanceAsync(1_000);
    const hostIds = ['host-1', 'host-2', 'host-3'];
    expect(loop.signsOfLife(hostIds)).toEqual([
      { hostId: 'host-1', agoMs: 1_000 },
      { hostId: 'host-2', agoMs: 1_000 },
    ]);
    await clock.advanceAsync(peerLimits.signOfLifeMs);
    expect(loop.signsOfLife(hostIds)).toEqual([]);
  });
});

it('an agent that waits at the door or is refused was heard: its host is not suspected for its silence', async () => {
  const membership = new ToldMembership(aMember('replica-1'), aMember('replica-2'));
  const { loop, clock, commits, session } = aLoop({
    share: new FleetShare(membership),
    peers: {
      hasSession: () => new Promise(() => undefined),
      signsOfLife: () => Promise.resolve([]),
      standing: () => Promise.resolve(undefined),
    },
  });
  loop.start([]);
  loop.open(session, helloOf({ redirects: 2 }));
  await clock.advanceAsync(1);
  loop.closed(session);
  // The answer to the claim is lost, and the row still names the owner before.
  const held = commits.store.getStoredHost('host-1');
  if (held === undefined) throw new Error('not there');
  await commits.store.apply({
    hosts: [{ ...held, record: { ...held.record, owner: 'replica-2' } }],
  });
  await clock.advanceAsync(2_000);
  loop.open({ ...session, id: 2 }, helloOf({ redirects: 2 }));
  await clock.advanceAsync(2_000);
  expect(commits.store.getHost('host-1')?.status).toBe('INITIALIZING');
});
