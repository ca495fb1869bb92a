import { describe, expect, it } from 'vitest';

import { hostFilterOf, pageSizeOf, RequestReader } from '../../../../central/api/request.ts';
import { limits } from '../../../../shared/limits.ts';

const labelsOf = (...labelSelectors: string[]): unknown => {
  const reader = new RequestReader();
  const { labels } = hostFilterOf(reader, 'filter', { labelSelectors });
  reader.end();
  return labels;
};

describe('label selectors', () => {
  it.each([
    ['tier=gold', { kind: 'equals', key: 'tier', value: 'gold' }],
    ['tier=', { kind: 'equals', key: 'tier', value: '' }],
    ['tier!=gold', { kind: 'differs', key: 'tier', value: 'gold' }],
    ['tier', { kind: 'exists', key: 'tier' }],
    [
      'example.com/rack=r 1,a=b!=c',
      { kind: 'equals', key: 'example.com/rack', value: 'r 1,a=b!=c' },
    ],
  ])('read %s', (text, expected) => {
    expect(labelsOf(text)).toEqual([expected]);
  });

  it.each(['', '=gold', '!=gold', '!tier', 'a b', 'a,b', 'tier!gold', 'k'.repeat(1000)])(
    'refuse "%s"',
    (text) => {
      expect(() => labelsOf('ok', text)).toThrow('filter.label_selectors[1]');
    },
  );
});

describe('a request', () => {
  it('without a filter asks for everything', () => {
    const reader = new RequestReader();
    expect(hostFilterOf(reader, 'filter', undefined)).toEqual({
      statuses: [],
      sites: [],
      labels: [],
      namePrefix: '',
    });
    reader.end();
  });

  it('has the default page size for 0 or nothing, and the largest allowed one', () => {
    const reader = new RequestReader();
    expect(pageSizeOf(reader, undefined)).toBe(limits.pageSizeDefault);
    expect(pageSizeOf(reader, 0)).toBe(limits.pageSizeDefault);
    expect(pageSizeOf(reader, limits.pageSizeMax)).toBe(limits.pageSizeMax);
    reader.end();
  });

  it('does not hide a fault of our own behind a wrong field', () => {
    const reader = new RequestReader();
    const broken = (): never => {
      throw new TypeError('ours');
    };
    expect(() => reader.field(broken, 0)).toThrow(TypeError);
  });
});
