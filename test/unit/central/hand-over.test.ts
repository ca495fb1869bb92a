import { describe, expect, it } from 'vitest';

import { HandOver } from '../../../central/hand-over.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { aMember, ToldMembership } from '../../harness/told-membership.ts';

class Scene {
  readonly clock = new FakeClock();
  readonly membership = new ToldMembership(aMember('a'), aMember('b'));
  sessionCount = 2;
  readonly handOver = new HandOver({
    ...{ clock: this.clock, membership: this.membership },
    sessionCount: () => this.sessionCount,
  });
  isDone = false;

  run(timeoutMs = 10_000): void {
    void this.handOver.run(timeoutMs).then(() => {
      this.isDone = true;
    });
  }

  async pass(ms: number): Promise<boolean> {
    await this.clock.advanceAsync(ms);
    return this.isDone;
  }
}

describe('a replica that leaves', () => {
  it('takes no hosts any more, and is done when none is left', async () => {
    const scene = new Scene();
    expect(scene.handOver.hasBegun).toBe(false);
    scene.run();
    expect(scene.handOver.hasBegun).toBe(true);
    expect(scene.membership.self.state).toBe('DRAINING');
    expect(await scene.pass(5_000)).toBe(false);
    scene.sessionCount = 0;
    expect(await scene.pass(200)).toBe(true);
    expect(scene.clock.timerCount).toBe(0);
  });

  it('is done at once when it has no hosts', async () => {
    const scene = new Scene();
    scene.sessionCount = 0;
    scene.run();
    expect(await scene.pass(0)).toBe(true);
  });

  it('is done when nobody is there to take them', async () => {
    const scene = new Scene();
    scene.run();
    scene.membership.set(aMember('b', { isAlive: false }));
    expect(await scene.pass(200)).toBe(true);
  });

  it('is done when its time is over', async () => {
    const scene = new Scene();
    scene.run(3_000);
    expect(await scene.pass(2_900)).toBe(false);
    expect(await scene.pass(200)).toBe(true);
  });

  it.each([
    { what: 'is hurried by a second order with less time', firstMs: 60_000, secondMs: 1_000 },
    { what: 'is not delayed by a second order with more', firstMs: 1_000, secondMs: 60_000 },
  ])('$what', async ({ firstMs, secondMs }) => {
    const scene = new Scene();
    scene.run(firstMs);
    scene.run(secondMs);
    expect(await scene.pass(1_200)).toBe(true);
    expect(scene.membership.told).toEqual(['DRAINING']);
  });
});
