import { describe, expect, it } from 'vitest';

import { ConnectionBench as Bench } from '../../../harness/connection-bench.ts';

describe('a system that slept', () => {
  it.each<[string, (bench: Bench) => Bench]>([
    ['open', (bench) => bench.give({ kind: 'start' }).welcome().sent(1, 100)],
    ['dialing', (bench) => bench.give({ kind: 'start' })],
    [
      'waiting',
      (bench) => bench.give({ kind: 'start' }).give({ kind: 'closed', retryAfterMs: 9_000 }),
    ],
  ])('%s: what there was is given up, and dialed again within the window', (phase, prepare) => {
    const bench = prepare(new Bench());
    expect(bench.phase).toBe(phase);
    const { nextAddress } = bench.connection;
    bench.give({ kind: 'woke' }, 5_000);
    expect(bench.effects).toEqual([{ kind: 'hang-up', reason: 'the system slept' }]);
    expect([bench.phase, bench.deadlineMs]).toEqual(['waiting', 5_500]);
    bench.give({ kind: 'deadline' }, 5_500);
    expect(bench.effects).toMatchObject([{ kind: 'dial', unreachableOwner: '' }]);
    expect(bench.connection.nextAddress).toBe(nextAddress);
  });

  it('failures from before it slept do not make it wait', () => {
    const bench = new Bench().give({ kind: 'start' });
    for (let i = 0; i < 5; i++) {
      bench.give({ kind: 'closed', retryAfterMs: undefined });
      bench.give({ kind: 'deadline' }, bench.deadlineMs);
    }
    bench.give({ kind: 'woke' }, 1_000_000);
    expect(bench.deadlineMs).toBe(1_000_500);
    expect(bench.connection.backoff.attempt).toBe(0);
  });

  it('one that has not begun, or was stopped, dials nobody', () => {
    const bench = new Bench().give({ kind: 'woke' });
    expect([bench.phase, bench.effects]).toEqual(['idle', []]);
    bench.give({ kind: 'stop' }).give({ kind: 'woke' });
    expect([bench.phase, bench.effects]).toEqual(['stopped', []]);
  });
});
