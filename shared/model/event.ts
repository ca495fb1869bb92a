import type { Host } from './host.ts';
import type { Vm, VmIncident } from './vm.ts';

export const eventTypes = [
  'HostAdded',
  'HostStatusChanged',
  'HostChanged',
  'HostConditionChanged',
  'HostNicUp',
  'HostNicDown',
  'HostVmsRestored',
  'HostVmsOverdue',
  'HostOwnerChanged',
  'HostRemoved',
  'VmDuplicated',
  'HistoryGap',
  'VmAdded',
  'VmStatusChanged',
  'VmChanged',
  'VmGuestChanged',
  'VmDevicesChanged',
  'VmMemoryIssueBegan',
  'VmMemoryIssueEnded',
  'VmHealthChanged',
  'VmRemoved',
  'VmMigrated',
  'VmRebooted',
  'VmWatchdog',
  'VmIoError',
  'VmMigrationProgress',
  'VmCrashed',
  'VmConsoleConnected',
  'VmConsoleDisconnected',
  'ReplicaSuspectsItself',
] as const;
export type EventType = (typeof eventTypes)[number];

/** Says that changes happened which nobody will see one by one (I3). */
export interface HistoryGap {
  readonly fromChange: number;
  readonly toChange: number;
  /** Stable word, such as JOURNAL_OVERFLOW, AGENT_RESTARTED, HOST_REBOOTED, STORAGE_ROLLED_BACK. */
  readonly reason: string;
  /** Run that `fromChange` counts in; empty: the current one. */
  readonly fromRun: string;
}

export type EventObject =
  { readonly kind: 'host'; readonly host: Host } | { readonly kind: 'vm'; readonly vm: Vm };

/** So many hosts of a replica fell silent at once that it suspects itself before it blames them (I7). */
export interface SelfSuspicion {
  readonly hostsInContact: number;
  readonly silentHosts: number;
  readonly holdMs: number;
}

/** One state change: the whole object after it, what it was before, why and when. */
export interface Event {
  /** `host/run/change[/k]` for what an agent saw, `host/epoch/n[/k]` for what the central decided. */
  readonly id: string;
  readonly type: EventType;
  /** Empty: it concerns a replica, and has neither epoch nor n. */
  readonly hostId: string;
  /** Empty: it concerns the host. */
  readonly vmId: string;
  readonly epoch: number;
  /** Strictly grows from one event of a host to the next within an epoch (I5). */
  readonly n: number;
  /** 0: it concerns the host. */
  readonly placement: number;
  /** Unix ms by the observer's clock. */
  readonly observedAt: number;
  /** Unix ms by the owner's clock. */
  readonly recordedAt: number;
  readonly reason: string;
  readonly after?: EventObject;
  readonly before?: EventObject;
  readonly vmIds: readonly string[];
  readonly historyGap?: HistoryGap;
  readonly incident?: VmIncident;
  readonly replicaId?: string;
  readonly selfSuspicion?: SelfSuspicion;
}
