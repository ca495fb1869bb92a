import { setTimeout as sleep } from 'node:timers/promises';

import { openLmdbStore } from '../../../central/store/lmdb-store.ts';
import { systemClock } from '../../../shared/clock.ts';
import { MusterError } from '../../../shared/errors.ts';
import { anEvent, aStoredHost, aVm } from '../../harness/store-rows.ts';

/**
 * Writes changes 1, 2, 3 ... to the store in argv[2] until it is killed, eight at a time; number k is host k, VM k, and
 * the event with n = k. Prints `ok k` once k is acknowledged and `CODE k` for each refusal, which it repeats.
 */
const [, , folder = ''] = process.argv;

// The guard is blind, so that the disk really fills.
const store = openLmdbStore({ folder, clock: systemClock, freeSpace: () => undefined });

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function write(k: number): Promise<void> {
  const id = `h${k % 100}`;
  const change = {
    hosts: [aStoredHost(id, { n: k, reason: 'x'.repeat(2000), status: k % 2 ? 'UP' : 'DOWN' })],
    vms: [aVm(`v${k % 100}`, id, { n: k })],
    events: [anEvent(id, k)],
  };
  for (;;) {
    try {
      await store.apply(change);
      say(`ok ${k}`);
      return;
    } catch (error) {
      say(`${MusterError.from(error).code} ${k}`);
      await sleep(20);
    }
  }
}

for (let k = store.eventRange().last + 1; ; k += 8) {
  await Promise.all(Array.from({ length: 8 }, (_, i) => write(k + i)));
}
