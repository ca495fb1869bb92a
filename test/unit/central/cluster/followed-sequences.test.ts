import { describe, expect, it } from 'vitest';

import { FollowedSequences } from '../../../../central/cluster/followed-sequences.ts';
import { limits } from '../../../../shared/limits.ts';

describe('how far the store follows a bucket', () => {
  const followed = (from: number, sequences: readonly number[]): FollowedSequences => {
    const there = new FollowedSequences();
    there.begin(from);
    for (const sequence of sequences) there.note(sequence);
    return there;
  };

  it('goes on with each own write that comes next, whatever the order of the answers', () => {
    expect(followed(10, [13, 11, 12, 14]).upTo).toBe(14);
  });

  it('stops at a write that is not ours', () => {
    expect(followed(10, [11, 13, 14]).upTo).toBe(11);
  });

  it('goes on when the answer that was missing comes', () => {
    const there = followed(10, [12, 13]);
    expect(there.upTo).toBe(10);
    there.note(11);
    expect(there.upTo).toBe(13);
  });

  it('begins anew with each copy: sequences of before say nothing', () => {
    const there = followed(100, [102, 103]);
    there.begin(50);
    there.note(51);
    expect(there.upTo).toBe(51);
    expect(followed(10, [9, 10]).upTo).toBe(10);
  });

  it('remembers only so many answers that overtook one, and stops behind them (I8)', () => {
    const there = followed(0, []);
    for (let i = 0; i < limits.followedAheadMax + 5; i++) there.note(i + 2);
    there.note(1);
    expect(there.upTo).toBe(limits.followedAheadMax + 1);
  });

  it('stays behind the first foreign write while others write most of the keys, and holds no more for it', () => {
    const there = followed(0, [1, 2]);
    // Every third one is ours, many times as many as are remembered ahead.
    const last = limits.followedAheadMax * 30;
    for (let sequence = 6; sequence <= last; sequence += 3) there.note(sequence);
    expect(there.upTo).toBe(2);
    expect(there.aheadCount).toBe(limits.followedAheadMax);
    there.begin(last);
    there.note(last + 1);
    expect([there.upTo, there.aheadCount]).toEqual([last + 1, 0]);
  });

  it('is to be remembered now and then, once', () => {
    const there = followed(0, []);
    for (let i = 1; i < limits.followedUnsavedMax; i++) there.note(i);
    expect(there.takeUnsaved()).toBeUndefined();
    there.note(limits.followedUnsavedMax);
    expect(there.takeUnsaved()).toBe(limits.followedUnsavedMax);
    expect(there.takeUnsaved()).toBeUndefined();
  });
});
