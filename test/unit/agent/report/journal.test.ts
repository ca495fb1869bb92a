import { describe, expect, it } from 'vitest';

import { Journal } from '../../../../agent/report/journal.ts';

const body = { kind: 'unknown' } as const;

function journalOf(entriesMax: number, count: number): Journal {
  const journal = new Journal(entriesMax);
  for (let i = 0; i < count; i++) journal.append(body, i);
  return journal;
}

function taken(journal: Journal, count = 100): number[] {
  return journal.takeUnsent(count).map(({ change }) => change);
}

describe('the journal of changes', () => {
  it('numbers changes from 1 without a hole, and tells each once in a session (I4)', () => {
    const journal = journalOf(10, 3);
    expect(taken(journal, 2)).toEqual([1, 2]);
    expect(journal.hasUnsent).toBe(true);
    expect(taken(journal)).toEqual([3]);
    expect(journal.hasUnsent).toBe(false);
    expect(taken(journal)).toEqual([]);
  });

  it('tells everything that is not safe again in a new session (I4)', () => {
    const journal = journalOf(10, 3);
    taken(journal);
    journal.markSafe(1);
    journal.resume();
    expect(taken(journal)).toEqual([2, 3]);
  });

  it.each([
    { said: 1, meaning: 'below what is safe', safe: 2, left: [3] },
    { said: 99, meaning: 'beyond the last change', safe: 3, left: [] },
  ])('takes a safe number $meaning for what it can mean', ({ said, safe, left }) => {
    const journal = journalOf(10, 3);
    journal.markSafe(2);
    journal.markSafe(said);
    journal.resume();
    expect(journal.safeChange).toBe(safe);
    expect(taken(journal)).toEqual(left);
  });

  it('holds as many as its limit, and says what was lost with the next one (I3, I8)', () => {
    const journal = journalOf(3, 3);
    journal.markSafe(0);
    expect(journal.append(body, 4)).toEqual({ fromChange: 0, toChange: 4 });
    expect(taken(journal)).toEqual([]);
    expect(journal.append(body, 5)).toBeUndefined();
    expect(taken(journal)).toEqual([5]);
  });

  it('has room again when changes become safe', () => {
    const journal = journalOf(3, 3);
    journal.markSafe(2);
    expect(journal.append(body, 4)).toBeUndefined();
    expect(journal.append(body, 5)).toBeUndefined();
    expect(journal.append(body, 6)).toEqual({ fromChange: 2, toChange: 6 });
  });

  it('gives a picture a number that it does not send itself', () => {
    const journal = journalOf(10, 1);
    taken(journal);
    journal.appendPicture(2);
    expect(journal.lastChange).toBe(2);
    expect(taken(journal)).toEqual([]);
  });

  it('sends the number of a picture that was given up, so that nobody takes it for a loss', () => {
    const journal = journalOf(10, 1);
    taken(journal);
    journal.appendPicture(2);
    journal.abandonPicture(2);
    expect(taken(journal)).toEqual([2]);
  });
});
