import { expect, it } from 'vitest';

import { NatsBench } from '../integration/cluster/bench.ts';
import { aStep, commitUntilKnown, takeStep } from '../harness/cluster-steps.ts';
import { eventually } from '../harness/eventually.ts';

const told = (bench: NatsBench, count: number): Promise<boolean> =>
  eventually(() => bench.changes.length === count || undefined, {
    what: `${count} storage changes are told`,
  });

it('a storage that lost history is told again after a crash, until every host has said so', async () => {
  const bench = await NatsBench.start();
  try {
    const parts = await bench.open();
    await takeStep(parts, aStep({ n: 1, expected: 0 }));
    await bench.server.kill();
    bench.server.empty();
    await bench.server.restart();
    await told(bench, 1);
    // The process dies before the host has said anything; its store stays.
    await parts.stop();
    const heir = await bench.open();
    await told(bench, 2);
    expect(bench.changes[1]).toEqual(bench.changes[0]);
    const step = aStep({ n: 2, expected: 0 });
    const historyGap = { fromChange: 0, toChange: 1, reason: 'STORAGE_LOST', fromRun: '' };
    const events = step.events.map((event) => ({ ...event, historyGap }));
    expect((await commitUntilKnown(heir.commit, { ...step, events })).kind).toBe('accepted');
    await heir.stop();
    await bench.open();
    expect(bench.store.getMeta('nats.muster_hosts.unsaid')).toBe('');
    expect(bench.changes).toHaveLength(2);
  } finally {
    await bench.stop();
  }
});
