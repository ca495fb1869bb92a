import type { HistoryGap } from './event.ts';
import type { ConditionReport, Hardware } from './host.ts';
import type { GoodbyeKind, HostClass } from './status.ts';
import type {
  DiskSample,
  FilesystemSample,
  HostSample,
  NetworkInterfaceSample,
  VmSample,
} from './stats.ts';
import type { VmIncident, VmState } from './vm.ts';

/** The agent protocol (DESIGN section 5) in the model's words; shared/wire puts it on the stream. */

/** Who speaks. */
export interface Hello {
  readonly hostId: string;
  readonly run: string;
  readonly bootId: string;
  readonly machineIdHash: string;
  readonly protocolVersion: number;
  readonly agentVersion: string;
  readonly capabilities: readonly string[];
  readonly name: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly class: HostClass;
  readonly hardware?: Hardware;
  readonly epochSeen: number;
  readonly safeChange: number;
  readonly lastChange: number;
  readonly unreachableOwner: string;
  readonly redirects: number;
  /** Unix ms by the host's clock. */
  readonly sentAt: number;
  /** How long the system slept since the last session, ms; never 0. */
  readonly sleptMs?: number;
}

export type ChangeBody =
  | { readonly kind: 'vm'; readonly vm: VmState }
  | { readonly kind: 'vm-removed'; readonly vmId: string }
  | { readonly kind: 'incident'; readonly vmId: string; readonly incident: VmIncident }
  | { readonly kind: 'condition'; readonly condition: ConditionReport }
  | { readonly kind: 'hardware'; readonly hardware: Hardware }
  /** Of a newer agent: acknowledged, counted, otherwise ignored. */
  | { readonly kind: 'unknown' };

/** One observed state change; `change` is given at observation and never reused in a run (I4). */
export interface Change {
  readonly change: number;
  /** Unix ms by the host's clock. */
  readonly observedAt: number;
  readonly body: ChangeBody;
}

export interface SnapshotChunk {
  readonly change: number;
  readonly chunk: number;
  readonly isLast: boolean;
  /** False while the hypervisor was not listed in this run: `vms` says nothing. */
  readonly areVmsKnown: boolean;
  readonly vms: readonly VmState[];
  /** In the first chunk only. */
  readonly conditions: readonly ConditionReport[];
  readonly observedAt: number;
  readonly gap?: HistoryGap;
  readonly hardware?: Hardware;
}

export interface ReportDigest {
  readonly change: number;
  readonly vmCount: number;
  readonly hash: number;
}

/** Changed fields of one of many (VM, disk ...). `key` is set at the first mention of `index` in a session. */
export interface SampleDelta<Fields> {
  readonly index: number;
  readonly key: string;
  readonly fields: Fields;
}

export interface HostStatsDelta {
  readonly host: HostSample;
  readonly disks: readonly SampleDelta<Omit<DiskSample, 'name'>>[];
  readonly filesystems: readonly SampleDelta<Omit<FilesystemSample, 'mount'>>[];
  readonly networkInterfaces: readonly SampleDelta<Omit<NetworkInterfaceSample, 'name'>>[];
}

export type VmStatsDelta = SampleDelta<Omit<VmSample, 'vmId'>>;

export interface Report {
  /** From 1, contiguous in a stream (I4). */
  readonly frame: number;
  readonly host?: HostStatsDelta;
  readonly vms: readonly VmStatsDelta[];
  readonly changes: readonly Change[];
  readonly snapshot?: SnapshotChunk;
  readonly digest?: ReportDigest;
  /** Unix ms by the host's clock; 0: not said. */
  readonly sentAt: number;
}

export type AgentMessage =
  | { readonly kind: 'hello'; readonly hello: Hello }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'goodbye'; readonly goodbye: GoodbyeKind };

/** Settings of a session; what is left out stays as it is. */
export interface SessionSettings {
  readonly intervalMs?: number;
  readonly reconnectWindowMs?: number;
  readonly ackDeadlineMs?: number;
  /** Addresses of replicas; empty: as before. */
  readonly replicas: readonly string[];
}

export interface Welcome {
  readonly epoch: number;
  readonly replicaId: string;
  readonly settings: SessionSettings;
  readonly appliedChange: number;
  readonly wantSnapshot: boolean;
  readonly snapshotReason: string;
  readonly sentAt: number;
}

export type CentralMessage =
  | { readonly kind: 'welcome'; readonly welcome: Welcome }
  | {
      readonly kind: 'ack';
      readonly received: number;
      readonly safe: number;
      readonly stalledReason: string;
    }
  | {
      readonly kind: 'redirect';
      readonly address: string;
      readonly afterMs: number;
      readonly reason: string;
    }
  | { readonly kind: 'request-snapshot'; readonly reason: string }
  | { readonly kind: 'configure'; readonly settings: SessionSettings }
  | { readonly kind: 'ping'; readonly nonce: number }
  | { readonly kind: 'drain'; readonly address: string; readonly withinMs: number }
  /** Of a newer central: ignored. */
  | { readonly kind: 'unknown' };
