import { describe, expect, it } from 'vitest';

import { Outbox } from '../../../agent/report/outbox.ts';
import {
  diskStatsFields,
  filesystemStatsFields,
  hostStatsFields,
  networkInterfaceStatsFields,
  vmStatsFields,
} from '../../../shared/model/stats.ts';
import { vmIdsOf } from '../../swarm/simulated-host.ts';
import { SimulatedLoad } from '../../swarm/simulated-load.ts';
import { loadWorkload } from '../../swarm/workload.ts';

const workload = loadWorkload();

describe('the workload', () => {
  it('rounds as the agent does, field by field', () => {
    const kinds = [
      [workload.host, hostStatsFields],
      [workload.disks.fields, diskStatsFields],
      [workload.filesystems.fields, filesystemStatsFields],
      [workload.networkInterfaces.fields, networkInterfaceStatsFields],
      [workload.vm, vmStatsFields],
    ] as const;
    for (const [fields, table] of kinds) {
      const quanta = Object.entries(fields).map(([name, { quantum }]) => [name, quantum]);
      expect(table).toMatchObject(Object.fromEntries(quanta));
    }
  });

  it('has 30 series of a host and 8 of a VM', () => {
    const { host, disks, filesystems, networkInterfaces, vm } = workload;
    const devices = [disks, filesystems, networkInterfaces];
    const series = devices.map(({ names, fields }) => names.length * Object.keys(fields).length);
    expect(Object.keys(host).length + series.reduce((a, b) => a + b)).toBe(30);
    expect(Object.keys(vm)).toHaveLength(8);
  });

  it('changes the statistics of 5 of 20 VMs in a report', () => {
    const outbox = new Outbox();
    const load = new SimulatedLoad(workload).of(3, vmIdsOf(3, workload.vmsPerHost));
    outbox.setHostStats(load.host);
    outbox.setVmSamples(load.vms);
    outbox.observeNoInventory();
    outbox.startSession({ appliedChange: 0, wantSnapshot: false });
    expect(outbox.next(0, true)?.vms).toHaveLength(20);
    const counts: number[] = [];
    for (let turn = 0; turn < 100; turn++) {
      load.advance();
      counts.push(outbox.next(0, true)?.vms.length ?? 0);
    }
    expect(counts.every((count) => count <= 5)).toBe(true);
    expect(counts.reduce((a, b) => a + b) / counts.length).toBeGreaterThan(4.9);
  });

  it('is the same in every process, and another for every host', () => {
    const hostAt = (index: number): object => {
      const load = new SimulatedLoad(workload).of(index, vmIdsOf(index, 2));
      for (let turn = 0; turn < 10; turn++) load.advance();
      return load.host.host;
    };
    expect(hostAt(1)).toEqual(hostAt(1));
    expect(hostAt(1)).not.toEqual(hostAt(2));
  });

  it('keeps every value within its bounds', () => {
    const load = new SimulatedLoad(workload).of(7, vmIdsOf(7, 4));
    for (let turn = 0; turn < 2000; turn++) {
      load.advance();
      for (const [name, { low, high }] of Object.entries(workload.vm)) {
        for (const sample of load.vms) {
          const value = Reflect.get(sample, name) as number;
          if (value < low || value > high) throw new Error(`${name} is ${value}`);
        }
      }
    }
  });
});
