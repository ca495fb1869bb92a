import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from 'vitest';

import { buildPrograms } from '../bench/parts/build.ts';

/** Each benchmark as a user runs it, but tiny: that it works, says what it should, and loses nothing. Never how fast. */
const root = path.join(import.meta.dirname, '../..');

async function bench(command: string): Promise<Record<string, unknown>> {
  const args = ['--import', 'tsx', 'test/bench/main.ts', ...command.split(' '), '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(last) as Record<string, unknown>;
}

const number: unknown = expect.any(Number);
const latency = { p50: number, p99: number };
const nothingLost = { lost: 0, misordered: 0 };

beforeAll(() => {
  buildPrograms();
});

describe.concurrent('benchmarks', () => {
  it('ingest', async () => {
    const result = await bench('ingest --agents 20 --vms 4 --seconds 2 --warmup 1');
    expect(result).toMatchObject({
      ...{ bench: 'ingest', agents: 20, vms: 4, ...nothingLost, notify_ms: latency },
      ...{ reports_per_s: number, cpu_us_per_report: number, floor_us_per_message: number },
      ...{ rss_kb_per_agent: number, wire_bytes_per_report: number },
    });
    // The system counts CPU time in ticks of 10 ms, and a floor this small may use none: then there is no ratio.
    expect(result).toHaveProperty('ratio_to_floor');
    expect(result['wire_bytes_per_report']).toBeGreaterThan(50);
  });

  it('changes', async () => {
    const result = await bench('changes --agents 10 --vms 4 --seconds 2 --warmup 1');
    expect(result).toMatchObject({ ...nothingLost, cpu_us_per_change: number, notify_ms: latency });
    expect(result['per_s']).toBeGreaterThan(0);
  });

  it('agent', async () => {
    const result = await bench('agent --seconds 3 --warmup 1');
    expect(result).toMatchObject({ cpu_ms_per_s: number, rss_mb: number });
    expect(result['bytes_per_s']).toBeGreaterThan(0);
  });

  it('recover', async () => {
    const result = await bench('recover --hosts 300 --vms 1000');
    expect(result).toMatchObject({ hosts: 300, vms: 1000, ready_ms: number, rss_mb: number });
  });

  it('query', async () => {
    const size = '--hosts 300 --vms 1000 --agents 20 --clients 4';
    const result = await bench(`query ${size} --seconds 2 --warmup 1`);
    expect(result).toMatchObject({
      ...{ first_page_100_ms: latency, page_500_ms: latency, by_label_ms: latency },
      ...{ summarize_ms: latency, watch_snapshot_ms: latency },
      ingest: { ...nothingLost, notify_ms: latency, notify_with_clients_ms: latency },
    });
  });

  it('restart', async () => {
    const result = await bench('restart --agents 20 --vms 4 --warmup 1 --seconds 2');
    expect(result).toMatchObject({ ...nothingLost, agents: 20, all_up_ms: number });
    expect(result).toMatchObject({ false_verdicts: 0, rss_peak_ratio: number });
  });

  it('loss', async () => {
    const result = await bench('loss --agents 20 --vms 4 --suspect-timeout 1000');
    const rows = { last_event_ms: number, events_per_s: number, false_verdicts: 0 };
    expect(result).toMatchObject({
      without_brake: { ...rows, lost_hosts: 4, doubts: 0 },
      with_brake: { ...rows, lost_hosts: 10, doubts: 1 },
    });
  });

  it('loss of contact that returns', async () => {
    const result = await bench('loss --agents 20 --vms 4 --scenario reset-healed');
    expect(result).toMatchObject({ lost_hosts: 10, doubts: 1, false_verdicts: 0 });
  });

  it('versus names who is left out', async () => {
    const result = await bench('versus --agents 10 --vms 4 --seconds 2 --warmup 1');
    expect(result).toMatchObject({ muster: nothingLost });
    const leftOut = result['left_out'] as string[];
    for (const name of ['prometheus', 'etcd']) {
      const isNamed = leftOut.some((text) => text.startsWith(`${name}: apt-get install`));
      expect(isNamed).toBe(result[name] === undefined);
    }
  });

  it.each(['kill', 'drain', 'join'])('failover %s', async (scenario) => {
    const size = '--replicas 2 --agents 20 --vms 4 --warmup 1 --seconds 1';
    const result = await bench(`failover ${size} --scenario ${scenario}`);
    expect(result).toMatchObject({
      ...{ bench: 'failover', scenario, ...nothingLost, double_owner: 0, false_verdicts: 0 },
      all_reporting_ms: number,
    });
    expect(result['moved']).toBeGreaterThan(0);
  });

  it('scale', async () => {
    const result = await bench('scale --replicas 1,2 --agents 20 --vms 4 --seconds 2 --warmup 1');
    const rows = result['by_replicas'] as Record<string, unknown>[];
    expect(rows.map(({ replicas }) => replicas)).toEqual([1, 2]);
    for (const row of rows) {
      expect(row).toMatchObject({ cpu_us_per_report: number, reports_per_s: number });
      expect(row['changes_per_s']).toBeGreaterThan(0);
    }
  });

  it('soak', async () => {
    const result = await bench('soak --agents 30 --vms 4 --minutes 0.1');
    expect(result).toMatchObject({ ...nothingLost, rss_mb_per_hour: number });
    expect(result).toMatchObject({ descriptors_per_hour: number, store_mb_per_hour: number });
    expect(result['changes']).toBeGreaterThan(0);
  });
});
