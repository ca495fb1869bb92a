import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { eventually } from '../../harness/eventually.ts';
import { problemsAfter, Writer } from './writer.ts';

/**
 * Runs on a small disk of its own, mounted at argv[2]: lets a writer fill it, makes room, lets it fill again, kills it
 * while the disk is full, and prints as JSON what came of it.
 */
const [, , disk = ''] = process.argv;
const folder = path.join(disk, 'data');
const ballast = path.join(disk, 'ballast');

const freeBytes = (): number => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
const leaveFree = (bytes: number): void => {
  writeFileSync(ballast, Buffer.alloc(Math.max(0, freeBytes() - bytes)));
};
const until = (what: string, isMet: () => boolean): Promise<true> =>
  eventually(() => (isMet() ? true : undefined), { what });

const writer = new Writer(folder);
const refusals = (): number => writer.lines().length - writer.count('ok');
try {
  await until('the first changes', () => writer.count('ok') > 0);
  leaveFree(2 ** 20);
  await until('a full disk', () => refusals() >= 20);
  const freeWhenFull = freeBytes();

  rmSync(ballast);
  const before = writer.count('ok');
  await until('changes after room was made', () => writer.count('ok') > before + 100);

  leaveFree(2 ** 19);
  const refusalsBefore = refusals();
  await until('a full disk again', () => refusals() >= refusalsBefore + 20);
  const exitBeforeKill = writer.exit() ?? null;
  await writer.kill();

  const codes = [...new Set(writer.lines().map((line) => line.split(' ')[0]))].sort();
  const problemsWhenFull = await problemsAfter(folder, writer.lines());
  process.stdout.write(JSON.stringify({ freeWhenFull, exitBeforeKill, codes, problemsWhenFull }));
} finally {
  await writer.kill();
}
