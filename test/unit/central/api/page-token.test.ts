import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { afterIdOf, pageTokenOf } from '../../../../central/api/page-token.ts';

const question = { list: 'hosts', filter: { sites: ['north'] } } as const;

describe('page tokens', () => {
  it('lead back to the id, for any id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (id) => {
        expect(afterIdOf(question, pageTokenOf(question, id))).toBe(id);
      }),
    );
  });

  it('are empty before the first page and after the last', () => {
    expect(pageTokenOf(question, '')).toBe('');
    expect(afterIdOf(question, '')).toBe('');
  });

  it('are refused when anything of the question or the token differs', () => {
    const token = pageTokenOf(question, 'host-1');
    const otherFilter = { ...question, filter: { sites: ['south'] } };
    expect(() => afterIdOf(otherFilter, token)).toThrow('page_token');
    expect(() => afterIdOf({ ...question, list: 'vms' }, token)).toThrow('page_token');
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (garbage) => {
        expect(() => afterIdOf(question, garbage)).toThrow('page_token');
        expect(() => afterIdOf(question, token + garbage)).toThrow('page_token');
      }),
    );
  });
});
