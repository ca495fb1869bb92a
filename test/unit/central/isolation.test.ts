import { describe, expect, it } from 'vitest';

import { FleetShare } from '../../../central/fleet-share.ts';
import { Isolation } from '../../../central/isolation.ts';
import type { PeerStanding } from '../../../central/peer-port.ts';
import { aMember, hostRanked, ToldMembership } from '../../harness/told-membership.ts';

const ownHost = hostRanked('a', 'b', 'c');

class Scene {
  readonly membership = new ToldMembership(aMember('a'), aMember('b'), aMember('c'));
  readonly share = new FleetShare(this.membership);
  readonly asked: string[] = [];
  nowMs = 0;
  standing: Readonly<Record<string, PeerStanding | undefined>> = {};
  hold: Promise<void> = Promise.resolve();
  readonly isolation = new Isolation({
    share: this.share,
    nowMs: () => this.nowMs,
    peers: {
      standing: async ({ id }) => {
        this.asked.push(id);
        await this.hold;
        return this.standing[id];
      },
    },
  });

  async look(nowMs: number): Promise<string | undefined> {
    this.nowMs = nowMs;
    this.isolation.look();
    await new Promise((resolve) => setImmediate(resolve));
    return this.share.betterOwner(ownHost)?.id;
  }
}

const has: PeerStanding = { hasStorage: true, hearsHosts: true };
const lacks: PeerStanding = { hasStorage: false, hearsHosts: true };

describe('a replica that NATS has left', () => {
  it.each([
    ['gives its hosts to the peer that has it', { b: lacks, c: has }, 'c'],
    ['gives them as the ring would have it among several', { b: has, c: has }, 'b'],
    ['keeps them if nobody has it', { b: lacks, c: lacks }, undefined],
    ['keeps them if nobody answers', {}, undefined],
  ])('%s', async (_what, standing, owner) => {
    const scene = new Scene();
    scene.membership.isCountedIn = false;
    scene.standing = standing;
    expect(await scene.look(0)).toBe(undefined);
    expect(await scene.look(2_000)).toBe(owner);
    expect(scene.share.canHandOver).toBe(owner !== undefined);
  });

  it('does not give them to the one that finds NATS again a moment before it', async () => {
    const scene = new Scene();
    scene.membership.isCountedIn = false;
    scene.standing = { b: lacks, c: lacks };
    await scene.look(0);
    scene.standing = { b: has, c: lacks };
    expect(await scene.look(2_000)).toBeUndefined();
    scene.membership.isCountedIn = true;
    expect(await scene.look(4_000)).toBeUndefined();
  });

  it('asks every two seconds, and nobody while it is counted in', async () => {
    const scene = new Scene();
    await scene.look(0);
    expect(scene.asked).toEqual([]);
    scene.membership.isCountedIn = false;
    await scene.look(1_000);
    await scene.look(2_999);
    expect(scene.asked).toEqual(['b', 'c']);
    await scene.look(3_000);
    expect(scene.asked).toHaveLength(4);
  });

  it('asks nobody again who has not answered yet', async () => {
    const scene = new Scene();
    scene.membership.isCountedIn = false;
    scene.hold = new Promise(() => undefined);
    await scene.look(0);
    await scene.look(60_000);
    expect(scene.asked).toEqual(['b', 'c']);
  });

  it('keeps its hosts once it is counted in again, also when answers come after that', async () => {
    const scene = new Scene();
    scene.membership.isCountedIn = false;
    scene.standing = { b: has };
    await scene.look(0);
    expect(await scene.look(2_000)).toBe('b');
    let letGo: () => void = () => undefined;
    scene.hold = new Promise((resolve) => {
      letGo = resolve;
    });
    await scene.look(4_000);
    scene.membership.isCountedIn = true;
    expect(await scene.look(4_250)).toBeUndefined();
    letGo();
    await new Promise((resolve) => setImmediate(resolve));
    expect(scene.share.letsGoOfAll).toBe(false);
  });
});
