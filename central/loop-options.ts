import type { Clock } from '../shared/clock.ts';
import type { Logger } from '../shared/log.ts';
import type { HostStatus } from '../shared/model/status.ts';
import type { Vm, VmOverdue } from '../shared/model/vm.ts';
import type { FleetShare, HostOwner } from './fleet-share.ts';
import type { Peers } from './peer-port.ts';
import type { CommitPort, PublishPort, VmPacking } from './ports.ts';
import type { Step } from './state/host-state.ts';
import type { LivenessSettings } from './state/liveness.ts';
import type { VmHealthSettings } from './state/vm-health.ts';

/** What the loop tells whoever counts. */
export interface LoopObserver {
  committed(step: Step): void;
  commitFailed(reason: string): void;
}

export interface LoopOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly commits: CommitPort;
  readonly publisher: PublishPort;
  readonly replicaId: string;
  /** Random word of this start of the process. */
  readonly instance: string;
  readonly liveness: LivenessSettings;
  /** As of now: a change takes effect with the next look. */
  readonly vmHealth: () => VmHealthSettings;
  /** No verdict in this time after the start, in ms: agents need it to come back (I7). */
  readonly takeoverGraceMs: number;
  /** The settings of a new session, as of now. */
  readonly sessionSettings: () => {
    readonly intervalMs: number;
    readonly reconnectWindowMs: number;
    readonly ackDeadlineMs: number;
  };
  readonly packing: VmPacking;
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'hasSession' | 'signsOfLife' | 'standing'>;
  /** Hosts handed over to other replicas a second, at most. */
  readonly movesPerS: number;
  /** True: the storage has forgotten the host's record. */
  readonly isVoid: (hostId: string) => boolean;
  /** As the record here says. */
  readonly findOwner: (id: string) => HostOwner | undefined;
  readonly findVm: (id: string) => Vm | undefined;
  readonly hasVmsBelow: (hostId: string, health: VmOverdue['health']) => boolean;
  /** Of all VMs that were ever heard of here. */
  readonly highestPlacement: () => number;
  /** Of all hosts that were removed. */
  readonly removedEpoch: () => number;
  /** How long an ephemeral host is kept that is not heard, ms; unset: for ever. */
  readonly ephemeralTtlMs?: number;
  readonly findHostStatus: (id: string) => HostStatus | undefined;
  readonly observer: LoopObserver;
  /** A broken invariant: the process must not go on. */
  readonly onFatal: (error: unknown) => void;
}
