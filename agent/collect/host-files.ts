import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { readFile, readdir, statfs } from 'node:fs/promises';
import path from 'node:path';

import { limits } from '../../shared/limits.ts';

export interface FilesystemSize {
  /** Bytes of one block. */
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
}

/**
 * The files that probes read. Paths are absolute, as on a running system.
 *
 * `readNow` is for what the kernel answers from its own memory: read at once it costs a tenth of a promise, and works
 * even while every thread of Node's pool hangs. What may ask a device, a driver or a server goes through the promises.
 */
export interface HostFiles {
  /** Whole text. Throws what the system says, with its `code`. */
  readNow(file: string): string;
  /** At least the first 1 KiB, or all of a shorter file; cheaper for a file of which only the first line is wanted. */
  readStartNow(file: string): string;
  exists(file: string): boolean;
  read(file: string): Promise<string>;
  list(directory: string): Promise<readonly string[]>;
  /** May never settle, as on a network file system whose server is gone. */
  statfs(mount: string): Promise<FilesystemSize>;
}

const startBytes = 1024;

/** @param root where the system's `/` is; tests have it elsewhere. */
export function createHostFiles(root = '/'): HostFiles {
  const at = (file: string): string => (root === '/' ? file : path.join(root, file));
  const buffer = Buffer.allocUnsafe(64 * 1024);
  return {
    readNow: (file) => readAll(at(file), buffer),
    readStartNow: (file) => readOnce(at(file), buffer.subarray(0, startBytes)),
    exists: (file) => existsSync(at(file)),
    read: (file) => readFile(at(file), 'utf8'),
    list: (directory) => readdir(at(directory)),
    statfs: (mount) => statfs(at(mount)),
  };
}

/** True where the kernel has no such file, or has it but not what stands behind it. */
export function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EOPNOTSUPP' || code === 'ENODEV';
}

function readOnce(file: string, buffer: Buffer): string {
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, buffer, 0, buffer.length, null);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** The kernel hands out long files in pieces of its own size, so only a read of nothing is the end. */
function readAll(file: string, buffer: Buffer): string {
  const descriptor = openSync(file, 'r');
  try {
    const full: Buffer[] = [];
    let filled = 0;
    for (;;) {
      const length = readSync(descriptor, buffer, filled, buffer.length - filled, null);
      filled += length;
      if (length === 0 && full.length === 0) return buffer.toString('utf8', 0, filled);
      if (length === 0) return Buffer.concat([...full, buffer.subarray(0, filled)]).toString();
      if (filled < buffer.length) continue;
      full.push(Buffer.from(buffer));
      filled = 0;
      if (full.length * buffer.length >= limits.probeFileBytesMax) {
        throw new RangeError(`${file} is larger than ${limits.probeFileBytesMax} bytes`);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
