import { describe, expect, it } from 'vitest';

import { Rebalance } from '../../../central/rebalance.ts';
import type { HostSession } from '../../../central/ports.ts';
import { sessionOf } from '../../harness/logged-session.ts';
import { aMember } from '../../harness/told-membership.ts';

const heir = aMember('b');
const next = aMember('c');

/** Hosts that belong to b, or c if b is to be avoided. */
class Scene {
  readonly log: string[] = [];
  readonly sessions = new Map<string, HostSession>();
  readonly share = {
    canHandOver: true,
    letsGoOfAll: false,
    hasNext: false,
    betterOwner: (_hostId: string, avoided?: string) => {
      if (this.share.isBalanced) return undefined;
      if (avoided !== heir.instance) return heir;
      return this.share.hasNext ? next : undefined;
    },
    isBalanced: false,
    living: [heir, next],
    livingPeers: () => this.share.living,
  };
  readonly rebalance: Rebalance;
  nowMs = 0;

  constructor(hostCount: number, movesPerS = 4) {
    for (let number = 0; number < hostCount; number++) {
      const hostId = `h${String(number)}`;
      this.sessions.set(hostId, sessionOf(hostId, hostId, this.log));
    }
    this.rebalance = new Rebalance({
      ...{ share: this.share, sessions: this.sessions, movesPerS },
      sentAway: (hostId) => this.log.push(`sent away ${hostId}`),
    });
  }

  /** How many are asked to move in so many ms of looks. */
  moves(ms: number): number {
    this.log.length = 0;
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; this.nowMs += 250)
      this.rebalance.look(this.nowMs);
    return this.log.filter((line) => line.includes('drain')).length;
  }
}

describe('hosts that belong elsewhere', () => {
  it('are asked one after the other, and their silence means nothing until they are there', () => {
    const scene = new Scene(1);
    scene.moves(1_000);
    expect(scene.log).toEqual(['sent away h0', 'h0 <- drain b:7420']);
  });

  it.each([
    ['one that was idle before', 60_000],
    ['one that began just now', 0],
  ])('leave at the pace, from %s', (_what, idleMs) => {
    const scene = new Scene(100, 8);
    scene.share.isBalanced = true;
    scene.moves(idleMs);
    scene.share.isBalanced = false;
    scene.moves(1_000);
    const perSecond = Array.from({ length: 5 }, () => scene.moves(1_000));
    expect(perSecond).toEqual([8, 8, 8, 8, 8]);
  });

  it('leave no faster after a stop of the process', () => {
    const scene = new Scene(100, 8);
    scene.moves(2_000);
    scene.nowMs += 60_000;
    expect(scene.moves(250)).toBeLessThanOrEqual(8);
  });

  it('stay for a minute after they came', () => {
    const scene = new Scene(1);
    scene.rebalance.arrived('h0', 0);
    expect(scene.moves(60_000)).toBe(0);
    expect(scene.moves(2_000)).toBe(1);
  });

  it('are not held by an arrival of before they left', () => {
    const scene = new Scene(1);
    scene.rebalance.arrived('h0', 0);
    expect(scene.rebalance.mayMove('h0', 1_000)).toBe(false);
    scene.rebalance.left('h0');
    expect(scene.rebalance.mayMove('h0', 1_000)).toBe(true);
  });

  it('leave at once, however short they were here, when all are to go', () => {
    const scene = new Scene(1);
    scene.rebalance.arrived('h0', 0);
    scene.share.letsGoOfAll = true;
    expect(scene.moves(1_000)).toBe(1);
  });

  it('are asked again after thirty seconds, and not before', () => {
    const scene = new Scene(1);
    expect(scene.moves(30_000)).toBe(1);
    expect(scene.moves(2_000)).toBe(1);
  });

  it('stay for a minute where their agents cannot reach the owner, and twice as long each time, up to ten', () => {
    const scene = new Scene(1);
    for (const minutes of [1, 2, 4, 8, 10, 10]) {
      scene.rebalance.avoid('h0', heir, scene.nowMs);
      expect(scene.moves(minutes * 60_000), `${String(minutes)} minutes`).toBe(0);
      expect(scene.moves(2_000)).toBe(1);
    }
  });

  it('stay for a minute again where it was well for ten', () => {
    const scene = new Scene(1);
    scene.rebalance.avoid('h0', heir, 0);
    scene.moves(700_000);
    scene.rebalance.avoid('h0', heir, scene.nowMs);
    scene.moves(60_000);
    expect(scene.moves(2_000)).toBe(1);
  });

  it('go to an owner that nobody could reach, and was given up for it, when it is back', () => {
    const scene = new Scene(1);
    scene.rebalance.avoid('h0', heir, 0);
    expect(scene.moves(5_000)).toBe(0);
    scene.share.living = [next];
    scene.share.isBalanced = true;
    expect(scene.moves(10_000)).toBe(0);
    scene.share.living = [heir, next];
    scene.share.isBalanced = false;
    expect(scene.moves(2_000)).toBe(1);
  });

  it('go to another one when they cannot stay either', () => {
    const scene = new Scene(1);
    scene.rebalance.avoid('h0', heir, 0);
    Object.assign(scene.share, { letsGoOfAll: true, hasNext: true });
    scene.moves(1_000);
    expect(scene.log).toContain('h0 <- drain c:7420');
  });

  it('stay while nobody can take them', () => {
    const scene = new Scene(1);
    scene.share.canHandOver = false;
    expect(scene.moves(10_000)).toBe(0);
  });

  it('are not waited for when their session ends', () => {
    const scene = new Scene(2, 1);
    scene.moves(250);
    scene.sessions.clear();
    expect(scene.moves(5_000)).toBe(0);
  });
});
