import type { HostFiles } from './host-files.ts';

export interface Processor {
  readonly cpuModel: string;
  readonly cpuCount: number;
  /** 0: not known. */
  readonly socketCount: number;
  /** Of the features that let a machine run VMs, the ones its processors have. */
  readonly virtualization: readonly string[];
}

/** Where the processor families put a name a person knows: x86, old ARM, MIPS, POWER, s390. */
const modelKeys = ['model name', 'Hardware', 'cpu model', 'cpu', 'vendor_id'];

/** Empty, 0 and [] for what the text does not tell. */
export function parseCpuinfo(text: string): Processor {
  const values = new Map<string, string>();
  const sockets = new Set<string>();
  let cpuCount = 0;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const [key, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (/^processor( \d+)?$/.test(key)) cpuCount += 1;
    if (key === 'physical id') sockets.add(value);
    if (!values.has(key)) values.set(key, value);
  }
  const flags = values.get('flags')?.split(' ') ?? [];
  return {
    cpuModel: cpuModel(values),
    cpuCount,
    socketCount: sockets.size,
    virtualization: ['vmx', 'svm'].filter((flag) => flags.includes(flag)),
  };
}

function cpuModel(values: ReadonlyMap<string, string>): string {
  for (const key of modelKeys) {
    const model = values.get(key);
    if (model !== undefined && model !== '') return model.replace(/\s+/g, ' ');
  }
  // 64-bit ARM has numbers only.
  const [implementer, part] = [values.get('CPU implementer'), values.get('CPU part')];
  return implementer === undefined ? '' : `ARM implementer ${implementer} part ${part ?? '?'}`;
}

/** May take a while on machines with many processors, whose clock the kernel then asks one by one. */
export async function readProcessor(files: HostFiles): Promise<Processor> {
  return parseCpuinfo(await files.read('/proc/cpuinfo'));
}
