import { describe, expect, it } from 'vitest';

import { TimerWheel } from '../../swarm/timer-wheel.ts';

describe('TimerWheel', () => {
  it('runs a timer at its time, not before, and once', () => {
    const wheel = new TimerWheel(1000);
    const ran: string[] = [];
    wheel.at(() => ran.push('due'), 1010.5);
    wheel.run(1010);
    expect(ran).toEqual([]);
    wheel.run(1011);
    wheel.run(1012);
    expect(ran).toEqual(['due']);
  });

  it('runs timers in the order of their times, and those of one millisecond as they were set', () => {
    const wheel = new TimerWheel(0);
    const ran: number[] = [];
    for (const [place, dueMs] of [30, 10, 20, 10].entries()) {
      wheel.at(() => ran.push(place), dueMs);
    }
    wheel.run(100);
    expect(ran).toEqual([1, 3, 2, 0]);
  });

  it('does not run a canceled timer, whoever cancels it', () => {
    const wheel = new TimerWheel(0);
    const ran: string[] = [];
    const second = wheel.at(() => ran.push('second'), 10);
    wheel.at(() => {
      ran.push('third');
    }, 11);
    const first = wheel.at(() => {
      ran.push('first');
    }, 9);
    wheel.at(() => {
      second.cancel();
    }, 9);
    first.cancel();
    wheel.run(20);
    expect(ran).toEqual(['third']);
  });

  it('keeps timers that lie further ahead than its slots reach', () => {
    const wheel = new TimerWheel(0);
    const ran: string[] = [];
    wheel.at(() => ran.push('far'), 20_000);
    for (let ms = 1; ms < 20_000; ms += 50) wheel.run(ms);
    expect(ran).toEqual([]);
    wheel.run(20_000);
    expect(ran).toEqual(['far']);
  });

  it('runs what a timer sets only in a later millisecond, so that a loop of timers cannot hang it', () => {
    const wheel = new TimerWheel(0);
    let count = 0;
    const again = (): void => {
      count += 1;
      wheel.at(again, 0);
    };
    wheel.at(again, 1);
    wheel.run(5);
    expect(count).toBe(5);
  });

  it('catches up after a stall longer than a round', () => {
    const wheel = new TimerWheel(0);
    const ran: string[] = [];
    wheel.at(() => ran.push('early'), 10);
    wheel.at(() => ran.push('late'), 15_000);
    wheel.run(60_000);
    expect(ran.sort()).toEqual(['early', 'late']);
  });
});
