import { describe, expect, it } from 'vitest';

import { mayTake, runsOnBoth } from '../../../../central/state/placement.ts';
import { vmStatuses } from '../../../../shared/model/status.ts';
import type { VmReason, VmStatus } from '../../../../shared/model/status.ts';
import { vmOf, vmStateOf } from '../../../harness/model-objects.ts';

type Words = readonly [VmStatus, VmReason];

const words: Words[] = [
  ...vmStatuses.map((status): Words => [status, 'UNSPECIFIED']),
  ['PAUSED', 'POSTCOPY'],
  ['PAUSED', 'POSTCOPY_FAILED'],
];

function takes(held: Words, reported: Words, isHolderLost = false): boolean {
  return mayTake(
    vmOf('v1', 'a', { status: held[0], reason: held[1] }),
    vmStateOf('v1', { status: reported[0], reason: reported[1] }),
    isHolderLost,
  );
}

const textOf = ([status, reason]: Words): string =>
  reason === 'UNSPECIFIED' ? status : `${status}/${reason}`;

/** From whom a host takes a VM on this word, while the other host is there. */
const takers = (reported: Words): string[] =>
  words.filter((held) => takes(held, reported)).map(textOf);

const gone = ['UNKNOWN', 'WAIT_FOR_LAUNCH', 'MIGRATING_TO', 'DEPARTED', 'SUSPENDED', 'DOWN'];
const leaving = ['MIGRATING_FROM', 'PAUSED/POSTCOPY', 'PAUSED/POSTCOPY_FAILED'];

/** Who says so runs the VM, or is about to. */
const here: Words[] = [
  ...['POWERING_UP', 'UP', 'PAUSED', 'NOT_RESPONDING', 'REBOOTING'],
  ...['SAVING', 'RESTORING', 'POWERING_DOWN'],
].map((status): Words => [status as VmStatus, 'UNSPECIFIED']);

/** Not here yet or no more, or about to leave: nobody takes a VM on such a word, whoever holds it. */
const notHere: Words[] = [
  ['UNKNOWN', 'UNSPECIFIED'],
  ['WAIT_FOR_LAUNCH', 'UNSPECIFIED'],
  ['MIGRATING_TO', 'UNSPECIFIED'],
  ['DEPARTED', 'UNSPECIFIED'],
  ['MIGRATING_FROM', 'UNSPECIFIED'],
  ['PAUSED', 'POSTCOPY'],
  ['PAUSED', 'POSTCOPY_FAILED'],
];

describe('OV-9, OV-10: who may take a VM that another host holds (DESIGN section 7)', () => {
  it.each(here)(
    '%s takes it from who has it no more, not yet, off, or lets it go',
    (...reported) => {
      expect(takers(reported).toSorted()).toEqual([...gone, ...leaving].toSorted());
    },
  );

  it.each(here)(
    '%s takes it from a host that is given up, whatever that said last',
    (...reported) => {
      expect(words.every((held) => takes(held, reported, true))).toBe(true);
    },
  );

  it.each(notHere)('OV-10: %s/%s takes it from nobody', (...reported) => {
    expect(takers(reported)).toEqual([]);
    expect(words.some((held) => takes(held, reported, true))).toBe(false);
  });

  it('OV-8: a copy that is off takes it only from a host that says it left', () => {
    expect(takers(['DOWN', 'UNSPECIFIED'])).toEqual(['DEPARTED']);
    expect(takes(['UP', 'UNSPECIFIED'], ['DOWN', 'UNSPECIFIED'], true)).toBe(false);
  });

  it('a saved copy takes it from nobody who may run it, nor from another saved one', () => {
    expect(takers(['SUSPENDED', 'UNSPECIFIED'])).toEqual(['DEPARTED', 'DOWN']);
    expect(takes(['UP', 'UNSPECIFIED'], ['SUSPENDED', 'UNSPECIFIED'], true)).toBe(false);
  });

  it('two hosts never take it from each other for ever', () => {
    for (const a of words)
      for (const b of words) {
        // Both are there, and both stay with their word.
        const isRing = takes(a, b) && takes(b, a);
        expect(isRing, `${textOf(a)} and ${textOf(b)}`).toBe(false);
      }
  });
});

describe('OV-10: a copy of a VM that its holder runs', () => {
  const rivals = (held: Words): string[] =>
    words
      .filter(([status, reason]) =>
        runsOnBoth(
          vmOf('v1', 'a', { status: held[0], reason: held[1] }),
          vmStateOf('v1', { status, reason }),
        ),
      )
      .map(textOf);

  it('runs twice, paused too: its memory is there twice, and its disks are open twice', () => {
    expect(rivals(['UP', 'BOOTED']).toSorted()).toEqual(here.map(textOf).toSorted());
  });

  it.each<Words>([
    ['MIGRATING_FROM', 'MIGRATION'],
    ['PAUSED', 'POSTCOPY'],
    ['PAUSED', 'POSTCOPY_FAILED'],
    ['DOWN', 'DESTROYED'],
    ['UNKNOWN', 'HOST_DOWN'],
  ])('is none while its holder is %s/%s', (...held) => {
    expect(rivals(held)).toEqual([]);
  });
});
