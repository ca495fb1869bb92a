import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { openLmdbStore } from '../../../central/store/lmdb-store.ts';
import { systemClock } from '../../../shared/clock.ts';

const script = path.join(import.meta.dirname, 'writer-process.ts');

/** A process that writes to a store without end, until it is killed. */
export class Writer {
  readonly #process: ChildProcessByStdio<null, Readable, null>;
  #output = '';

  constructor(folder: string) {
    this.#process = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process.stdout.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
  }

  /** What it said so far, oldest first, such as `ok 17` or `STORE_FULL 18`. */
  lines(): string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  count(word: string): number {
    return this.lines().filter((line) => line.startsWith(`${word} `)).length;
  }

  /** Undefined while it runs. */
  exit(): string | undefined {
    return this.#process.signalCode ?? this.#process.exitCode?.toString();
  }

  /** kill -9; resolves when it is gone and all it said is read. */
  async kill(): Promise<void> {
    if (this.exit() !== undefined) return;
    const closed = once(this.#process, 'close');
    this.#process.kill('SIGKILL');
    await closed;
  }
}

/** What is wrong with the store after the writer died; empty if every acknowledged change is there, whole. */
export async function problemsAfter(folder: string, lines: readonly string[]): Promise<string[]> {
  const store = openLmdbStore({ folder, clock: systemClock, freeSpace: () => undefined });
  const problems = store.check();
  const logged = new Set(store.eventsAfter(0, Infinity).map(({ event }) => event.n));
  for (const line of lines.filter((each) => each.startsWith('ok '))) {
    const k = Number(line.slice('ok '.length));
    if (!logged.has(k)) problems.push(`event ${k} was acknowledged and is not there`);
    const host = store.getHost(`h${k % 100}`);
    const vm = store.getVm(`v${k % 100}`);
    if (host === undefined || host.n < k) problems.push(`host of ${k} is older: ${host?.n}`);
    if (vm?.n !== host?.n) problems.push(`host and VM of ${k} are of different changes`);
  }
  await store.close();
  return problems;
}
