import { describe, expect, it } from 'vitest';

import { HostQueue } from '../../../central/host-queue.ts';
import type { Op } from '../../../central/state/host-state.ts';
import { limits } from '../../../shared/limits.ts';

const digest = (hash: number, run = 'r'): Op => ({
  kind: 'digest',
  digest: { change: 1, vmCount: 2, hash },
  run,
});
const contact: Op = { kind: 'contact' };

function settledOn(op: Op): HostQueue {
  const queue = new HostQueue();
  queue.push(op);
  queue.settle(queue.takeAll());
  return queue;
}

describe('the queue of a host', () => {
  it('puts what a step left over before what came since, and a lost storage before all', () => {
    const queue = new HostQueue();
    queue.push(contact);
    const taken = queue.takeAll();
    queue.push(digest(1));
    queue.putBack(taken);
    const lost: Op = { kind: 'storage-changed', reason: 'STORAGE_LOST' };
    queue.push(lost);
    expect(queue.takeAll()).toEqual([lost, contact, digest(1)]);
    expect(queue.length).toBe(0);
  });

  it('leaves observations out when it is full, until everything else is done (I3, I8)', () => {
    const queue = new HostQueue();
    for (let i = 0; i < limits.hostQueueMax; i++) expect(queue.push(digest(i))).toBe(true);
    expect(queue.push(digest(-1))).toBe(false);
    expect(queue.push(contact)).toBe(true);
    expect(queue.endOverflow()).toBe(false);
    queue.takeAll();
    expect(queue.push(digest(-2))).toBe(false);
    expect(queue.endOverflow()).toBe(true);
    expect(queue.endOverflow()).toBe(false);
    expect(queue.push(digest(-3))).toBe(true);
  });

  it('has nothing left out once all of it is void', () => {
    const queue = new HostQueue();
    for (let i = 0; i <= limits.hostQueueMax; i++) queue.push(digest(i));
    queue.clear();
    expect(queue.endOverflow()).toBe(false);
    expect(queue.push(digest(-1))).toBe(true);
  });
});

describe('a digest without consequence', () => {
  it('need not be looked at again while nothing happens', () => {
    const queue = settledOn(digest(7));
    expect(queue.push(digest(7))).toBe(false);
    expect(queue.length).toBe(0);
  });

  it.each([
    ['another one', digest(8)],
    ['one of another run', digest(7, 'r2')],
  ])('is not %s', (_, other) => {
    expect(settledOn(digest(7)).push(other)).toBe(true);
  });

  it('must be looked at again once anything happened', () => {
    const queue = settledOn(digest(7));
    queue.push(contact);
    queue.takeAll();
    expect(queue.push(digest(7))).toBe(true);
    const cleared = settledOn(digest(7));
    cleared.clear();
    expect(cleared.push(digest(7))).toBe(true);
  });

  it('is only one that was alone in its step, with nothing behind it', () => {
    const queue = new HostQueue();
    queue.push(digest(7));
    queue.push(contact);
    queue.settle(queue.takeAll());
    expect(queue.push(digest(7))).toBe(true);
    const behind = new HostQueue();
    behind.push(digest(7));
    const taken = behind.takeAll();
    behind.push(contact);
    behind.settle(taken);
    behind.takeAll();
    expect(behind.push(digest(7))).toBe(true);
  });
});
