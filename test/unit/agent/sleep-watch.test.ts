import { expect, it } from 'vitest';

import { SleepWatch } from '../../../agent/sleep-watch.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

function scene(): {
  readonly clock: FakeClock;
  readonly watch: SleepWatch;
  readonly slept: number[];
  /** The system goes on for so long, then sleeps, and goes on. */
  readonly live: (awakeMs: number, asleepMs?: number) => void;
  readonly hide: (isHidden: boolean) => void;
} {
  const clock = new FakeClock();
  const slept: number[] = [];
  let [asleepMs, isHidden] = [0, false];
  const watch = new SleepWatch({
    clock,
    uptimeMs: () => (isHidden ? undefined : 86_400_000 + clock.monotonicMs() + asleepMs),
    woke: (ms) => void slept.push(ms),
  });
  watch.start();
  return {
    ...{ clock, watch, slept },
    live: (awakeMs, ms = 0) => {
      clock.advance(awakeMs);
      asleepMs += ms;
    },
    hide: (isIt) => {
      isHidden = isIt;
    },
  };
}

it('a sleep is told once, within a second after it', () => {
  const { live, slept } = scene();
  live(10_500, 3_600_000);
  expect(slept).toEqual([]);
  live(1_000);
  expect(slept).toEqual([3_600_000]);
  live(60_000, 5_000);
  live(1_000, 7_000);
  live(10_000);
  expect(slept.slice(1)).toEqual([5_000, 7_000]);
});

it('a moment that a busy machine may lose does not count', () => {
  const { live, slept } = scene();
  live(10_000, 1_999);
  live(10_000, 2_000);
  live(10_000);
  expect(slept).toEqual([2_000]);
});

it('a time since boot that cannot be read tells nothing, and one that goes back neither', () => {
  const { live, slept, hide } = scene();
  hide(true);
  live(5_000, 3_600_000);
  live(5_000);
  expect(slept).toEqual([]);
  hide(false);
  live(1_000);
  expect(slept).toEqual([3_600_000]);
  live(1_000, -100_000);
  live(10_000);
  expect(slept).toHaveLength(1);
});

it('a watch that was stopped tells nothing', () => {
  const { watch, live, slept } = scene();
  watch.stop();
  live(10_000, 3_600_000);
  live(10_000);
  expect(slept).toEqual([]);
});
