import { readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

/** How one series moves: a walk of random steps between two bounds. */
const seriesSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  /** Largest step. */
  step: z.number(),
  /** Share of reports in which it moves at all. */
  moves: z.number().min(0).max(1),
  /** What the agent rounds to (shared/model/stats.ts). */
  quantum: z.number(),
});

const fieldsSchema = z.record(z.string(), seriesSchema);

const workloadSchema = z.strictObject({
  description: z.string(),
  intervalMs: z.number(),
  vmsPerHost: z.number(),
  /** Share of VMs whose statistics stand still. */
  idleVms: z.number().min(0).max(1),
  /** Share of reports that carry one state change. */
  changesPerReport: z.number(),
  host: fieldsSchema,
  disks: z.strictObject({ names: z.array(z.string()), fields: fieldsSchema }),
  filesystems: z.strictObject({ names: z.array(z.string()), fields: fieldsSchema }),
  networkInterfaces: z.strictObject({ names: z.array(z.string()), fields: fieldsSchema }),
  vm: fieldsSchema,
});

export type Series = z.output<typeof seriesSchema>;
export type Fields = Readonly<Record<string, Series>>;
export type Workload = z.output<typeof workloadSchema>;

export function loadWorkload(): Workload {
  const file = path.join(import.meta.dirname, '../bench/workload.json');
  return workloadSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Every how many VMs one is busy. */
export function busyEvery({ idleVms }: Workload): number {
  return Math.max(1, Math.round(1 / (1 - idleVms)));
}
