import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The command in front of a program that gives it a file system of its own at `folder`; nobody else sees it there, and
 * it goes away with the program. From outside it is under `seenFrom(pid, folder)`.
 *
 * @param options of tmpfs, such as `size=96m` or `ro`.
 */
export function ownMount(folder: string, options: string): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const script = `mkdir -p "$0" && mount -t tmpfs -o ${options} muster-test "$0" && exec "$@"`;
  return ['unshare', ...asRoot, '--mount', 'sh', '-c', script, folder];
}

export function seenFrom(pid: number, folder: string): string {
  return `/proc/${String(pid)}/root${folder}`;
}

/** The command in front of a program that sees another machine id than the machine's. */
export function ownMachineId(machineId: string, folder: string): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const file = path.join(folder, 'machine-id');
  writeFileSync(file, `${machineId}\n`);
  const script = 'mount --bind "$0" /etc/machine-id && exec "$@"';
  return ['unshare', ...asRoot, '--mount', 'sh', '-c', script, file];
}
