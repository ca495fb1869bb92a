import { describe, expect, it } from 'vitest';

import { mayTake } from '../../../../central/state/placement.ts';
import { vmStatuses } from '../../../../shared/model/status.ts';
import type { VmReason, VmStatus } from '../../../../shared/model/status.ts';
import { vmOf, vmStateOf } from '../../../harness/model-objects.ts';

type Words = readonly [VmStatus, VmReason];

const words: Words[] = [
  ...vmStatuses.map((status): Words => [status, 'UNSPECIFIED']),
  ['PAUSED', 'POSTCOPY'],
];

function takes(held: Words, reported: Words, isHolderLost = false): boolean {
  return mayTake(
    vmOf('v1', 'a', { status: held[0], reason: held[1] }),
    vmStateOf('v1', { status: reported[0], reason: reported[1] }),
    isHolderLost,
  );
}

/** What says that the VM is not, or not yet, here: nobody takes a VM on such a word (OV-10). */
const notHere = new Set<VmStatus>(['UNKNOWN', 'DEPARTED', 'MIGRATING_TO', 'WAIT_FOR_LAUNCH']);
const running = words.filter(([status]) => !notHere.has(status) && status !== 'DOWN');

/** What lets go of a VM (DESIGN section 7). */
const gone = new Set<VmStatus>(['DEPARTED', 'DOWN', 'UNKNOWN']);
const isLeaving = ([status, reason]: Words): boolean =>
  status === 'MIGRATING_FROM' || (status === 'PAUSED' && reason === 'POSTCOPY');

describe('who may take a VM that another host holds (DESIGN section 7, OV-9, OV-10)', () => {
  const table = words.flatMap((held) => running.map((reported) => ({ held, reported })));

  it.each(table)('held as $held, reported as $reported', ({ held, reported }) => {
    const hasLetGo = gone.has(held[0]) || (isLeaving(held) && !isLeaving(reported));
    expect(takes(held, reported)).toBe(hasLetGo);
    expect(takes(held, reported, true)).toBe(true);
  });

  it.each([...notHere])('nobody on the word %s, whoever holds it', (status) => {
    for (const held of words) {
      expect(takes(held, [status, 'UNSPECIFIED'])).toBe(false);
      expect(takes(held, [status, 'UNSPECIFIED'], true)).toBe(false);
    }
  });

  it('a copy that is off only from a host that says it left (OV-8)', () => {
    const from = words.filter((held) => takes(held, ['DOWN', 'UNSPECIFIED'], true));
    expect(from).toEqual([['DEPARTED', 'UNSPECIFIED']]);
  });
});
