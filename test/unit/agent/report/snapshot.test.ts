import { describe, expect, it } from 'vitest';

import { chunksOf } from '../../../../agent/report/snapshot.ts';
import { vmStateOf } from '../../../harness/model-objects.ts';

const condition = { type: 'CPU_PRESSURE', isActive: true, reason: '', message: '' } as const;
const gap = { fromChange: 1, toChange: 9, reason: 'JOURNAL_OVERFLOW', fromRun: '' };

function chunks(vmCount: number, chunkVms: number): ReturnType<typeof chunksOf> {
  const vms = Array.from({ length: vmCount }, (_, i) => vmStateOf(`v${i}`));
  const rest = { change: 9, observedAt: 5, areVmsKnown: true, hardware: undefined, gap };
  return chunksOf({ ...rest, vms, conditions: [condition] }, chunkVms);
}

describe('a picture cut into chunks', () => {
  it.each([
    [0, 2, [0]],
    [1, 2, [1]],
    [2, 2, [2]],
    [3, 2, [2, 1]],
    [4, 2, [2, 2]],
  ])('of %i VMs, %i a chunk, has chunks of %j', (vmCount, chunkVms, sizes) => {
    const cut = chunks(vmCount, chunkVms);
    expect(cut.map(({ vms }) => vms.length)).toEqual(sizes);
    expect(cut.map(({ chunk }) => chunk)).toEqual(sizes.map((_, i) => i));
    expect(cut.map(({ isLast }) => isLast)).toEqual(sizes.map((_, i) => i === sizes.length - 1));
  });

  it('says in the first chunk only what concerns the host', () => {
    const [first, second] = chunks(3, 2);
    expect(first).toMatchObject({ conditions: [condition], gap });
    expect(second?.conditions).toEqual([]);
    expect(second?.gap).toBeUndefined();
  });
});
