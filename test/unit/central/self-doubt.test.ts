import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../../central/fleet-share.ts';
import type { PeerStanding } from '../../../central/peer-port.ts';
import type { HostSession } from '../../../central/ports.ts';
import { aLoop } from '../../harness/looped-host.ts';
import { aMember, ToldMembership } from '../../harness/told-membership.ts';
import { helloOf } from '../../property/arbitrary.ts';

const hostIds = ['host-1', 'host-2', 'host-3', 'host-4'];
const lost = hostIds.slice(1);

interface Scene extends ReturnType<typeof aLoop> {
  /** Of the peers that were asked. */
  asked: number;
  standing: PeerStanding | undefined;
  /** Time passes; the first host is heard all the while. */
  readonly pass: (ms: number) => Promise<void>;
  readonly givenUp: () => string[];
}

/** Four hosts have been heard for ten seconds; three of them are not any more. A peer lives. */
async function threeLost(): Promise<Scene> {
  const membership = new ToldMembership(aMember('replica-1'), aMember('replica-2', { weight: 0 }));
  const looped = aLoop({
    share: new FleetShare(membership),
    peers: {
      hasSession: () => Promise.resolve({ kind: 'none' }),
      signsOfLife: () => Promise.resolve([]),
      standing: () => {
        scene.asked += 1;
        return Promise.resolve(scene.standing);
      },
    },
  });
  const heard = new Map<string, () => void>();
  const { loop, clock, commits } = looped;
  const scene: Scene = {
    ...{ ...looped, asked: 0, standing: undefined },
    pass: async (ms) => {
      for (let passed = 0; passed < ms; passed += 500) {
        for (const onHeard of heard.values()) onHeard();
        await clock.advanceAsync(500);
      }
    },
    givenUp: () => lost.filter((id) => commits.store.getHost(id)?.status === 'NON_RESPONSIVE'),
  };
  loop.start([]);
  for (const [index, hostId] of hostIds.entries()) {
    const session: HostSession = {
      ...{ ...looped.session, id: index + 1, hostId },
      admitted: (onHeard) => heard.set(hostId, onHeard),
    };
    loop.open(session, helloOf({ hostId, redirects: 2 }));
  }
  await scene.pass(10_000);
  for (const hostId of lost) heard.delete(hostId);
  return scene;
}

describe('a replica that suspects itself (I7)', () => {
  it('says so once, in an event of its own, and gives nobody up for the hold', async () => {
    const { loop, commits, pass, givenUp } = await threeLost();
    await pass(5_000);
    expect(commits.events.filter(({ hostId }) => hostId === '')).toMatchObject([
      {
        ...{ id: 'replica-1/start-1/1', type: 'ReplicaSuspectsItself', replicaId: 'replica-1' },
        ...{ reason: 'MASS_SILENCE', vmId: '', epoch: 0, n: 0 },
        selfSuspicion: { hostsInContact: 4, silentHosts: 3, holdMs: 30_000 },
      },
    ]);
    expect(loop.hearing).toEqual({ hearsHosts: false, suspectsItself: true, doubtCount: 1 });
    expect(loop.situation('host-2')?.brakes).toEqual(['MASS_SILENCE']);
    await pass(27_500);
    expect(givenUp()).toEqual([]);
    await pass(2_000);
    expect(givenUp()).toEqual(lost);
    expect(loop.hearing).toEqual({ hearsHosts: true, suspectsItself: false, doubtCount: 1 });
    expect(commits.events.filter(({ hostId }) => hostId === '')).toHaveLength(1);
  });

  it('says it until it is out', async () => {
    const { commits, pass } = await threeLost();
    commits.publishMood = 'away';
    await pass(6_000);
    expect(commits.events.filter(({ hostId }) => hostId === '')).toEqual([]);
    commits.publishMood = 'fine';
    await pass(2_000);
    expect(commits.events.filter(({ hostId }) => hostId === '')).toHaveLength(1);
  });

  it.each<[string, PeerStanding | undefined, string[]]>([
    ['hears its own hosts well', { hasStorage: true, hearsHosts: true }, []],
    ['does not', { hasStorage: true, hearsHosts: false }, lost],
    ['does not answer', undefined, lost],
  ])('waits once more as long if a peer %s', async (_, standing, expected) => {
    const scene = await threeLost();
    scene.standing = standing;
    await scene.pass(40_000);
    expect(scene.asked).toBe(1);
    expect(scene.givenUp()).toEqual(expected);
    await scene.pass(26_000);
    expect(scene.givenUp()).toEqual(lost);
    expect(scene.asked).toBe(1);
  });
});

describe('the silence of a host that is suspected', () => {
  it('stands in its record, with the hold that has begun, until it is heard', async () => {
    const { commits, loop, pass, session } = await threeLost();
    const silence = (): unknown => commits.store.getStoredHost('host-2')?.record.silence;
    expect(silence()).toBeUndefined();
    await pass(5_000);
    expect(silence()).toMatchObject({ silentMs: 3_000 });
    await pass(7_000);
    // The brake holds until 33 s after the last word.
    expect(silence()).toEqual({ silentMs: 11_000, spentMs: 33_000 });
    loop.open({ ...session, id: 9, hostId: 'host-2' }, helloOf({ hostId: 'host-2', redirects: 2 }));
    await pass(1_000);
    expect(silence()).toBeUndefined();
  });

  it('goes on in the next process, whose grace is noted before it is over', async () => {
    const { commits, pass } = await threeLost();
    await pass(12_000);
    const next = aLoop({
      ...{ commits, publisher: commits, instance: 'start-2', takeoverGraceMs: 15_000 },
    });
    const statusOf = (): unknown => commits.store.getHost('host-2')?.status;
    next.loop.start(commits.store.storedHosts());
    await next.clock.advanceAsync(1_000);
    expect(commits.store.getStoredHost('host-2')?.record).toMatchObject({
      instance: 'start-2',
      silence: { silentMs: 11_000, spentMs: 48_000 },
    });
    expect(next.loop.situation('host-2')?.silentMs).toBe(12_000);
    const last = aLoop({
      ...{ commits, publisher: commits, instance: 'start-3', takeoverGraceMs: 60_000 },
    });
    last.loop.start(commits.store.storedHosts());
    await last.clock.advanceAsync(22_500);
    expect(statusOf()).toBe('SUSPECT');
    // 71 s after the last word and the graces since.
    await last.clock.advanceAsync(1_000);
    expect(statusOf()).toBe('NON_RESPONSIVE');
  });
});
