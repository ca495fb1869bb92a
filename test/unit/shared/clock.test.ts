import { describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../../shared/clock.ts';
import { eventually } from '../../harness/eventually.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

describe('systemClock', () => {
  it('never goes back', () => {
    let lastMs = systemClock.monotonicMs();
    for (let i = 0; i < 1000; i++) {
      const nowMs = systemClock.monotonicMs();
      expect(nowMs).toBeGreaterThanOrEqual(lastMs);
      lastMs = nowMs;
    }
  });

  it('runs a timer once, after the current turn', async () => {
    const fn = vi.fn();
    systemClock.setTimer(fn, 0);
    expect(fn).not.toHaveBeenCalled();
    await eventually(() => (fn.mock.calls.length > 0 ? true : undefined), { what: 'timer fires' });
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('does not run a canceled timer', async () => {
    const canceled = vi.fn();
    const later = vi.fn();
    const timer = systemClock.setTimer(canceled, 1);
    systemClock.setTimer(later, 5);
    timer.cancel();
    timer.cancel();
    await eventually(() => (later.mock.calls.length > 0 ? true : undefined), {
      what: 'timer fires',
    });
    expect(canceled).not.toHaveBeenCalled();
  });

  it('keeps a delay longer than Node can count, instead of firing at once', () => {
    vi.useFakeTimers();
    try {
      const thirtyDaysMs = 30 * 86_400_000;
      const fn = vi.fn();
      const canceled = vi.fn();
      systemClock.setTimer(fn, thirtyDaysMs);
      const timer = systemClock.setTimer(canceled, thirtyDaysMs);
      vi.advanceTimersByTime(thirtyDaysMs - 1);
      expect(fn).not.toHaveBeenCalled();
      timer.cancel();
      vi.advanceTimersByTime(1);
      expect(fn).toHaveBeenCalledTimes(1);
      expect(canceled).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([-1, Number.NaN])('refuses a delay of %d ms', (delayMs) => {
    expect(() => systemClock.setTimer(() => undefined, delayMs)).toThrow(RangeError);
    expect(() => new FakeClock().setTimer(() => undefined, delayMs)).toThrow(RangeError);
  });
});

describe('FakeClock', () => {
  it('fires timers in order of time, then of age, each at its own time', () => {
    const clock = new FakeClock();
    const fired: [string, number][] = [];
    const record = (name: string) => () => void fired.push([name, clock.monotonicMs()]);
    clock.setTimer(record('late'), 20);
    clock.setTimer(record('early'), 10);
    clock.setTimer(record('early too'), 10);
    clock.setTimer(record('beyond'), 31);
    clock.advance(30);
    expect(fired).toEqual([
      ['early', 10],
      ['early too', 10],
      ['late', 20],
    ]);
    expect(clock.monotonicMs()).toBe(30);
    expect(clock.timerCount).toBe(1);
  });

  it('fires a timer that another one set, when it falls due within the same step', () => {
    const clock = new FakeClock();
    const fn = vi.fn();
    clock.setTimer(() => clock.setTimer(fn, 5), 5);
    clock.advance(10);
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('lets promises settle between timers in an async step', async () => {
    const clock = new FakeClock();
    const wait = (ms: number) => new Promise<void>((resolve) => clock.setTimer(resolve, ms));
    const steps: number[] = [];
    const loop = async (): Promise<void> => {
      for (let i = 0; i < 3; i++) {
        await wait(10);
        steps.push(clock.monotonicMs());
      }
    };
    void loop();
    await clock.advanceAsync(30);
    expect(steps).toEqual([10, 20, 30]);
  });

  it('moves wall time alone when it is set, and runs late timers after a suspension', () => {
    const clock = new FakeClock(1000);
    const fn = vi.fn();
    clock.setTimer(fn, 10);
    clock.jumpWall(-500);
    expect([clock.monotonicMs(), clock.unixMs()]).toEqual([0, 500]);
    clock.suspend(100);
    expect(fn).not.toHaveBeenCalled();
    clock.advance(0);
    expect(fn).toHaveBeenCalledTimes(1);
    expect([clock.monotonicMs(), clock.unixMs()]).toEqual([100, 600]);
  });
});
