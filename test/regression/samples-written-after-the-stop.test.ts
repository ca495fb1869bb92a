import { expect, it } from 'vitest';

import { SampleTable } from '../../central/ingest/samples.ts';
import { limits } from '../../shared/limits.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { rowsOf } from '../harness/reported-stats.ts';

const turns = 30;
/** So many that those of one second are encoded in more than one turn of the event loop. */
const hostCount = turns * (limits.storeSamplesPerTurn + 1);

it('a stop waits for samples on their way to the store, which is closed behind it', async () => {
  const written: number[] = [];
  const store = {
    putSamples: (samples: ReadonlyMap<string, Uint8Array>) => {
      written.push(samples.size);
      return Promise.resolve();
    },
    getSamples: () => undefined,
  };
  const clock = new FakeClock();
  const table = new SampleTable(store, { clock, log: silentLogger });
  const rows = rowsOf({ vms: [] });
  const hosts = Array.from({ length: hostCount }, (_, i) => table.open(`host-${i}`));
  for (const host of hosts) host.take(rows, 1, 0);
  await table.flush();
  // Only the hosts of the next second have news, so that the stop has nothing of its own to write.
  for (let i = 1; i < hostCount; i += turns) hosts[i]?.take(rows, 2, 0);
  table.start();
  clock.advance(1_000);
  await table.stop();
  expect(written).toEqual([hostCount, hostCount / turns]);
});
