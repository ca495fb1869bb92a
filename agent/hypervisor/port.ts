import type { HypervisorInfo } from '../../shared/model/host.ts';
import type { VmSample } from '../../shared/model/stats.ts';
import type { VmIncident, VmState } from '../../shared/model/vm.ts';

/**
 * What a hypervisor tells, as it happens. Between `available` and `unavailable` the listener's picture is complete: the
 * list of `available` replaces everything known before, later events change it one by one.
 */
export type HypervisorEvent =
  | { readonly kind: 'available'; readonly info: HypervisorInfo; readonly vms: readonly VmState[] }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly message: string }
  | { readonly kind: 'vm'; readonly vm: VmState }
  | { readonly kind: 'vm-removed'; readonly vmId: string }
  | { readonly kind: 'incident'; readonly vmId: string; readonly incident: VmIncident }
  /** Something cannot be told; for the log. */
  | { readonly kind: 'notice'; readonly reason: string; readonly message: string };

export type VmSampling =
  | { readonly kind: 'samples'; readonly vms: readonly VmSample[] }
  /** No answer in time, or no hypervisor: the last samples stay as they are. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The VM side of a host. Connecting, reconnecting and re-listing are its own business. */
export interface HypervisorPort {
  /** Returns at once; events follow, the first being `available` or `unavailable`. `emit` must not throw. */
  start(emit: (event: HypervisorEvent) => void): void;
  /** Load of the running VMs since the last call. Never rejects; never takes longer than `deadlineMs` (OV-30). */
  sample(deadlineMs: number): Promise<VmSampling>;
  stop(): Promise<void>;
}
