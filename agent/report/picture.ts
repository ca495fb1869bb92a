import { vmHash } from '../../shared/model/digest.ts';
import type { ConditionReport, Hardware } from '../../shared/model/host.ts';
import type { ChangeBody, ReportDigest } from '../../shared/model/protocol.ts';
import type { ConditionType } from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { completed, newsOf } from '../../shared/model/vm-details.ts';
import { isSame } from '../../shared/model/same.ts';
import { vanished } from '../../shared/model/vm-end.ts';

/** What the agent believes about its host right now. Every change of it is a change to report. */
export class Picture {
  readonly #vms = new Map<string, VmState>();
  readonly #conditions = new Map<ConditionType, ConditionReport>();
  #hardware: Hardware | undefined;
  #areVmsKnown = false;
  #hash = 0;

  get vms(): readonly VmState[] {
    return [...this.#vms.values()];
  }

  get conditions(): readonly ConditionReport[] {
    return [...this.#conditions.values()];
  }

  get hardware(): Hardware | undefined {
    return this.#hardware;
  }

  /** False until the hypervisor was listed for the first time in this run. */
  get areVmsKnown(): boolean {
    return this.#areVmsKnown;
  }

  digest(change: number): ReportDigest {
    return { change, vmCount: this.#vms.size, hash: this.#hash };
  }

  /** Takes over what `body` says, and returns what of it is new; undefined: nothing. */
  apply(body: ChangeBody): ChangeBody | undefined {
    if (body.kind !== 'vm') return this.#take(body) ? body : undefined;
    const known = this.#vms.get(body.vm.id);
    return this.#putVm(body.vm) ? { kind: 'vm', vm: newsOf(known, body.vm) } : undefined;
  }

  /** False if it said nothing new. */
  #take(body: Exclude<ChangeBody, { readonly kind: 'vm' }>): boolean {
    switch (body.kind) {
      case 'vm-removed':
        return this.#removeVm(body.vmId);
      case 'condition':
        return this.#putCondition(body.condition);
      case 'hardware': {
        const isNew = !isSame(this.#hardware, body.hardware);
        this.#hardware = body.hardware;
        return isNew;
      }
      case 'incident':
        return true;
      case 'unknown':
        return false;
    }
  }

  /** The first complete list of VMs of this run. */
  adopt(vms: readonly VmState[]): void {
    this.#areVmsKnown = true;
    for (const vm of vms) this.#putVm(vm);
  }

  /**
   * What a complete list changes, in an order that can be told one by one: a VM that is missing ended before it
   * vanished (OV-6).
   */
  difference(vms: readonly VmState[], observedAt: number): ChangeBody[] {
    const listed = new Set(vms.map((vm) => vm.id));
    const bodies: ChangeBody[] = [];
    for (const vm of this.#vms.values()) {
      if (listed.has(vm.id)) continue;
      const ended = vanished(vm);
      if (ended !== undefined)
        bodies.push({ kind: 'vm', vm: { ...vm, ...ended, sinceAt: observedAt } });
      bodies.push({ kind: 'vm-removed', vmId: vm.id });
    }
    for (const vm of vms) {
      if (!this.#holds(completed(this.#vms.get(vm.id), vm))) bodies.push({ kind: 'vm', vm });
    }
    return bodies;
  }

  /** The same state, whatever its time stamp: a list read again must not look like a change. */
  #holds(vm: VmState): boolean {
    const known = this.#vms.get(vm.id);
    return known !== undefined && isSame({ ...known, sinceAt: 0 }, { ...vm, sinceAt: 0 });
  }

  #putVm(said: VmState): boolean {
    const known = this.#vms.get(said.id);
    const vm = completed(known, said);
    if (this.#holds(vm)) return false;
    if (known !== undefined) this.#hash ^= vmHash(known);
    this.#hash = (this.#hash ^ vmHash(vm)) >>> 0;
    this.#vms.set(vm.id, vm);
    return true;
  }

  #removeVm(vmId: string): boolean {
    const known = this.#vms.get(vmId);
    if (known === undefined) return false;
    this.#hash = (this.#hash ^ vmHash(known)) >>> 0;
    return this.#vms.delete(vmId);
  }

  #putCondition(condition: ConditionReport): boolean {
    const known = this.#conditions.get(condition.type);
    if (known === undefined ? !condition.isActive : isSame(known, condition)) return false;
    this.#conditions.set(condition.type, condition);
    return true;
  }
}
