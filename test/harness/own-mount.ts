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

/** The command in front of a program that sees other files than the system's: absolute path to where what it sees is. */
export function ownFiles(files: Readonly<Record<string, string>>): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const binds = Object.entries(files).map(([path, from]) => `mount --bind "${from}" "${path}" && `);
  return ['unshare', ...asRoot, '--mount', 'sh', '-c', `${binds.join('')}exec "$@"`, 'sh'];
}
