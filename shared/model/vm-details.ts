import { isSame } from './same.ts';
import type { VmStatus } from './status.ts';

/** The guest agent: the VM has no channel for one, it is not connected, it answers, or it is connected and does not. */
export const guestAgentStates = ['NONE', 'DISCONNECTED', 'CONNECTED', 'NOT_RESPONDING'] as const;
export type GuestAgentState = (typeof guestAgentStates)[number];

/** The first of a list, and how many were left out (I8). */
export interface Listed<Entry> {
  readonly list: readonly Entry[];
  readonly omitted: number;
}

/** An address inside the guest, as its agent tells it. */
export interface GuestAddress {
  /** Interface as the guest names it. */
  readonly name: string;
  /** Empty where there is none. */
  readonly mac: string;
  /** IPv4 or IPv6, without a zone. */
  readonly address: string;
  /** Bits of the network part. */
  readonly prefix: number;
  /** The interface is one of the VM's devices, not made inside the guest. */
  readonly isOfDevice: boolean;
}

export interface VmMemory {
  /** What the VM must not fall below, KiB; 0: nothing is guaranteed. */
  readonly guaranteedKib: number;
  /** What the VM is to have by its definition, less than its maximum, KiB; 0: its maximum, or not known. */
  readonly wantedKib: number;
}

export const memoryIssueKinds = [
  /** It has less than it is guaranteed. */
  'BELOW_GUARANTEE',
  /** It was to give memory back and has all of it still: nobody in the guest listens. */
  'BALLOON_NOT_FOLLOWED',
  /** It gave memory back, and its guest agent, which could tell whether that hurts, is gone. */
  'AGENT_GONE_WHILE_INFLATED',
] as const;
export type MemoryIssueKind = (typeof memoryIssueKinds)[number];

export interface MemoryIssue {
  readonly kind: MemoryIssueKind;
  /** What the VM had when it was told, KiB. */
  readonly currentKib: number;
  /** What it was held against, KiB: the guarantee, what is wanted, or its maximum. */
  readonly expectedKib: number;
}

export const vmDeviceKinds = ['DISK', 'NIC', 'CHANNEL', 'HOSTDEV'] as const;
export type VmDeviceKind = (typeof vmDeviceKinds)[number];

export interface VmDevice {
  readonly kind: VmDeviceKind;
  /** Id within the VM, such as net0; empty while the VM is off. */
  readonly alias: string;
  /** What is behind it, such as file, bridge, unix, pci. */
  readonly type: string;
  /** Its name on one side or the other: vda, vnet0, org.qemu.guest_agent.0. */
  readonly target: string;
  /** Where it leads, such as a file, a bridge, an address on the host; empty: nowhere, or not known. */
  readonly source: string;
  /** Where the guest finds it, such as pci:0000:00:03.0. */
  readonly address: string;
  /** Of a NIC. */
  readonly mac: string;
}

/**
 * What is known of a VM beyond its state. Each part changes seldom and is told only then: one that is left out is as it
 * was told before, or not known.
 */
export interface VmDetails {
  readonly guestAgent?: GuestAgentState;
  readonly guestAddresses?: Listed<GuestAddress>;
  readonly memory?: VmMemory;
  readonly memoryIssues?: readonly MemoryIssue[];
  readonly devices?: Listed<VmDevice>;
}

interface Detailed {
  readonly status: VmStatus;
  readonly details?: VmDetails;
}

const partNames = [
  'guestAgent',
  'guestAddresses',
  'memory',
  'memoryIssues',
  'devices',
] as const satisfies readonly (keyof VmDetails)[];

/** What only holds for a guest that runs. */
const guestParts: ReadonlySet<keyof VmDetails> = new Set([
  'guestAgent',
  'guestAddresses',
  'memoryIssues',
] as const);

const offStatuses: ReadonlySet<VmStatus> = new Set(['DOWN', 'SUSPENDED', 'DEPARTED'] as const);

/** The VM with the parts that it leaves out as they were told before. */
export function completed<State extends Detailed>(known: Detailed | undefined, vm: State): State {
  if (known?.details === undefined && vm.details === undefined) return vm;
  const { details: told, ...rest } = vm;
  const isOff = offStatuses.has(vm.status);
  const all = { ...known?.details, ...told };
  const details = pick(all, (part) => !isOff || !guestParts.has(part));
  return { ...rest, ...(details && { details }) } as State;
}

/** The VM with only those parts that were not told as they are now. */
export function newsOf<State extends Detailed>(told: Detailed | undefined, vm: State): State {
  if (vm.details === undefined) return vm;
  const { details, ...rest } = vm;
  const before = told?.details ?? {};
  const news = pick(details, (part) => !isSame(before[part], details[part]));
  return { ...rest, ...(news && { details: news }) } as State;
}

/** undefined: none is left. */
function pick(
  details: VmDetails,
  isWanted: (part: keyof VmDetails) => boolean,
): VmDetails | undefined {
  const parts = partNames.filter((part) => details[part] !== undefined && isWanted(part));
  return parts.length === 0
    ? undefined
    : Object.fromEntries(parts.map((part) => [part, details[part]]));
}
