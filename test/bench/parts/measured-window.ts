import { setTimeout as sleep } from 'node:timers/promises';

import { machineMs } from '../../swarm/mark.ts';
import type { CentralUnderTest } from './central-under-test.ts';
import { cpuPercent, processFigures, round } from './process-figures.ts';
import type { ProcessFigures } from './process-figures.ts';
import type { SwarmUnderTest } from './swarm-under-test.ts';

export interface Measured {
  readonly central: CentralUnderTest;
  readonly swarm: SwarmUnderTest;
  /** 0: there is none. */
  readonly natsPid: number;
}

interface Reading {
  readonly reports: number;
  readonly central: ProcessFigures;
  readonly swarm: ProcessFigures;
  readonly nats: ProcessFigures | undefined;
  /** Delay of the central's event loop since the reading before. */
  readonly loopLagMs: { readonly p99: number; readonly max: number };
}

export interface MeasuredWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly seconds: number;
  readonly reports: number;
  /** Of the central, ms. */
  readonly cpuMs: number;
  readonly rssKb: number;
  readonly rssPeakKb: number;
  /** Of nats-server; 0 if there is none. */
  readonly natsCpuMs: number;
  readonly natsRssKb: number;
  /** Delay of the central's event loop. */
  readonly loopLagMs: { readonly p99: number; readonly max: number };
  /** In each second, the longest time in which the swarm came to nothing: what of the latency is its own. */
  readonly swarmLateMs: { readonly median: number; readonly max: number };
  /** Percent of one processor. */
  readonly cpu: { readonly central: number; readonly nats: number; readonly swarm: number };
}

async function read({ central, swarm, natsPid }: Measured): Promise<Reading> {
  const metric = await central.metrics();
  return {
    reports: metric('muster_reports_total'),
    central: central.figures(),
    swarm: swarm.program.figures(),
    nats: natsPid === 0 ? undefined : processFigures(natsPid),
    loopLagMs: {
      p99: round(1000 * metric('nodejs_eventloop_lag_p99_seconds'), 1),
      max: round(1000 * metric('nodejs_eventloop_lag_max_seconds'), 1),
    },
  };
}

/** What everybody does in `seconds`, as the operating system counts it. */
export async function measureWindow(parts: Measured, seconds: number): Promise<MeasuredWindow> {
  const before = await read(parts);
  const fromMs = machineMs();
  const lateMs: number[] = [];
  while (machineMs() < fromMs + seconds * 1000) {
    await sleep(Math.min(1000, fromMs + seconds * 1000 - machineMs()));
    lateMs.push(parts.swarm.latest?.lateMs ?? 0);
  }
  const after = await read(parts);
  const toMs = machineMs();
  const nats = before.nats && after.nats ? cpuPercent(before.nats, after.nats) : 0;
  return {
    fromMs,
    toMs,
    seconds: (after.central.atMs - before.central.atMs) / 1000,
    reports: after.reports - before.reports,
    cpuMs: after.central.cpuMs - before.central.cpuMs,
    rssKb: after.central.rssKb,
    rssPeakKb: after.central.rssPeakKb,
    natsCpuMs: (after.nats?.cpuMs ?? 0) - (before.nats?.cpuMs ?? 0),
    natsRssKb: after.nats?.rssKb ?? 0,
    loopLagMs: after.loopLagMs,
    swarmLateMs: lateOf(lateMs),
    cpu: {
      central: cpuPercent(before.central, after.central),
      nats,
      swarm: cpuPercent(before.swarm, after.swarm),
    },
  };
}

function lateOf(perSecond: readonly number[]): MeasuredWindow['swarmLateMs'] {
  const sorted = [...perSecond].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return { median: round(median, 1), max: round(sorted.at(-1) ?? 0, 1) };
}
