import { describe, expect, it } from 'vitest';

import { eventually } from '../../harness/eventually.ts';

describe('eventually', () => {
  it('returns the first value that is not undefined', async () => {
    let calls = 0;
    const value = await eventually(() => (++calls === 3 ? 'third' : undefined), {
      what: 'third call',
      intervalMs: 1,
    });
    expect(value).toBe('third');
  });

  it('tries again while the check throws', async () => {
    let calls = 0;
    const value = await eventually(
      async () => {
        await Promise.resolve();
        if (++calls < 3) throw new Error('not yet');
        return calls;
      },
      { what: 'no more errors', intervalMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('says what was waited for, how long, and the last failure', async () => {
    const never = eventually(
      () => {
        throw new Error('still 2 hosts');
      },
      { what: 'three hosts are UP', timeoutMs: 20, intervalMs: 1 },
    );
    await expect(never).rejects.toThrow('not within 20 ms: three hosts are UP: still 2 hosts');
    const undefinedForEver = eventually(() => undefined, { what: 'a value', timeoutMs: 5 });
    await expect(undefinedForEver).rejects.toThrow('not within 5 ms: a value');
  });
});
