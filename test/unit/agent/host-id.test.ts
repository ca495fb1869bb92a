import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hostIdOf } from '../../../agent/host-id.ts';
import { MusterError } from '../../../shared/errors.ts';
import { isId } from '../../../shared/model/id.ts';
import { seededRandom } from '../../../shared/random.ts';

describe('the id of a host', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-host-id-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made once from the host name, then kept, whatever the host is called later', () => {
    const state = join(folder, 'deep', 'state');
    const made = hostIdOf(state, 'rack-3.example', seededRandom(1));
    expect(made).toMatch(/^rack-3-example-[\w-]{8}$/);
    expect(hostIdOf(state, 'renamed', seededRandom(2))).toBe(made);
    expect(readFileSync(join(state, 'host-id'), 'utf8')).toBe(`${made}\n`);
  });

  it.each(['', '....', 'ünïcode höst', 'x'.repeat(200)])(
    'is a sound id for host name "%s"',
    (name) => {
      expect(isId(hostIdOf(folder, name, seededRandom(3)))).toBe(true);
    },
  );

  it('differs between hosts of one name', () => {
    const ids = [1, 2].map((seed) =>
      hostIdOf(join(folder, String(seed)), 'node', seededRandom(seed)),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('is refused by file and advice when the file holds something else', () => {
    writeFileSync(join(folder, 'host-id'), 'no id at all!\n');
    const read = (): string => hostIdOf(folder, 'node', seededRandom(1));
    expect(read).toThrow(MusterError);
    expect(read).toThrow(/host-id holds no host id .*remove it/);
  });

  it('says what to do when the folder cannot be used', () => {
    writeFileSync(join(folder, 'file'), '');
    const read = (): string => hostIdOf(join(folder, 'file'), 'node', seededRandom(1));
    expect(read).toThrow(/cannot be kept in .*set state_folder or host\.id/);
  });
});
