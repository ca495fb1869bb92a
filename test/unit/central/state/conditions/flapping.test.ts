import { describe, expect, it } from 'vitest';

import { cpuWatched, edges, WatchedHost } from '../../../../harness/watched-host.ts';

describe('a host that flaps', () => {
  const flapping = {
    ...cpuWatched,
    flapping: { enter: 5, exit: 2, window: '60s', pace: '120s', after: '0s', minimum: '0s' },
  };

  it('is told by the changes in the window', () => {
    const scene = new WatchedHost(flapping);
    scene.judge();
    scene.watch.changed(4, scene.nowMs);
    expect(scene.judge()).toEqual([]);
    scene.watch.changed(1, scene.nowMs);
    const [told] = scene.judge();
    expect(told?.report).toMatchObject({
      isActive: true,
      message: '5 changes in 60 s; threshold 5 changes',
    });
    scene.know('FLAPPING', true);
    // At the end of the window it still counts.
    expect(scene.judge(60_000)).toEqual([]);
    expect(edges(scene.judge(1))).toEqual(['-FLAPPING']);
  });

  it('slows down its other conditions', () => {
    const scene = new WatchedHost(flapping);
    scene.know('CPU_PRESSURE', false, { sinceAt: 1_700_000_000_000 + scene.nowMs });
    scene.judge();
    scene.watch.changed(50, scene.nowMs + 60_000);
    scene.cpuPermille = 950;
    expect(edges(scene.pass(1))).toEqual(['+FLAPPING']);
    scene.know('FLAPPING', true);
    expect(scene.pass(118)).toEqual([]);
    expect(edges(scene.pass(1))).toContain('+CPU_PRESSURE');
  });

  it('remembers no more changes than any rule asks for', () => {
    const scene = new WatchedHost(flapping);
    scene.judge();
    scene.watch.changed(1_000, scene.nowMs);
    scene.watch.changed(3, scene.nowMs + 30_000);
    expect(scene.judge()[0]?.report?.message).toMatch(/^1000 changes in 60 s/);
    // Of the first thousand the three oldest made room.
    scene.know('FLAPPING', true);
    expect(scene.pass(60)).toEqual([]);
    const standing = scene.watch.standing(scene.nowMs).find(({ type }) => type === 'FLAPPING');
    expect(standing?.value).toBe(1_000);
    scene.judge(1);
    expect(scene.watch.standing(scene.nowMs).find(({ type }) => type === 'FLAPPING')?.value).toBe(
      3,
    );
  });
});
