import { Buffer } from 'node:buffer';

import { describe, expect, it } from 'vitest';

import { limits } from '../../shared/limits.ts';
import { readAgentMessage } from '../../shared/wire/agent-bytes.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';

/** A report that says its frame again and again, 2 bytes each: sound in every field. */
function reportOf(bytes: number): Buffer {
  const [header, fields] = [Buffer.from([0x12, 0, 0, 0, 0]), Buffer.alloc(bytes - 5)];
  for (let i = 0; i < fields.length; i += 2) fields.set([0x08, 0x01], i);
  for (let i = 0, rest = fields.length; i < 4; i++, rest >>>= 7) {
    header[i + 1] = (rest & 0x7f) | (i < 3 ? 0x80 : 0);
  }
  return Buffer.concat([header, fields]);
}

/**
 * The stream takes more bytes than a message may have, so that the breach can be named (I8). Reports of statistics alone
 * were read without a look at it, and kept the central busy with four times what anybody may say.
 */
describe('a report of statistics with more bytes than a message may have', () => {
  it('is refused by name', () => {
    const bytes = reportOf(limits.messageBytesMax + 1);
    expect(bytes.length).toBe(limits.messageBytesMax + 1);
    expect(new StatsReport().read(bytes)).toBe(false);
    expect(() => readAgentMessage(bytes)).toThrow(/^message: must have at most 4194304 bytes/);
  });

  it('is read while it has no more', () => {
    expect(new StatsReport().read(reportOf(limits.messageBytesMax - 1))).toBe(true);
  });
});
