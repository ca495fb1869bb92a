import { expect, it } from 'vitest';

import { isSame } from '../../../../shared/model/same.ts';

it.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [1, '1', false],
  [NaN, NaN, true],
  [null, null, true],
  [null, undefined, false],
  [null, {}, false],
  [{}, {}, true],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: undefined }, {}, true],
  [{ a: null }, {}, false],
  [{ a: { b: [1] } }, { a: { b: [1] } }, true],
  [{ a: { b: [1] } }, { a: { b: [2] } }, false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[], {}, false],
  [['a'], { 0: 'a' }, false],
])('%j and %j are the same: %s, either way round', (a, b, same) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([same, same]);
});
