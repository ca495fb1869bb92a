import { describe, expect, it } from 'vitest';

import type { VmSampling } from '../../../agent/hypervisor/port.ts';
import { Outbox } from '../../../agent/report/outbox.ts';
import { Sampler } from '../../../agent/sampler.ts';
import type { HostStats } from '../../../shared/model/stats.ts';
import { FakeClock } from '../../harness/fake-clock.ts';

function stage(sampleVms: () => Promise<VmSampling>): {
  clock: FakeClock;
  sampler: Sampler;
  counts: { host: number; vms: number };
} {
  const clock = new FakeClock();
  const counts = { host: 0, vms: 0 };
  const stats: HostStats = { host: {}, disks: [], filesystems: [], networkInterfaces: [] };
  const sampler = new Sampler(
    {
      clock,
      outbox: new Outbox(),
      sampleHost: () => {
        counts.host += 1;
        return Promise.resolve(stats);
      },
      sampleVms: () => {
        counts.vms += 1;
        return sampleVms();
      },
    },
    1_000,
  );
  return { clock, sampler, counts };
}

describe('the sampler', () => {
  it('measures at once and then at the interval, also at a new one (OV-1)', async () => {
    const { clock, sampler, counts } = stage(() => Promise.resolve({ kind: 'samples', vms: [] }));
    sampler.start();
    await clock.advanceAsync(3_000);
    expect(counts).toEqual({ host: 4, vms: 4 });
    sampler.setInterval(2_000);
    await clock.advanceAsync(4_000);
    expect(counts).toEqual({ host: 6, vms: 6 });
    sampler.stop();
    expect(clock.timerCount).toBe(0);
  });

  it('OV-30: goes on measuring the host while the hypervisor does not answer, and asks it only once', async () => {
    const { clock, sampler, counts } = stage(() => new Promise(() => undefined));
    sampler.start();
    await clock.advanceAsync(5_000);
    expect(counts).toEqual({ host: 6, vms: 1 });
    sampler.stop();
  });
});
