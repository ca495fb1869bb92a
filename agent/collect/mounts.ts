export interface Mount {
  /** Where it is mounted. */
  readonly path: string;
  readonly type: string;
  /** Its server may be gone, and then calls hang. */
  readonly isRemote: boolean;
}

interface MountLine {
  readonly device: string;
  readonly root: string;
  readonly path: string;
  readonly type: string;
  readonly source: string;
}

const remoteTypes =
  /^(nfs4?|cifs|smb3|smbfs|ceph|9p|afs|ocfs2|gfs2|lustre|glusterfs|beegfs|fuse(\.(?!lxcfs|gvfsd|portal).*)?)$/;

/** File systems of their own that have no block device as source. */
const pooledTypes = new Set(['zfs', 'btrfs', 'bcachefs']);

/** Images that are always full, memory, and mount points that mount something else when they are looked at. */
const unwatchedTypes = new Set([
  ...['squashfs', 'iso9660', 'erofs', 'udf', 'cramfs'],
  ...['tmpfs', 'ramfs', 'devtmpfs', 'rootfs'],
  'autofs',
]);

/**
 * File systems that can fill up, each once: bind mounts show one twice, and a later mount hides an earlier one at the same
 * place. Pseudo file systems and memory are left out. Lines that are cut short are left out.
 */
export function parseMountinfo(text: string): readonly Mount[] {
  const byPath = new Map<string, MountLine>();
  for (const line of text.split('\n')) {
    const mount = parseMountLine(line);
    if (mount) byPath.set(mount.path, mount);
  }
  const byDevice = new Map<string, MountLine>();
  for (const mount of byPath.values()) {
    if (!canFill(mount)) continue;
    const other = byDevice.get(mount.device);
    if (!other || isMoreTelling(mount, other)) byDevice.set(mount.device, mount);
  }
  return [...byDevice.values()].map(({ path, type }) => ({
    path,
    type,
    isRemote: remoteTypes.test(type),
  }));
}

/** `36 35 98:0 /root /path options [tags ...] - type source options`, with spaces as \040 (proc(5)). */
function parseMountLine(line: string): MountLine | undefined {
  const [left, right] = line.split(' - ', 2);
  const [, , device, root, path] = left?.split(' ') ?? [];
  const [type, source] = right?.split(' ') ?? [];
  if (device === undefined || root === undefined || path === undefined) return undefined;
  if (type === undefined || source === undefined) return undefined;
  return { device, root, path: unescapePath(path), type, source: unescapePath(source) };
}

function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
}

function canFill({ path, type, source }: MountLine): boolean {
  if (unwatchedTypes.has(type)) return false;
  if (remoteTypes.test(type) || pooledTypes.has(type)) return true;
  if (source.startsWith('/')) return true;
  // The root of a container, which has the size of the file system below it.
  return path === '/' && type === 'overlay';
}

/** The mount of the whole over the mount of a folder of it; then the shorter path. */
function isMoreTelling(one: MountLine, other: MountLine): boolean {
  const [oneIsWhole, otherIsWhole] = [one.root === '/', other.root === '/'];
  return oneIsWhole === otherIsWhole ? one.path.length < other.path.length : oneIsWhole;
}
