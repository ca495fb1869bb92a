import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { MusterError } from '../../shared/errors.ts';

/** Numbers that Linux gives as `f_type` of statfs. LMDB maps its file into memory, which these do not keep coherent (L15). */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x73757245, 'Coda'],
]);

/** May be local or remote; the number alone does not tell. */
const doubtfulFileSystems: ReadonlyMap<number, string> = new Map([
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
]);

export type FolderKind =
  | { readonly kind: 'local' }
  | { readonly kind: 'doubtful'; readonly fileSystem: string }
  | { readonly kind: 'network'; readonly fileSystem: string };

/** @param fileSystemType `f_type` of statfs, signed or unsigned. */
export function classifyFileSystem(fileSystemType: number): FolderKind {
  const type = fileSystemType >>> 0;
  const network = networkFileSystems.get(type);
  if (network !== undefined) return { kind: 'network', fileSystem: network };
  const doubtful = doubtfulFileSystems.get(type);
  return doubtful === undefined ? { kind: 'local' } : { kind: 'doubtful', fileSystem: doubtful };
}

/** Makes the folder if it is not there. Throws STORE_UNWRITABLE or STORE_NETWORK_FOLDER; returns a warning, if any. */
export function prepareFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    // Rights are not all: a read-only or full file system answers only to a real write.
    const trial = path.join(folder, `.write-trial-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  return assertLocal(folder, classifyFileSystem(statfsSync(folder).type));
}

/** Throws STORE_NETWORK_FOLDER; returns a warning where the system does not tell. */
export function assertLocal(folder: string, kind: FolderKind): string | undefined {
  if (kind.kind === 'network') {
    throw new MusterError(
      'STORE_NETWORK_FOLDER',
      `the data folder ${folder} is on ${kind.fileSystem}, where the store would lose data; choose a folder on a local disk`,
      { details: { folder, fileSystem: kind.fileSystem } },
    );
  }
  return kind.kind === 'doubtful'
    ? `the data folder ${folder} is on ${kind.fileSystem}; if that is a network file system, the store may lose data`
    : undefined;
}

function unwritable(folder: string, cause: unknown): MusterError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MusterError(
    'STORE_UNWRITABLE',
    `the data folder ${folder} cannot be used: ${reason}; make it a folder on a local disk that user ${process.getuid?.() ?? ''} may write`,
    { cause, details: { folder } },
  );
}
