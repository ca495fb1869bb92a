import path from 'node:path';

import type { FilesystemSize, HostFiles } from '../../../../agent/collect/host-files.ts';

/** A system's files in memory, with calls that can be made to hang or to take time. */
export class MemoryFiles implements HostFiles {
  readonly texts: Map<string, string>;
  readonly sizes = new Map<string, FilesystemSize>();
  /** Files and mounts whose promises stay open until released. */
  readonly hanging = new Set<string>();
  readonly calls: string[] = [];
  onReadNow: (file: string) => void = () => undefined;
  #waiting: { file: string; go: () => void }[] = [];

  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.texts = new Map(Object.entries(texts));
  }

  readNow(file: string): string {
    this.calls.push(file);
    this.onReadNow(file);
    const text = this.texts.get(file);
    if (text === undefined) throw notFound(file);
    return text;
  }

  readStartNow(file: string): string {
    return this.readNow(file).slice(0, 1024);
  }

  exists(file: string): boolean {
    return [...this.texts.keys()].some((one) => one === file || one.startsWith(`${file}/`));
  }

  async read(file: string): Promise<string> {
    await this.#hang(file);
    return this.readNow(file);
  }

  async list(directory: string): Promise<readonly string[]> {
    await this.#hang(directory);
    const inside = [...this.texts.keys()].filter((file) => file.startsWith(`${directory}/`));
    if (inside.length === 0) throw notFound(directory);
    const names = inside.map((file) => path.relative(directory, file).split('/')[0] ?? '');
    return [...new Set(names)];
  }

  async statfs(mount: string): Promise<FilesystemSize> {
    this.calls.push(`statfs ${mount}`);
    await this.#hang(mount);
    const size = this.sizes.get(mount);
    if (!size) throw notFound(mount);
    return size;
  }

  /** Lets everything that hangs on this file or mount come back, now and later. */
  release(file: string): void {
    this.hanging.delete(file);
    const released = this.#waiting.filter((one) => one.file === file);
    this.#waiting = this.#waiting.filter((one) => one.file !== file);
    for (const { go } of released) go();
  }

  #hang(file: string): Promise<void> {
    if (!this.hanging.has(file)) return Promise.resolve();
    return new Promise((go) => {
      this.#waiting.push({ file, go });
    });
  }
}

function notFound(file: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, '${file}'`), {
    code: 'ENOENT',
  });
}
