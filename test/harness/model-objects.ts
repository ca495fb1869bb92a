import type { StepContext } from '../../central/state/host-state.ts';
import type { Host } from '../../shared/model/host.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';

/** Objects of the model with everything set that a test does not care about. */

export function vmStateOf(id: string, over: Partial<VmState> = {}): VmState {
  return {
    ...{ id, name: id, status: 'UP', reason: 'BOOTED', sinceAt: 1_000, isPersistent: false },
    ...{ vcpuCount: 1, memoryMaxKib: 1024, isGuestAgentConnected: false },
    ...over,
  };
}

export function vmOf(id: string, hostId: string, over: Partial<Vm> = {}): Vm {
  const { status = 'UP', reason = 'BOOTED', sinceAt = 1_000 } = over;
  const { migration, ...state } = vmStateOf(id, { status, reason, sinceAt });
  return {
    ...{ ...state, hostId, placement: 1, reported: { status, reason, sinceAt }, epoch: 1, n: 1 },
    ...(migration && { migration }),
    ...over,
  };
}

export function hostOf(id: string, over: Partial<Host> = {}): Host {
  return {
    ...{ id, name: id, site: '', labels: {}, class: 'PERMANENT', agentVersion: '1' },
    ...{ capabilities: [], run: 'r1', bootId: 'b1', status: 'UP', reason: '', sinceAt: 0 },
    ...{ conditions: [], owner: 'replica-1', epoch: 1, n: 1, vmCount: 0 },
    ...over,
  };
}

export function recordOf(id: string, over: Partial<HostRecord> = {}): HostRecord {
  const { owner = 'replica-1', epoch = 1, n = 1 } = over;
  return {
    ...{ incarnation: 'life-1', owner, instance: `${owner}-instance`, epoch, n, pictureRun: 'r1' },
    host: hostOf(id, { owner, epoch, n }),
    ...{ appliedChanges: [{ run: 'r1', change: 1 }], pending: [] },
    ...over,
  };
}

export function helloOf(hostId: string, over: Partial<Hello> = {}): Hello {
  return {
    ...{ hostId, run: 'r1', bootId: 'b1', machineIdHash: '', protocolVersion: 1 },
    ...{ agentVersion: '1', capabilities: [], name: hostId, site: '', labels: {} },
    ...{ class: 'PERMANENT', epochSeen: 0, safeChange: 0, lastChange: 0 },
    ...{ unreachableOwner: '', redirects: 0, sentAt: 0 },
    ...over,
  };
}

/** The surroundings of a step in which nothing is known of other hosts. */
export function stepContextOf(over: Partial<StepContext> = {}): StepContext {
  return {
    ...{ nowUnixMs: 5_000, replicaId: 'replica-1', instance: 'start-1', incarnation: 'life-1' },
    takeReason: 'TAKEN_OVER',
    lossReason: 'STORAGE_LOST',
    findVm: () => undefined,
    firstPlacement: () => 5_000,
    isVmBusy: () => false,
    isVerdictDue: () => true,
    silence: () => undefined,
    isInContact: () => true,
    removedEpoch: () => 0,
    isHostLost: () => false,
    isHostThere: () => true,
    isReportedElsewhere: () => false,
    findSilentDestination: () => undefined,
    intervalMs: 2_000,
    ...over,
  };
}
