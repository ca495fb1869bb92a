import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lockByFile, lockFolder } from '../../../../central/store/folder-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('lockFolder', () => {
  it('gives a folder to one at a time, by whichever name, and again when it was released', async () => {
    const alias = `${folder}-alias`;
    symlinkSync(folder, alias);
    try {
      const lock = await lockFolder(folder);
      await expect(lockFolder(alias)).rejects.toMatchObject({
        code: 'STORE_IN_USE',
        message: expect.stringContaining(folder) as string,
      });
      await lock.release();
      await (await lockFolder(alias)).release();
    } finally {
      rmSync(alias);
    }
  });

  it('keeps different folders apart', async () => {
    const [one, other] = [path.join(folder, 'a'), path.join(folder, 'b')];
    const locks = [await lockFolder(one), await lockFolder(other)];
    for (const lock of locks) await lock.release();
  });
});

describe('lockByFile', () => {
  const file = (): string => path.join(folder, 'muster-central.pid');

  it('refuses a folder that a living process holds, and names it', () => {
    writeFileSync(file(), String(process.ppid));
    expect(() => lockByFile(folder)).toThrow(`in use by process ${process.ppid}`);
    expect(readFileSync(file(), 'utf8')).toBe(String(process.ppid));
  });

  it('takes a folder whose holder is gone, and leaves nothing behind', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file(), String(pid));
    const lock = lockByFile(folder);
    expect(readFileSync(file(), 'utf8')).toBe(String(process.pid));
    await lock.release();
    expect(() => readFileSync(file())).toThrow('ENOENT');
  });
});
