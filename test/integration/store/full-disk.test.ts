import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = path.join(import.meta.dirname, 'full-disk-process.ts');

let disk: string;
beforeEach(() => {
  disk = mkdtempSync(path.join(tmpdir(), 'muster-full-'));
});
afterEach(() => {
  rmSync(disk, { recursive: true });
});

/** A mount namespace of its own: the small disk is seen by the script alone and goes away with it. */
async function onSmallDisk(sizeMiB: number): Promise<unknown> {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const command = `mount -t tmpfs -o size=${sizeMiB}m muster-test "$1" && exec "$2" --import tsx "$3" "$1"`;
  const { stdout } = await promisify(execFile)('unshare', [
    ...asRoot,
    '--mount',
    ...['sh', '-c', command, 'sh', disk, process.execPath, script],
  ]);
  return JSON.parse(stdout);
}

describe('a disk that is really full', () => {
  it('refuses changes, takes them again when there is room, and opens whole after kill -9 (L12)', async () => {
    expect(await onSmallDisk(24)).toEqual({
      freeWhenFull: expect.toSatisfy((bytes: number) => bytes < 2 ** 20) as number,
      exitBeforeKill: null,
      // The writer's guard is blind, so it cannot tell a full disk from a broken one.
      codes: ['STORE_FAILED', 'ok'],
      problemsWhenFull: [],
    });
  });
});
