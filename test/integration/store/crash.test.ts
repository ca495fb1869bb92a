import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { eventually } from '../../harness/eventually.ts';
import { problemsAfter, Writer } from './writer.ts';

let folder: string;
let writer: Writer | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-crash-'));
});
afterEach(async () => {
  await writer?.kill();
  rmSync(folder, { recursive: true });
});

describe('a store whose process is killed with kill -9', () => {
  it('has every acknowledged change, whole, again and again', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round++) {
      const current = new Writer(folder);
      writer = current;
      await eventually(() => (current.count('ok') >= 200 ? true : undefined), {
        what: '200 acknowledged changes',
      });
      await current.kill();
      expect(current.exit()).toBe('SIGKILL');
      acknowledged.push(...current.lines());
      expect(await problemsAfter(folder, acknowledged)).toEqual([]);
    }
  });
});
