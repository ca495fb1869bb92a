import { limits } from '../../../shared/limits.ts';
import type { vmStatsFields } from '../../../shared/model/stats.ts';
import { readDomain, readTypedParams, type DomainRef, type TypedParam } from './domain.ts';
import type { RawState } from './procedures.ts';
import type { XdrReader } from './xdr.ts';

type CounterField = Exclude<keyof typeof vmStatsFields, 'memoryKib' | 'memoryRssKib'>;

/** Statistics of one VM as libvirt gives them, as far as we use them. What it left out is left out here. */
export interface RawVmStats {
  readonly domain: DomainRef;
  readonly state: RawState | undefined;
  readonly memoryKib: number | undefined;
  readonly memoryRssKib: number | undefined;
  /** Its QEMU could not be asked: it is busy with something else, or hangs. */
  readonly isPartial: boolean;
  /** Ever-growing counters, each under a name that stays with its device, and the field it adds to. */
  readonly counters: ReadonlyMap<string, { readonly field: CounterField; readonly value: bigint }>;
}

const deviceCounters: Readonly<Record<string, CounterField>> = {
  'block.rd.bytes': 'diskReadBps',
  'block.wr.bytes': 'diskWriteBps',
  'block.rd.reqs': 'diskOps',
  'block.wr.reqs': 'diskOps',
  'net.rx.bytes': 'netRxBps',
  'net.tx.bytes': 'netTxBps',
};

/** PURE. Reads one record of a bulk answer. */
export function readRawStats(reader: XdrReader): RawVmStats {
  const domain = readDomain(reader);
  const params = new Map<string, TypedParam>();
  readTypedParams(reader, limits.libvirtParamsMax, (name, value) => params.set(name, value));
  const state = params.get('state.state');
  const reason = params.get('state.reason');
  return {
    domain,
    state: typeof state === 'number' && typeof reason === 'number' ? { state, reason } : undefined,
    memoryKib: plainNumber(params.get('balloon.current')),
    memoryRssKib: plainNumber(params.get('balloon.rss')),
    isPartial: !params.has('balloon.rss'),
    counters: readCounters(params),
  };
}

function readCounters(params: ReadonlyMap<string, TypedParam>): RawVmStats['counters'] {
  const counters = new Map<string, { field: CounterField; value: bigint }>();
  for (const [name, value] of params) {
    if (typeof value !== 'bigint') continue;
    if (name === 'cpu.time') {
      counters.set(name, { field: 'cpuPermille', value });
      continue;
    }
    const [, group, index, rest] = /^(block|net)\.(\d+)\.(.+)$/.exec(name) ?? [];
    if (group === undefined || index === undefined || rest === undefined) continue;
    const field = deviceCounters[`${group}.${rest}`];
    // Indexes shift when a device goes; its name stays.
    const device = params.get(`${group}.${index}.name`) ?? index;
    if (field !== undefined) counters.set(`${group}.${String(device)}.${rest}`, { field, value });
  }
  return counters;
}

/** Some drivers say "not known" with the largest number there is. */
function plainNumber(value: TypedParam | undefined): number | undefined {
  if (typeof value !== 'bigint' && typeof value !== 'number') return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
