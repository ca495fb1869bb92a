import { expect, it } from 'vitest';

import { SessionSampling } from '../../agent/report/sampling.ts';

it('VMs take turns when more of them change than fit into a report', () => {
  const sampling = new SessionSampling();
  const told = new Set<string>();
  for (let report = 0; report < 5; report++) {
    const samples = Array.from({ length: 10 }, (_, i) => ({
      vmId: `vm-${String(i)}`,
      cpuPermille: 100 * report + 10,
    }));
    for (const { key } of sampling.vms(samples, 2)) told.add(key);
  }
  expect(told.size).toBe(10);
});
