import { describe, expect, it } from 'vitest';

import { MarkLedger } from '../../bench/parts/mark-ledger.ts';

function seen(n: number, sequence: number, epoch = 1): Parameters<MarkLedger['take']>[0] {
  return { hostId: 'host-1', epoch, n, mark: { sequence, scriptedMs: 1000 }, atMs: 1004 };
}

describe('MarkLedger', () => {
  it('counts what arrived in order, with its latency', () => {
    const ledger = new MarkLedger();
    ledger.take(seen(5, 1));
    ledger.take(seen(6, 2));
    expect([ledger.arrived, ledger.misordered, ledger.repeats]).toEqual([2, 0, 0]);
    expect(ledger.latency.maxMs).toBe(4);
  });

  it('knows a repeat from a change that is out of order', () => {
    const ledger = new MarkLedger();
    ledger.take(seen(5, 1));
    ledger.take(seen(6, 2));
    ledger.take(seen(5, 1));
    expect([ledger.arrived, ledger.misordered, ledger.repeats]).toEqual([2, 0, 1]);
    ledger.take(seen(7, 1));
    expect([ledger.arrived, ledger.misordered]).toEqual([2, 1]);
  });

  it('counts a number that does not grow as out of order', () => {
    const ledger = new MarkLedger();
    ledger.take(seen(5, 1));
    ledger.take(seen(5, 2));
    expect([ledger.arrived, ledger.misordered]).toEqual([2, 1]);
  });

  it('takes a new epoch as newer, whatever n', () => {
    const ledger = new MarkLedger();
    ledger.take(seen(9, 1));
    ledger.take(seen(1, 2, 2));
    expect([ledger.arrived, ledger.misordered]).toEqual([2, 0]);
  });

  it('leaves a change that never came uncounted, so that it shows as lost', () => {
    const ledger = new MarkLedger();
    ledger.take(seen(5, 1));
    ledger.take(seen(7, 3));
    expect(ledger.arrived).toBe(2);
  });

  it('measures only what was scripted after the given time', () => {
    const ledger = new MarkLedger();
    ledger.measureFrom(2000);
    ledger.take(seen(5, 1));
    expect(ledger.latency.count).toBe(0);
  });
});
