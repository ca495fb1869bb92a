import type { VmDetails } from './vm-details.ts';
import type { VmHealth, VmIncidentKind, VmReason, VmStatus } from './status.ts';

export interface VmMigration {
  /** Empty: not known. */
  readonly fromHostId: string;
  /** Empty: not known. */
  readonly toHostId: string;
  /** Copy passes over the memory so far. */
  readonly iteration: number;
}

/** A VM as its host sees it: what an agent reports. */
export interface VmState {
  /** UUID, lower case. */
  readonly id: string;
  readonly name: string;
  readonly status: VmStatus;
  readonly reason: VmReason;
  /** Unix ms by the host's clock; 0: not known. */
  readonly sinceAt: number;
  /** Stays defined when it is off. */
  readonly isPersistent: boolean;
  /** 0: not known. */
  readonly vcpuCount: number;
  /** KiB; 0: not known. */
  readonly memoryMaxKib: number;
  readonly isGuestAgentConnected: boolean;
  readonly migration?: VmMigration;
  readonly details?: VmDetails;
}

/** Something that happened to a VM without changing its state. */
export interface VmIncident {
  readonly kind: VmIncidentKind;
  /** What the hypervisor did about it, such as pause, reset, report, none. */
  readonly action: string;
  /** What it concerns, such as a disk, or how often. */
  readonly detail: string;
}

/** Something that was to happen to a VM and did not, in time. */
export interface VmOverdue {
  /** OUT_OF_CONTACT, then MISSING: not heard, or not running yet. ZOMBIE: to be off, and still there. */
  readonly health: Extract<VmHealth, 'OUT_OF_CONTACT' | 'MISSING' | 'ZOMBIE'>;
  /** Unix ms by the owner's clock: when it was told. */
  readonly sinceAt: number;
}

/** A VM as the central knows it. */
export interface Vm {
  readonly id: string;
  readonly name: string;
  readonly hostId: string;
  /**
   * Grows by one with each take by another host, from unix ms when the VM came to be known, so that a VM which was gone
   * and is back stands above all that was told before. Orders events of a VM before (epoch, n).
   */
  readonly placement: number;
  /** As it must be read now: UNKNOWN while nobody can tell. */
  readonly status: VmStatus;
  readonly reason: VmReason;
  /** Unix ms: by the host's clock, by the owner's for UNKNOWN. */
  readonly sinceAt: number;
  /** What its host last said; differs from `status` only while that is UNKNOWN. */
  readonly reported: {
    readonly status: VmStatus;
    readonly reason: VmReason;
    readonly sinceAt: number;
  };
  readonly isPersistent: boolean;
  readonly vcpuCount: number;
  readonly memoryMaxKib: number;
  readonly isGuestAgentConnected: boolean;
  readonly migration?: VmMigration;
  readonly overdue?: VmOverdue;
  readonly details?: VmDetails;
  readonly epoch: number;
  readonly n: number;
}
