import { describe, expect, it } from 'vitest';

import { limits } from '../../../shared/limits.ts';

describe('limits', () => {
  it('are whole numbers above zero', () => {
    for (const [name, value] of Object.entries(limits)) {
      expect(Number.isInteger(value) && value > 0, name).toBe(true);
    }
  });

  it('fit each other', () => {
    expect(limits.vmsPerReportMax).toBeLessThanOrEqual(limits.vmsPerHostMax);
    expect(limits.snapshotChunkVms).toBeLessThanOrEqual(limits.vmsPerReportMax);
    expect(limits.changesPerReportMax).toBeLessThanOrEqual(limits.journalEntriesMax);
    expect(limits.pageSizeDefault).toBeLessThanOrEqual(limits.pageSizeMax);
    expect(limits.pendingBytesMax).toBeLessThan(limits.messageBytesMax);
  });
});
