import { describe, expect, it } from 'vitest';

import { EndReasons } from '../../swarm/end-reasons.ts';
import { lineOf, sumOf } from '../../swarm/figures.ts';
import type { SwarmFigures } from '../../swarm/figures.ts';

const some: SwarmFigures = {
  ...{ agents: 2, connected: 1, safe: 1, reports: 10, acks: 5, dials: 2, ends: 1, changes: 4 },
  ...{ unsafe: 1, lateMs: 3, endReasons: { cut: 2 }, isOver: true },
};

describe('figures of a swarm', () => {
  it('add up over processes; the longest delay counts, and all must be over', () => {
    const other = { ...some, lateMs: 7, endReasons: { cut: 1, full: 1 }, isOver: false };
    expect(sumOf([some, other])).toMatchObject({
      ...{ agents: 4, reports: 20, unsafe: 2, lateMs: 7, isOver: false },
      endReasons: { cut: 3, full: 1 },
    });
    expect(sumOf([]).isOver).toBe(false);
  });

  it('are shown as what happened since the line before', () => {
    const line = lineOf({ ...some, reports: 14, changes: 5 }, some);
    expect(line).toContain('connected 1/2');
    expect(line).toContain('reports/s 4');
    expect(line).toContain('changes/s 1');
  });

  it('count the reasons of ends, and never more than a few different ones', () => {
    const reasons = new EndReasons();
    for (let i = 0; i < 30; i++) reasons.logger.warn({ reason: `reason ${i}` }, 'connection lost');
    reasons.logger.child({}).info({ reason: 'reason 0' }, 'connection closed');
    reasons.logger.info({ replica: 'a' }, 'connected');
    const counts = reasons.counts();
    expect(counts).toMatchObject({ 'reason 0': 2, other: 10 });
    expect(Object.keys(counts)).toHaveLength(21);
  });
});
