import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** What a user may set; each benchmark has its own defaults. */
export interface BenchOptions {
  readonly agents?: number;
  readonly vms?: number;
  readonly hosts?: number;
  readonly seconds?: number;
  readonly warmup?: number;
  readonly minutes?: number;
  readonly inFlight?: number;
  readonly clients?: number;
  readonly lost?: number;
  readonly interval?: number;
  readonly suspectTimeout?: number;
  readonly replicas?: readonly number[];
  readonly scenario?: string;
  readonly profile?: string;
}

export type BenchResult = Readonly<Record<string, unknown>>;

/** One benchmark; `say` tells a person what is going on. */
export type Bench = (options: BenchOptions, say: (text: string) => void) => Promise<BenchResult>;

/** Between two reports of an agent, as centrals have it that nobody told otherwise, ms. */
export const defaultIntervalMs = 2_000;

/** The machine the numbers belong to. */
export function machine(): string {
  const info = readFileSync('/proc/cpuinfo', 'utf8');
  const model = /^model name\s*:\s*(.*)$/m.exec(info)?.[1] ?? 'unknown processor';
  return `${cpus().length} x ${model}, Node ${process.version}`;
}
