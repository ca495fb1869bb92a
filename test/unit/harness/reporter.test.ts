import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-reporter-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The last line that a run over these test files prints. */
function lastLine(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const reporter = path.join(root, 'test/harness/reporter.ts');
  const options = ['--globals', '--reporter=default', `--reporter=${reporter}`];
  const { stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, ...options],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } },
  );
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}

describe('the closing line', () => {
  it('counts passed and failed tests of all files, and adds the checks done before', () => {
    const files = {
      'a.test.ts': "it('a', () => {}); describe('b', () => { it('c', () => {}); });",
      'b.test.ts': "it('d', () => { throw new Error('no'); });",
    };
    expect(lastLine(files)).toBe('2 passed, 1 failed');
    expect(lastLine(files, { CHECKS_PASSED: '7', CHECKS_FAILED: '1' })).toBe('9 passed, 2 failed');
  });

  it('counts a file that cannot be loaded, a failing hook and an unhandled error as failures', () => {
    expect(lastLine({ 'a.test.ts': "throw new Error('no');" })).toBe('0 passed, 1 failed');
    const hook =
      "describe('a', () => { afterAll(() => { throw new Error('no'); }); it('b', () => {}); });";
    expect(lastLine({ 'a.test.ts': hook })).toBe('1 passed, 1 failed');
    const unhandled =
      "it('a', () => { setTimeout(() => { throw new Error('no'); }, 0); }); it('b', () => new Promise((r) => setTimeout(r, 50)));";
    expect(lastLine({ 'a.test.ts': unhandled })).toBe('2 passed, 1 failed');
  });

  it('names skipped tests, which must not pass unseen', () => {
    const text = "it('a', () => {}); it['skip']('b', () => {});";
    expect(lastLine({ 'a.test.ts': text })).toBe('1 passed, 0 failed, 1 skipped');
  });
});
