import { describe, expect, it } from 'vitest';

import { timestampOf, unixMsFrom } from '../../../../shared/wire/time.ts';

describe('a time on the wire', () => {
  it.each([
    [1, { seconds: 0, nanos: 1_000_000 }],
    [999, { seconds: 0, nanos: 999_000_000 }],
    [1_000, { seconds: 1, nanos: 0 }],
    [1_735_689_600_123, { seconds: 1_735_689_600, nanos: 123_000_000 }],
    [253_402_300_799_999, { seconds: 253_402_300_799, nanos: 999_000_000 }],
  ])('%i ms goes there and back', (unixMs, timestamp) => {
    expect(timestampOf(unixMs)).toEqual(timestamp);
    expect(unixMsFrom(timestamp)).toBe(unixMs);
  });

  it('that is not known is left out', () => {
    expect(timestampOf(0)).toBeNull();
    expect([null, undefined, {}].map(unixMsFrom)).toEqual([0, 0, 0]);
  });

  it('keeps whole milliseconds of finer ones', () => {
    expect(unixMsFrom({ seconds: 1, nanos: 1_600_000 })).toBe(1_002);
  });
});
