import { expect, it } from 'vitest';

import { isOlder } from '../../../../../central/state/conditions/version.ts';

it.each<[version: string, than: string, isIt: boolean | undefined]>([
  ['1.2.3', '1.2.3', false],
  ['1.2.2', '1.2.3', true],
  ['1.2.4', '1.2.3', false],
  ['1.9.0', '1.10.0', true],
  ['1.10.0', '1.9.9', false],
  ['0.99.99', '1.0.0', true],
  ['2.0.0', '1.99.99', false],
  ['12.0.0', '2.0.0', false],
  ['1.0.12', '1.0.2', false],
  ['1.0.2', '1.0.12', true],
  ['v1.2.3', '1.2.4', true],
  ['1.2', '1.2.1', true],
  ['1.2', '1.2.0', false],
  ['1.2.1', '1.2', false],
  ['1.2.3-rc.1', '1.2.3', false],
  ['1', '1.2.3', undefined],
  ['', '1.2.3', undefined],
  ['about 1.2.3', '1.2.4', undefined],
  ['1.2.3', '', undefined],
  ['1.2.3', 'soon', undefined],
])('%s is older than %s: %s', (version, than, isIt) => {
  expect(isOlder(version, than)).toBe(isIt);
});
