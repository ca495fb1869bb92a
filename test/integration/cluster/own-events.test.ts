import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MemoryStore } from '../../../central/store/memory-store.ts';
import { aStep, aVmOf, takeStep } from '../../harness/cluster-steps.ts';
import { arrived, follow, NatsBench } from './bench.ts';

describe('events that a replica publishes and reads', () => {
  let bench: NatsBench;
  beforeEach(async () => {
    bench = await NatsBench.start();
  });
  afterEach(() => bench.stop());

  it('are handed on as they are by the one that published them, and decoded alike by any other', async () => {
    const parts = await bench.open();
    const own = follow(parts);
    const other = await bench.open({ store: new MemoryStore(), owner: 'replica-2' });
    const foreign = follow(other);
    const step = aStep({ n: 2, expected: 0, vms: [aVmOf('host-1', 'vm-1')] });
    await takeStep(parts, step);
    const ids = step.events.map(({ id }) => id);
    await arrived(own, ids);
    await arrived(foreign, ids);
    expect(foreign.map(({ event }) => event)).toEqual(step.events);
    for (const [i, { event }] of own.entries()) expect(event).toBe(step.events[i]);
  });
});
