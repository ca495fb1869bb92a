import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { MusterError } from '../shared/errors.ts';
import { isId } from '../shared/model/id.ts';
import type { Random } from '../shared/random.ts';

/** The readable part of a new id. Two hosts of one name still differ in the random part. */
const namePartLength = 40;

/**
 * The id this host keeps for life: made at the first start from its name and chance, then read from the state folder.
 *
 * @throws STATE_UNUSABLE if the folder cannot be used, or holds something else than an id.
 */
export function hostIdOf(folder: string, hostName: string, random: Random): string {
  const file = join(folder, 'host-id');
  const kept = readIfThere(file);
  if (kept !== undefined) {
    const id = kept.trim();
    if (isId(id)) return id;
    const advice = 'remove it to have a new id made, or set host.id';
    throw new MusterError(
      'STATE_UNUSABLE',
      `${file} holds no host id ("${id.slice(0, 80)}"); ${advice}`,
    );
  }
  const name = hostName.replaceAll(/[^A-Za-z0-9-]+/g, '-').slice(0, namePartLength) || 'host';
  const id = `${name}-${random.id(8)}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    writeFileSync(file, `${id}\n`, { flag: 'wx', mode: 0o640 });
  } catch (cause) {
    throw unusable(file, cause);
  }
  return id;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw unusable(file, cause);
  }
}

function unusable(file: string, cause: unknown): MusterError {
  const reason = MusterError.from(cause).message;
  const advice = 'make the folder writable for this user, or set state_folder or host.id';
  return new MusterError(
    'STATE_UNUSABLE',
    `the host id cannot be kept in ${file}: ${reason}; ${advice}`,
    { cause },
  );
}
