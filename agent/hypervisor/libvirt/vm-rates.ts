import type { VmSample, vmStatsFields } from '../../../shared/model/stats.ts';
import type { RawVmStats } from './raw-stats.ts';

/** Counters of a VM as last seen. PURE, like everything in this file. */
export interface SeenCounters {
  /** Tells runs of a VM apart: with a new one all counters start again. */
  readonly domainId: number;
  readonly counters: ReadonlyMap<string, { readonly value: bigint; readonly atMs: number }>;
}

type Seen = ReadonlyMap<string, SeenCounters>;
type RateField = Exclude<keyof typeof vmStatsFields, 'memoryKib' | 'memoryRssKib'>;

/** Milliseconds for which a counter that a busy VM did not report is remembered. */
const rememberedMs = 60_000;

/** Unit of the counter per millisecond -> unit of the field. CPU: nanoseconds -> thousandths of one processor. */
const perSecond = 1000;
const scale: Readonly<Record<RateField, number>> = {
  cpuPermille: 1 / 1000,
  diskReadBps: perSecond,
  diskWriteBps: perSecond,
  diskOps: perSecond,
  netRxBps: perSecond,
  netTxBps: perSecond,
};

/** Rates since the counters were last seen. A field is left out when that is not known, or a counter went back. */
export function sampleRates(
  seen: Seen,
  stats: readonly RawVmStats[],
  nowMs: number,
): { readonly samples: readonly VmSample[]; readonly seen: Seen } {
  const next = new Map<string, SeenCounters>();
  const samples = stats.map((vm) => {
    const { uuid, id } = vm.domain;
    const last = seen.get(uuid);
    const counters = last?.domainId === id ? last.counters : new Map<string, never>();
    next.set(uuid, { domainId: id, counters: remember(counters, vm, nowMs) });
    return {
      vmId: uuid,
      ...rates(counters, vm, nowMs),
      ...(vm.memoryKib !== undefined && { memoryKib: vm.memoryKib }),
      ...(vm.memoryRssKib !== undefined && { memoryRssKib: vm.memoryRssKib }),
    };
  });
  return { samples, seen: next };
}

function rates(
  last: SeenCounters['counters'],
  { counters }: RawVmStats,
  nowMs: number,
): Partial<Record<RateField, number>> {
  const sums = new Map<RateField, number>();
  const voided = new Set<RateField>();
  for (const [key, { field, value }] of counters) {
    const before = last.get(key);
    if (before === undefined || before.atMs >= nowMs) continue;
    if (value < before.value) voided.add(field);
    const rate = Number(value - before.value) / (nowMs - before.atMs);
    sums.set(field, (sums.get(field) ?? 0) + rate * scale[field]);
  }
  const known = [...sums].filter(([field]) => !voided.has(field));
  return Object.fromEntries(known.map(([field, rate]) => [field, Math.round(rate)]));
}

function remember(
  last: SeenCounters['counters'],
  { counters }: RawVmStats,
  nowMs: number,
): SeenCounters['counters'] {
  const next = new Map([...last].filter(([, { atMs }]) => nowMs - atMs < rememberedMs));
  for (const [key, { value }] of counters) next.set(key, { value, atMs: nowMs });
  return next;
}
