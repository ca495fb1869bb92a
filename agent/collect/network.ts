import { limits } from '../../shared/limits.ts';
import type { HostStats, NetworkInterfaceSample } from '../../shared/model/stats.ts';
import { type Counter, parseCounter, ratePerSecond } from './counter.ts';
import { knownFields, sumKnown } from './fields.ts';
import type { HostFiles } from './host-files.ts';
import { type Probe, type Reading, UnexpectedContent } from './probe.ts';

export interface InterfaceCounters {
  readonly rxBytes: Counter;
  readonly rxPackets: Counter;
  readonly rxErrors: Counter;
  readonly rxDropped: Counter;
  readonly txBytes: Counter;
  readonly txPackets: Counter;
  readonly txErrors: Counter;
  readonly txDropped: Counter;
}

/** What is known of an interface beside its counters. */
export interface InterfaceFacts {
  /** Undefined: not known. */
  isLinkUp(name: string): boolean | undefined;
  /** Stands for a device, so that its traffic leaves the machine. */
  isPhysical(name: string): boolean;
}

/**
 * Loopback, and what is made for single VMs and containers by libvirt, Proxmox, OpenStack, container engines and
 * the kernel's own placeholders. They come and go by the hundred and say nothing about the host (OV-23).
 */
const unwatchedInterfaces = [
  /^lo$/,
  /^(vnet|macvtap|macvlan|ipvlan|ifb|dummy|teql)\d+$/,
  /^(tunl|sit|gre|gretap|erspan|ip6tnl|ip6gre|ip_vti|ip6_vti)\d+$/,
  /^(tap|veth|vif|fwbr|fwpr|fwln|qbr|qvb|qvo|qr-|qg-|cali|lxc)/,
];

export function isWatchedInterface(name: string): boolean {
  return !unwatchedInterfaces.some((pattern) => pattern.test(name));
}

/** Watched interfaces of /proc/net/dev in the kernel's order. Lines that are cut short are left out. */
export function parseNetDev(text: string): ReadonlyMap<string, InterfaceCounters> {
  const interfaces = new Map<string, InterfaceCounters>();
  for (const line of text.split('\n')) {
    // Old kernels put no space behind the colon.
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    if (!isWatchedInterface(name)) continue;
    const counters = parseInterfaceCounters(
      line
        .slice(colon + 1)
        .trim()
        .split(/\s+/),
    );
    if (counters) interfaces.set(name, counters);
  }
  return interfaces;
}

function parseInterfaceCounters(columns: readonly string[]): InterfaceCounters | undefined {
  if (columns.length < 16) return undefined;
  const counters = columns.map(parseCounter);
  if (counters.includes(undefined)) return undefined;
  const at = (column: number): Counter => counters[column] ?? 0;
  return {
    rxBytes: at(0),
    rxPackets: at(1),
    rxErrors: at(2),
    rxDropped: at(3),
    txBytes: at(8),
    txPackets: at(9),
    txErrors: at(10),
    txDropped: at(11),
  };
}

interface InterfaceInterval {
  readonly before: InterfaceCounters | undefined;
  readonly after: InterfaceCounters;
  readonly elapsedMs: number;
}

function interfaceSample(
  name: string,
  { before, after, elapsedMs }: InterfaceInterval,
): NetworkInterfaceSample {
  const rate = (key: keyof InterfaceCounters): number | undefined =>
    ratePerSecond(before?.[key], after[key], elapsedMs);
  return {
    name,
    ...knownFields({
      rxBps: rate('rxBytes'),
      txBps: rate('txBytes'),
      rxPps: rate('rxPackets'),
      txPps: rate('txPackets'),
      rxErrors: Number(after.rxErrors),
      txErrors: Number(after.txErrors),
      rxDropped: Number(after.rxDropped),
      txDropped: Number(after.txDropped),
    }),
  };
}

type Interfaces = ReadonlyMap<string, InterfaceCounters>;

/**
 * The host's own rate is that of its physical interfaces: bonds, bridges and VLANs carry the same bytes a second time.
 * Where there is none, as in a container, it is that of all watched ones.
 */
function networkStats(
  before: Reading<Interfaces> | undefined,
  after: Reading<Interfaces>,
  facts: InterfaceFacts,
): Pick<HostStats, 'host' | 'networkInterfaces'> {
  const elapsedMs = before ? after.atMs - before.atMs : 0;
  const all = [...after.value].map(([name, counters]) =>
    interfaceSample(name, { before: before?.value.get(name), after: counters, elapsedMs }),
  );
  const physical = all.filter(({ name }) => facts.isPhysical(name));
  const counted = physical.length > 0 ? physical : all;
  const host =
    elapsedMs > 0
      ? {
          netRxBps: sumKnown(counted.map(({ rxBps }) => rxBps)),
          netTxBps: sumKnown(counted.map(({ txBps }) => txBps)),
        }
      : {};
  const told = all.slice(0, limits.hostNetworkInterfacesMax);
  const networkInterfaces = told.map((sample) => {
    const isLinkUp = facts.isLinkUp(sample.name);
    return isLinkUp === undefined ? sample : { ...sample, linkUp: Number(isLinkUp) };
  });
  return { host, networkInterfaces };
}

/** Undefined: the interface is gone, or its state can not be read. */
export function readLink(files: HostFiles, name: string): boolean | undefined {
  try {
    const state = files.readNow(`/sys/class/net/${name}/operstate`).trim();
    if (state !== 'unknown') return state === 'up';
    // Drivers that do not keep the state, among them many virtual ones, still tell whether there is a carrier.
    return files.readNow(`/sys/class/net/${name}/carrier`).trim() === '1';
  } catch {
    return undefined;
  }
}

export function createNetworkProbe(files: HostFiles): Probe {
  let before: Reading<Interfaces> | undefined;
  let physical = new Map<string, boolean>();
  return {
    name: 'network',
    deadlineMs: 50,
    run: (nowMs) => {
      const text = files.readNow('/proc/net/dev');
      if (!text.includes('|')) throw new UnexpectedContent('/proc/net/dev has no heading');
      const after = { atMs: nowMs, value: parseNetDev(text) };
      // Kept as long as the interface is there: what it stands for does not change meanwhile.
      physical = new Map(
        [...after.value.keys()].map((name) => [
          name,
          physical.get(name) ?? files.exists(`/sys/class/net/${name}/device`),
        ]),
      );
      const stats = networkStats(before, after, {
        isLinkUp: (name) => readLink(files, name),
        isPhysical: (name) => physical.get(name) ?? false,
      });
      before = after;
      return stats;
    },
  };
}
