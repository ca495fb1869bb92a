import type { Vm, VmOverdue } from '../../shared/model/vm.ts';
import type { VmDetails } from '../../shared/model/vm-details.ts';
import type { VmPacking } from '../ports.ts';

/**
 * Rows as the store keeps them: lists in a fixed order instead of objects, because the names of the fields were two
 * thirds of a VM's row, and reading them most of the time. What stands elsewhere in the row or is its key is left out
 * or null. Rows stay self-contained. A change of the order is a new schema version.
 */

export type PackedVm = readonly [
  name: string,
  hostId: string,
  placement: number,
  status: Vm['status'],
  reason: Vm['reason'],
  sinceAt: number,
  /** Null: as read. */
  reported:
    | readonly [status: Vm['reported']['status'], reason: Vm['reported']['reason'], sinceAt: number]
    | null,
  isPersistent: boolean,
  vcpuCount: number,
  memoryMaxKib: number,
  isGuestAgentConnected: boolean,
  epoch: number,
  n: number,
  migration: readonly [fromHostId: string, toHostId: string, iteration: number] | null,
  /** Null or left out by most. */
  overdue?: readonly [health: VmOverdue['health'], sinceAt: number] | null,
  /** Left out where nothing is known; who does not know of it reads the row without. */
  details?: VmDetails,
];

export function packVm(vm: Vm): PackedVm {
  const packed = packPlain(vm);
  const { overdue, details } = vm;
  const late = overdue && ([overdue.health, overdue.sinceAt] as const);
  if (details !== undefined) return [...packed, late ?? null, details];
  return late === undefined ? packed : [...packed, late];
}

type PackedPlainVm = PackedVm extends readonly [
  ...infer Plain,
  overdue?: unknown,
  details?: unknown,
]
  ? Plain
  : never;

function packPlain(vm: Vm): PackedPlainVm {
  const { status, reason, sinceAt, reported, migration } = vm;
  const isAsRead =
    reported.status === status && reported.reason === reason && reported.sinceAt === sinceAt;
  return [
    vm.name,
    vm.hostId,
    vm.placement,
    status,
    reason,
    sinceAt,
    isAsRead ? null : [reported.status, reported.reason, reported.sinceAt],
    vm.isPersistent,
    vm.vcpuCount,
    vm.memoryMaxKib,
    vm.isGuestAgentConnected,
    vm.epoch,
    vm.n,
    migration ? [migration.fromHostId, migration.toHostId, migration.iteration] : null,
  ];
}

export function unpackVm(id: string, packed: PackedVm): Vm {
  const [status, reason, sinceAt, reported] = [packed[3], packed[4], packed[5], packed[6]];
  const [overdue, details] = [packed[14], packed[15]];
  const vm = {
    id,
    name: packed[0],
    hostId: packed[1],
    placement: packed[2],
    status,
    reason,
    sinceAt,
    reported:
      reported === null
        ? { status, reason, sinceAt }
        : { status: reported[0], reason: reported[1], sinceAt: reported[2] },
    isPersistent: packed[7],
    vcpuCount: packed[8],
    memoryMaxKib: packed[9],
    isGuestAgentConnected: packed[10],
    epoch: packed[11],
    n: packed[12],
    ...(overdue && { overdue: { health: overdue[0], sinceAt: overdue[1] } }),
    ...(details && { details }),
  };
  const migration = packed[13];
  if (migration === null) return vm;
  const [fromHostId, toHostId, iteration] = [migration[0], migration[1], migration[2]];
  return { ...vm, migration: { fromHostId, toHostId, iteration } };
}

export const vmPacking: VmPacking = {
  pack: (vms) => JSON.stringify(Array.from(vms, (vm) => [vm.id, packVm(vm)])),
  // What was packed here, and never left the process.
  unpack: (packed) =>
    (JSON.parse(packed) as [string, PackedVm][]).map(([id, vm]) => unpackVm(id, vm)),
};
