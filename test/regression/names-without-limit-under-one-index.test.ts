import { expect, it } from 'vitest';

import { SampleTable } from '../../central/ingest/samples.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import { limits } from '../../shared/limits.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { rowsOf } from '../harness/reported-stats.ts';

it('an agent that names one index again and again does not fill the memory of the central (I8)', () => {
  const table = new SampleTable(new MemoryStore(), { clock: new FakeClock(), log: silentLogger });
  const session = table.open('host-1');
  const rows = rowsOf({ vms: [{ index: 0, key: 'v', fields: { diskOps: 1 } }] });
  const nameAll = (): void => {
    for (let i = 0; i <= limits.sampleIndexesMax; i++) {
      rows.keys[0] = `v${i}`;
      session.take(rows, 1, 0);
    }
  };
  expect(nameAll).toThrow(expect.objectContaining({ field: 'report.vms', reason: 'too_many' }));
});
