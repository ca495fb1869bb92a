import { expect, it } from 'vitest';

import { isId } from '../../../../shared/model/id.ts';

it.each([
  ['a', true],
  ['host-1_B', true],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
  ['', false],
  ['_meta', false],
  ['_meta2', true],
  ['a.b', false],
  ['a b', false],
  ['a*', false],
  ['a>', false],
  ['a\n', false],
  ['é', false],
  ['a/b', false],
])('%j is an id: %s', (text, is) => {
  expect(isId(text)).toBe(is);
});
