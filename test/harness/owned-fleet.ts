import { nothingKnown } from '../../central/state/host-state.ts';
import type { HostState, Op, StepContext } from '../../central/state/host-state.ts';
import { stepHost } from '../../central/state/step.ts';
import { MemoryStore } from '../../central/store/memory-store.ts';
import type { Event } from '../../shared/model/event.ts';
import { accepted } from './stepped-host.ts';

/** Several hosts of the pure core over one store, each step written as an accepted commit is. */
export class OwnedFleet {
  readonly store = new MemoryStore();
  /** By host, in order. */
  readonly events = new Map<string, Event[]>();
  nowUnixMs = 1_735_689_600_000;
  owner = { replicaId: 'replica-1', instance: 'instance-1' };
  readonly #states = new Map<string, HostState>();
  #revision = 0;

  /** One after the other, with what follows from them for other hosts. */
  async apply(hostId: string, ops: readonly Op[]): Promise<void> {
    const state = this.#states.get(hostId) ?? {
      record: undefined,
      vms: new Map(),
      ...nothingKnown,
    };
    const result = stepHost(state, ops, this.#context());
    const { step, rest, after } = result;
    this.#states.set(hostId, step === undefined ? result.state : accepted(state, step));
    if (step !== undefined) {
      const { record, vms, events, removedVmIds } = step;
      const removals = events.filter(
        ({ vmId, type }) => type === 'VmRemoved' && removedVmIds.includes(vmId),
      );
      await this.store.apply({ hosts: [{ record, revision: ++this.#revision }], vms, removals });
      this.events.set(hostId, [...(this.events.get(hostId) ?? []), ...events]);
    }
    for (const effect of after) {
      if (effect.kind !== 'vm-taken') continue;
      await this.apply(effect.fromHostId, [{ kind: 'vm-taken', vmId: effect.vmId }]);
    }
    if (rest.length > 0) await this.apply(hostId, rest);
  }

  #context(): StepContext {
    return {
      nowUnixMs: this.nowUnixMs,
      ...this.owner,
      incarnation: 'life-1',
      findVm: (id) => this.store.getVm(id),
      firstPlacement: () => this.nowUnixMs,
      isVmBusy: () => false,
      isReportedElsewhere: () => false,
      findSilentDestination: () => undefined,
      isHostThere: (id) => this.store.getHost(id)?.status === 'UP',
      intervalMs: 2_000,
      isHostLost: (id) => this.store.getHost(id)?.status === 'NON_RESPONSIVE',
      isVerdictDue: () => true,
      silence: () => undefined,
      isInContact: () => true,
      removedEpoch: () => 0,
      takeReason: 'TAKEN_OVER',
      lossReason: 'STORAGE_LOST',
    };
  }
}
