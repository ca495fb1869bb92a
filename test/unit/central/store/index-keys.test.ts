import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mergeIds } from '../../../../central/store/candidates.ts';
import { indexText } from '../../../../central/store/index-keys.ts';

describe('indexText', () => {
  it('of a prefix is a prefix of the index text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.nat(100), (text, length) => {
        expect(indexText(text).startsWith(indexText(text.slice(0, length)))).toBe(true);
      }),
    );
  });

  it('is short and has nothing that key order trips over', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(indexText(text)).toMatch(/^[^\u0000-\u001f\ud800-\udfff\uffff]{0,60}$/);
      }),
    );
  });
});

describe('mergeIds', () => {
  it('gives every id of ascending sources once, ascending', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...Array.from('abcdefgh'))).map((all) => all.sort());
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 5 }), (lists) => {
        const merged = [...mergeIds(lists.map((list) => generate(list)))];
        expect(merged).toEqual([...new Set(lists.flat())].sort());
      }),
    );
  });

  it('closes every source when it is left early (L3)', () => {
    const closed: string[] = [];
    for (const id of mergeIds(
      ['a', 'b'].map((name) => generate(['1', '2'], () => closed.push(name))),
    )) {
      expect(id).toBe('1');
      break;
    }
    expect(closed).toEqual(['a', 'b']);
  });
});

function* generate(ids: readonly string[], onClose?: () => unknown): Generator<string> {
  try {
    yield* ids;
  } finally {
    onClose?.();
  }
}
