import type {
  HostState,
  Op,
  Step,
  StepContext,
  StepEffect,
} from '../../central/state/host-state.ts';
import { nothingKnown, volatileOf } from '../../central/state/host-state.ts';
import { stepHost } from '../../central/state/step.ts';
import type { Event } from '../../shared/model/event.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import type { Vm, VmState } from '../../shared/model/vm.ts';

/** One host of the pure core, with every step accepted at once: state, events and effects for a test to look at. */
export class SteppedHost {
  readonly events: Event[] = [];
  readonly effects: StepEffect[] = [];
  readonly steps: Step[] = [];
  state: HostState = {
    record: undefined,
    vms: new Map(),
    ...nothingKnown,
  };
  context: StepContext;

  constructor(changes: Partial<StepContext> = {}) {
    this.context = {
      nowUnixMs: 1_735_689_600_000,
      replicaId: 'replica-1',
      instance: 'instance-1',
      incarnation: 'life-1',
      takeReason: 'TAKEN_OVER',
      lossReason: 'STORAGE_LOST',
      findVm: (id) => this.state.vms.get(id),
      firstPlacement: () => 1_735_689_600_000,
      isVmBusy: () => false,
      isHostLost: () => false,
      isHostThere: () => true,
      isReportedElsewhere: () => false,
      findSilentDestination: () => undefined,
      intervalMs: 2_000,
      isVerdictDue: () => true,
      silence: () => undefined,
      isInContact: () => true,
      removedEpoch: () => 0,
      ...changes,
    };
  }

  get vms(): ReadonlyMap<string, Vm> {
    return this.state.vms;
  }

  apply(...ops: readonly Op[]): void {
    let queue = ops;
    do {
      const { step, state, now, after, rest } = stepHost(this.state, queue, this.context);
      this.state = step === undefined ? state : accepted(state, step);
      if (step !== undefined) {
        this.steps.push(step);
        this.events.push(...step.events);
      }
      this.effects.push(...now, ...after);
      queue = rest;
    } while (queue.length > 0);
  }
}

export function accepted(state: HostState, step: Step): HostState {
  const vms = new Map(state.vms);
  for (const id of step.droppedVmIds) vms.delete(id);
  for (const vm of step.vms) vms.set(vm.id, vm);
  return { record: step.record, vms, ...volatileOf(step) };
}

export function vmStateOf(id: string, status: VmState['status']): VmState {
  return {
    ...{ id, name: id, status, reason: 'UNSPECIFIED', sinceAt: 0, isPersistent: true },
    ...{ vcpuCount: 1, memoryMaxKib: 1024, isGuestAgentConnected: false },
  };
}

/** A change of run-1. */
export function changeOf(change: number, vm: VmState): Op {
  return {
    kind: 'change',
    run: 'run-1',
    change: { change, observedAt: 0, body: { kind: 'vm', vm } },
  };
}

/** A host that is UP: its first picture, change 1 of run-1, held these VMs. */
export function aHostWith(vms: readonly VmState[]): SteppedHost {
  const host = new SteppedHost();
  const hello: Hello = {
    ...{ hostId: 'host-1', run: 'run-1', bootId: 'boot-1', machineIdHash: '', protocolVersion: 1 },
    ...{ agentVersion: '1', capabilities: [], name: 'host-1', site: '', labels: {} },
    ...{ class: 'PERMANENT', epochSeen: 0, safeChange: 0, lastChange: 0, unreachableOwner: '' },
    ...{ redirects: 0, sentAt: 0 },
  };
  const snapshot = { change: 1, areVmsKnown: true, vms, conditions: [], observedAt: 0 };
  host.apply({ kind: 'hello', hello, sessionId: 1 }, { kind: 'snapshot', run: 'run-1', snapshot });
  return host;
}
