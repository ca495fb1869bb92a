import { describe, expect, test } from 'vitest';

import { CallGuard } from '../../../../agent/collect/call-guard.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

/** A call that comes back when told to. */
function openCall(): {
  call: () => Promise<string>;
  finish: (value: string) => void;
  starts: () => number;
} {
  let starts = 0;
  let finish: (value: string) => void = () => undefined;
  return {
    call: () => {
      starts += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    finish: (value) => {
      finish(value);
    },
    starts: () => starts,
  };
}

describe('CallGuard', () => {
  test('hands on what comes back in time, and leaves no timer', async () => {
    const clock = new FakeClock();
    const guard = new CallGuard({ clock, inFlightMax: 1 });
    const outcome = await guard.run('a', 100, () => Promise.resolve(7));
    expect(outcome).toEqual({ kind: 'done', value: 7 });
    expect(clock.timerCount).toBe(0);
  });

  test('hands on a failure as a value', async () => {
    const guard = new CallGuard({ clock: new FakeClock(), inFlightMax: 1 });
    const error = new Error('EIO');
    expect(await guard.run('a', 100, () => Promise.reject(error))).toEqual({
      kind: 'failed',
      error,
    });
  });

  test('OV-30: does not wait beyond the deadline, nor start the same call again until the first is back', async () => {
    const clock = new FakeClock();
    const guard = new CallGuard({ clock, inFlightMax: 2 });
    const { call, finish, starts } = openCall();
    const first = guard.run('a', 100, call);
    await clock.advanceAsync(100);
    expect(await first).toEqual({ kind: 'late' });
    expect(await guard.run('a', 100, call)).toEqual({ kind: 'stuck' });
    expect(starts()).toBe(1);

    finish('at last');
    await clock.advanceAsync(0);
    const again = guard.run('a', 100, call);
    finish('in time');
    expect(await again).toEqual({ kind: 'done', value: 'in time' });
    expect(starts()).toBe(2);
  });

  test('no more calls are out than allowed, so that only so many threads can be lost', async () => {
    const guard = new CallGuard({ clock: new FakeClock(), inFlightMax: 1 });
    const { call, finish } = openCall();
    const first = guard.run('a', 100, call);
    expect(await guard.run('b', 100, call)).toEqual({ kind: 'full' });
    finish('done');
    await first;
    const second = guard.run('b', 100, call);
    finish('done');
    expect((await second).kind).toBe('done');
  });
});
