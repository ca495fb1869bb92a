import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Ring } from '../../../../central/feed/ring.ts';

describe('the ring of recent events', () => {
  it('gives what came after a sequence, or says that it cannot', () => {
    const ring = new Ring<string>(2);
    ring.begin(10);
    ring.append(11, 'a');
    ring.skip(12);
    ring.append(14, 'b');
    expect(ring.last).toBe(14);
    expect(ring.after(10)?.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(ring.after(12)?.map(({ value }) => value)).toEqual(['b']);
    expect(ring.after(14)).toEqual([]);
    expect(ring.after(9)).toBeUndefined();
    expect(ring.after(15)).toBeUndefined();
    ring.append(15, 'c');
    expect(ring.after(10)).toBeUndefined();
    expect(ring.after(11)?.map(({ value }) => value)).toEqual(['b', 'c']);
  });

  it('agrees with a list that keeps everything, for any steps and any question', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), gap: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('skip' as const), gap: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('begin' as const), gap: fc.integer({ min: 0, max: 9 }) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, capacity) => {
          const ring = new Ring<number>(capacity);
          let kept: number[] = [];
          let since = 0;
          let last = 0;
          for (const { kind, gap } of steps) {
            last += gap;
            if (kind === 'append') {
              ring.append(last, last);
              kept.push(last);
            } else if (kind === 'skip') ring.skip(last);
            else {
              ring.begin(last);
              kept = [];
              since = last;
            }
          }
          const overflown = kept.slice(0, Math.max(0, kept.length - capacity));
          const completeAfter = overflown.at(-1) ?? since;
          for (let sequence = -1; sequence <= last + 1; sequence++) {
            const isKnown = sequence >= completeAfter && sequence <= last;
            const wanted = isKnown ? kept.filter((value) => value > sequence) : undefined;
            expect(ring.after(sequence)?.map(({ value }) => value)).toEqual(wanted);
          }
        },
      ),
    );
  });
});
