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
    swarm: swarm.figures(),
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
  const lateMs = await latenessOver(parts.swarm, seconds);
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
    swarmLateMs: lateMs,
    cpu: {
      central: cpuPercent(before.central, after.central),
      nats,
      swarm: cpuPercent(before.swarm, after.swarm),
    },
  };
}

async function latenessOver(
  swarm: SwarmUnderTest,
  seconds: number,
): Promise<MeasuredWindow['swarmLateMs']> {
  const untilMs = machineMs() + seconds * 1000;
  const lateMs: number[] = [];
  while (machineMs() < untilMs) {
    await sleep(Math.min(1000, untilMs - machineMs()));
    lateMs.push(swarm.latest?.lateMs ?? 0);
  }
  lateMs.sort((one, other) => one - other);
  const median = lateMs[Math.floor(lateMs.length / 2)] ?? 0;
  return { median: round(median, 1), max: round(lateMs.at(-1) ?? 0, 1) };
}
