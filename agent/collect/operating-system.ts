import { type HostFiles, isAbsent } from './host-files.ts';

export interface OperatingSystem {
  /** Such as "Debian GNU/Linux 12 (bookworm)"; empty: not known. */
  readonly operatingSystem: string;
  /** Kernel release. */
  readonly kernel: string;
}

/** PRETTY_NAME, or NAME and VERSION, of os-release(5). Empty: neither is there. */
export function parseOsRelease(text: string): string {
  const values = new Map<string, string>();
  for (const match of text.matchAll(
    /^([A-Z_]+)=(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|(\S*))\s*$/gm,
  )) {
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? match[4] ?? '';
    values.set(match[1] ?? '', value);
  }
  const fallback = [values.get('NAME'), values.get('VERSION')].filter(Boolean).join(' ');
  return values.get('PRETTY_NAME') ?? fallback;
}

export async function readOperatingSystem(files: HostFiles): Promise<OperatingSystem> {
  const kernel = (await files.read('/proc/sys/kernel/osrelease')).trim();
  return { operatingSystem: parseOsRelease(await readOsRelease(files)), kernel };
}

async function readOsRelease(files: HostFiles): Promise<string> {
  for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return await files.read(file);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  return '';
}
