import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

import { MusterError } from '../../shared/errors.ts';
import { prepareFolder } from './folder.ts';

/** The data folder is ours until `release`, or until the process ends in whatever way. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Two processes on one data folder would each believe to be its single writer (I1).
 *
 * On Linux the lock is a socket of the abstract namespace, named after the folder: the kernel gives it to one process
 * and takes it back when that process is gone, so there is nothing to clean up after a crash. It guards processes that
 * share a network namespace. Elsewhere a file names the process.
 *
 * @throws STORE_IN_USE, and what `prepareFolder` throws.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  prepareFolder(folder);
  const real = realpathSync(folder);
  return process.platform === 'linux' ? lockBySocket(real) : lockByFile(real);
}

async function lockBySocket(folder: string): Promise<FolderLock> {
  // A socket's name ends at 107 bytes; a path may be longer.
  const name = createHash('sha256').update(folder).digest('hex');
  const server = createServer((socket) => socket.destroy());
  server.listen({ path: `\0muster-central-${name}` });
  try {
    await once(server, 'listening');
  } catch (cause) {
    if (isCode(cause, 'EADDRINUSE')) throw inUse(folder, 'another muster-central', cause);
    throw cause;
  }
  server.unref();
  return {
    release: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** For systems without abstract sockets. */
export function lockByFile(folder: string): FolderLock {
  const file = path.join(folder, 'muster-central.pid');
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return {
        release: () => {
          rmSync(file, { force: true });
          return Promise.resolve();
        },
      };
    } catch (cause) {
      if (!isCode(cause, 'EEXIST')) throw cause;
      const pid = Number(readFileSync(file, 'utf8'));
      if (attempt > 0 || isAlive(pid)) throw inUse(folder, `process ${pid}`, cause);
      rmSync(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return !isCode(cause, 'ESRCH');
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

function inUse(folder: string, by: string, cause: unknown): MusterError {
  return new MusterError(
    'STORE_IN_USE',
    `the data folder ${folder} is in use by ${by}; stop that one, or set replica.data_folder (and replica.id) to another`,
    { cause, details: { folder } },
  );
}
