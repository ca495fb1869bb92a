import { describe, expect, it } from 'vitest';

import { nothingKnown } from '../../../central/state/host-state.ts';
import type { Step } from '../../../central/state/host-state.ts';
import { VmMoves } from '../../../central/vm-moves.ts';
import { hostOf, vmOf } from '../../harness/model-objects.ts';

function stepOf(over: Partial<Step>): Step {
  const record = {
    ...{ incarnation: '', owner: '', instance: '', epoch: 1, n: 1, host: hostOf('a') },
    ...{ appliedChanges: [], pictureRun: '', pending: [] },
  };
  return {
    ...{ record, events: [], vms: [], removedVmIds: [], droppedVmIds: [] },
    ...{ ...nothingKnown, areStraysKnown: true },
    ...over,
  };
}

describe('a VM that a step on its way changes (I1, OV-5)', () => {
  it('is nobody else’s until the step is out', () => {
    const moves = new VmMoves();
    const step = stepOf({ vms: [vmOf('v1', 'a')], removedVmIds: ['v2'] });
    moves.stepping('a', step);
    for (const id of ['v1', 'v2']) {
      expect(moves.isBusy(id, 'b')).toBe(true);
      expect(moves.isBusy(id, 'a')).toBe(false);
    }
    expect(moves.isBusy('v3', 'b')).toBe(false);
    moves.stepped('a', step);
    expect(moves.isBusy('v1', 'b') || moves.isBusy('v2', 'b')).toBe(false);
  });

  it('reads as the step will leave it', () => {
    const moves = new VmMoves();
    const vm = vmOf('v1', 'a', { status: 'DOWN' });
    const step = stepOf({ vms: [vm], removedVmIds: ['v2'] });
    moves.stepping('a', step);
    expect([moves.onItsWay('v1'), moves.onItsWay('v2')]).toEqual([vm, undefined]);
    moves.stepped('a', step);
    expect(moves.onItsWay('v1')).toBeUndefined();
  });
});

describe('a VM that left its host', () => {
  const expired = (moves: VmMoves, nowMs: number): string[] =>
    [...moves.expired(nowMs)].map(({ hostId, vmId }) => `${hostId}/${vmId}`);

  it('has 30 s to be taken, and is looked at again each 30 s while it still waits', () => {
    const moves = new VmMoves();
    moves.departed('a', new Set(['v1']), 1_000);
    expect(expired(moves, 30_999)).toEqual([]);
    expect(expired(moves, 31_000)).toEqual(['a/v1']);
    expect(expired(moves, 60_999)).toEqual([]);
    expect(expired(moves, 61_000)).toEqual(['a/v1']);
  });

  it('keeps its own time when others leave later', () => {
    const moves = new VmMoves();
    moves.departed('a', new Set(['v1']), 0);
    moves.departed('a', new Set(['v1', 'v2']), 20_000);
    expect(expired(moves, 30_000)).toEqual(['a/v1']);
    expect(expired(moves, 50_000)).toEqual(['a/v2']);
  });

  it('is not waited for when it was taken or came back, and has its whole time when it leaves again', () => {
    const moves = new VmMoves();
    moves.departed('a', new Set(['v1']), 0);
    moves.departed('a', new Set(), 10_000);
    expect(expired(moves, 40_000)).toEqual([]);
    moves.departed('a', new Set(['v1']), 50_000);
    expect(expired(moves, 79_999)).toEqual([]);
    expect(expired(moves, 80_000)).toEqual(['a/v1']);
  });
});

describe('a standstill of this process (I6)', () => {
  it('gives every hand-over its time back, and none more than its whole time', () => {
    const moves = new VmMoves();
    moves.departed('a', new Set(['v1']), 0);
    moves.departed('a', new Set(['v1', 'v2']), 49_000);
    moves.moveDeadlines(50_000, 40_000);
    expect([...moves.expired(69_999)]).toEqual([]);
    expect([...moves.expired(70_000)].map(({ vmId }) => vmId)).toEqual(['v1']);
    expect([...moves.expired(79_999)]).toEqual([]);
    expect([...moves.expired(80_000)].map(({ vmId }) => vmId)).toEqual(['v2']);
  });
});
