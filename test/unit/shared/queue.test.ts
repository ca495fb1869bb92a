import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BoundedQueue } from '../../../shared/queue.ts';

describe('BoundedQueue', () => {
  it('says full at capacity, leaves the item out, and takes more once there is room', () => {
    const queue = new BoundedQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual(['queued', 'queued', 'full']);
    expect(queue.isFull).toBe(true);
    expect(queue.take(1)).toEqual([1]);
    expect(queue.push(4)).toBe('queued');
    expect(queue.take(10)).toEqual([2, 4]);
    expect([queue.size, queue.isFull]).toEqual([0, false]);
  });

  it('is empty after clear', () => {
    const queue = new BoundedQueue<number>(2);
    queue.push(1);
    queue.clear();
    expect([queue.size, queue.take(1)]).toEqual([0, []]);
  });

  it.each([0, -1, Number.NaN])('refuses a capacity of %d', (capacity) => {
    expect(() => new BoundedQueue(capacity)).toThrow(RangeError);
  });

  it('does the same as a plain array', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('push' as const), value: fc.nat() }),
      fc.record({ kind: fc.constant('take' as const), value: fc.nat(8) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step), (capacity, steps) => {
        const queue = new BoundedQueue<number>(capacity);
        const twin: number[] = [];
        for (const { kind, value } of steps) {
          if (kind === 'take') {
            expect(queue.take(value)).toEqual(twin.splice(0, value));
          } else if (queue.push(value) === 'queued') {
            twin.push(value);
          } else {
            expect(twin.length).toBe(capacity);
          }
          expect(queue.size).toBe(twin.length);
        }
      }),
    );
  });
});
