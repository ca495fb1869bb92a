import type { Event } from '../../shared/model/event.ts';
import type { Change, Hello, ReportDigest, SnapshotChunk } from '../../shared/model/protocol.ts';
import type { ConditionReport, Host } from '../../shared/model/host.ts';
import type { ClaimReason, HostRecord, OperatorVerb, Silence } from '../../shared/model/record.ts';
import type { ConditionType, GoodbyeKind, HostStatus } from '../../shared/model/status.ts';
import type { Vm, VmOverdue, VmState } from '../../shared/model/vm.ts';
import type { IdentityReport } from './machine.ts';
import type { NicChange } from './conditions/nic-links.ts';
import { deadlineOf, isRemoved } from './removal.ts';

/** A host in the loop: the accepted record, its VMs, and what only this process needs to know. */
export interface HostState {
  /** undefined: nobody knows this host yet. */
  readonly record: HostRecord | undefined;
  /** VMs whose key names this host. */
  readonly vms: ReadonlyMap<string, Vm>;
  /** VMs the agent reports while another host holds them: a migration going on, or a copy. */
  readonly strays: ReadonlyMap<string, VmState>;
  /** VMs the agent does not list any more, kept as DEPARTED until a destination takes them. */
  readonly departed: ReadonlySet<string>;
  /** Strays that another host runs as well: how long it had to let go, ms. */
  readonly contested: ReadonlyMap<string, number>;
  /** Strays that come by migration from a host nobody knows yet: how long that has lasted, ms. */
  readonly arriving: ReadonlyMap<string, number>;
  /** Why a full picture was asked for that has not come yet; empty: none was. */
  readonly wantedPicture: string;
  /** False in a new owner until a picture or a digest told what `strays` and `departed` must hold. */
  readonly areStraysKnown: boolean;
}

/** What only this process needs to know, before it knows anything. */
export const nothingKnown: Volatile = {
  strays: new Map(),
  departed: new Set(),
  contested: new Map(),
  arriving: new Map(),
  wantedPicture: '',
  areStraysKnown: false,
};

/** A full picture put together from its chunks. */
export type Snapshot = Omit<SnapshotChunk, 'chunk' | 'isLast'>;

/** One thing that happened, in the order in which it must be applied. */
export type Op =
  | { readonly kind: 'hello'; readonly hello: Hello; readonly sessionId: number }
  | { readonly kind: 'change'; readonly change: Change; readonly run: string }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot; readonly run: string }
  /** Parts of a snapshot, made by the step that unfolds it. */
  | {
      readonly kind: 'snapshot-vm';
      readonly vm: VmState;
      readonly ordinal: number;
      readonly run: string;
      readonly change: number;
      readonly observedAt: number;
    }
  | {
      readonly kind: 'snapshot-missing';
      readonly vmId: string;
      readonly ordinal: number;
      readonly run: string;
      readonly change: number;
      readonly observedAt: number;
    }
  | {
      readonly kind: 'snapshot-end';
      readonly run: string;
      readonly change: number;
      readonly observedAt: number;
    }
  | { readonly kind: 'digest'; readonly digest: ReportDigest; readonly run: string }
  | { readonly kind: 'goodbye'; readonly goodbye: GoodbyeKind }
  /** Contact again on the session there is. */
  | { readonly kind: 'contact' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** Another host took the VM, if its key still says so. */
  | { readonly kind: 'vm-taken'; readonly vmId: string }
  /** What time alone made of a VM, or, without its id, of all VMs of a host that is not heard. */
  | {
      readonly kind: 'vm-overdue';
      readonly health: VmOverdue['health'];
      readonly vmId: string | undefined;
    }
  /** Nobody took a departed VM in time. */
  | { readonly kind: 'handover-expired'; readonly vmId: string }
  /** Look again whether strays may be taken now, `afterMs` after the last look. */
  | { readonly kind: 'retry-strays'; readonly afterMs: number }
  /** The storage forgot accepted records: write this host again. */
  | { readonly kind: 'storage-changed'; readonly reason: string }
  /** Nothing has happened for a while: the events of the last commits are out, and need not stand in the record. */
  | { readonly kind: 'tidy' }
  /** A verdict on a host that is SUSPECT waits: the record is to say how long its silence is by now. */
  | { readonly kind: 'note-silence' }
  /** What was judged of the conditions of the host beside the loop, where the samples are. */
  | { readonly kind: 'conditions'; readonly verdicts: readonly ConditionVerdict[] }
  /** Watched interfaces got their link, or lost it. */
  | { readonly kind: 'nics'; readonly changes: readonly NicChange[] }
  | ({ readonly kind: 'identity-conflict' } & IdentityReport)
  /** The machine of the host has just come back as another host; `report` says as which. */
  | { readonly kind: 'succeeded'; readonly report: IdentityReport }
  /** So long a deadline of the status has been counted by all owners. */
  | { readonly kind: 'note-deadline'; readonly countedMs: number }
  /** A tombstone, or an ephemeral host that is not heard, has had its time in the status it has since `sinceAt`. */
  | { readonly kind: 'expired'; readonly sinceAt: number }
  | { readonly kind: 'operator'; readonly request: OperatorRequest; readonly ticket: number }
  /** The VM does not run here any more, whatever its agent said last: part of what an operator asked for. */
  | { readonly kind: 'vm-ended'; readonly vmId: string; readonly reason: string };

/** What an operator asks for. */
export interface OperatorRequest {
  readonly verb: OperatorVerb;
  /** Repeated under the same id it does nothing more; empty: it has none. */
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  /** Whoever asks vouches for what nobody here can see. */
  readonly force: boolean;
}

export type OperatorOutcome =
  | { readonly kind: 'done' }
  /** The host is not as it would have to be. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The id was given to another request. */
  | { readonly kind: 'reused'; readonly message: string }
  /** Nobody knows the host. */
  | { readonly kind: 'unknown' };

/** What an agent saw: counted by (run, change). */
export type Observation = Extract<Op, { readonly run: string }>;
/** Everything else. */
export type Decision = Exclude<
  Op,
  | Observation
  | {
      readonly kind:
        'tidy' | 'note-silence' | 'conditions' | 'nics' | 'operator' | 'expired' | 'note-deadline';
    }
>;

export function isObservation(op: Op): op is Observation {
  return 'run' in op;
}

/** To be committed, though it changes nothing that anybody is told of. */
export function isNote(
  op: Op,
): op is Extract<Op, { kind: 'tidy' | 'note-silence' | 'note-deadline' }> {
  return op.kind === 'tidy' || op.kind === 'note-silence' || op.kind === 'note-deadline';
}

export interface ConditionVerdict {
  readonly type: ConditionType;
  /** What the central measured; undefined: what the record says of it stands. */
  readonly report: ConditionReport | undefined;
  /** Whether the host is unfit for it. */
  readonly isDisqualifying: boolean;
}

/** In contact with a complete picture, or where an operator wants it. */
export function isSettled(status: HostStatus | undefined): boolean {
  return settledStatuses.has(status);
}

const settledStatuses: ReadonlySet<HostStatus | undefined> = new Set([
  ...(['UP', 'NON_OPERATIONAL', 'PREPARING_FOR_MAINTENANCE', 'MAINTENANCE'] as const),
]);

export interface Verdict {
  readonly status: 'SUSPECT' | 'NON_RESPONSIVE';
  readonly reason: string;
}

/** What else the step must know, as of now. */
export interface StepContext {
  readonly nowUnixMs: number;
  readonly replicaId: string;
  readonly instance: string;
  readonly incarnation: string;
  /** Why the host may be taken if another replica owns it. */
  readonly takeReason: ClaimReason;
  /** What became of the storage's life before, if the host is claimed over a record of that. */
  readonly lossReason: string;
  /** The key of a VM as committed, or as another host's step on its way will have it, whichever host it names. */
  readonly findVm: (id: string) => Vm | undefined;
  /** The highest epoch of any host that is gone: one that comes back is above all that was told of it. */
  readonly removedEpoch: () => number;
  /** For a VM that nobody holds: the time, and above every placement heard of, whatever clock gave that. */
  readonly firstPlacement: () => number;
  /** Whether a step of another host that changes the VM is on its way: nobody else may touch it until it is out. */
  readonly isVmBusy: (id: string) => boolean;
  /** Whether the silence behind a verdict still lasts: contact may have returned while it waited its turn. */
  readonly isVerdictDue: (verdict: Verdict) => boolean;
  /** Its agent is here, and was heard within the silence limit. */
  readonly isInContact: () => boolean;
  /** How long the silence of the host is; undefined: not known here. */
  readonly silence: () => Silence | undefined;
  /** By the status of another host as committed. */
  readonly isHostLost: (id: string) => boolean;
  /** Another host is UP, and looked after: what is known of it is how it is. */
  readonly isHostThere: (id: string) => boolean;
  /** Another host's agent reports the VM, as far as this replica hears. */
  readonly isReportedElsewhere: (vmId: string) => boolean;
  /** The host a VM went to that is not heard and may run it; undefined: none is known. */
  readonly findSilentDestination: (vm: Vm) => string | undefined;
  /** How often agents report, ms. */
  readonly intervalMs: number;
}

/** What the step wants done besides the commit; `now` ones before it, the others after it was published. */
export type StepEffect =
  | {
      readonly kind: 'welcome';
      readonly sessionId: number;
      readonly appliedChange: number;
      readonly snapshotReason: string;
    }
  | { readonly kind: 'request-snapshot'; readonly reason: string }
  /** The VM now belongs to this host; the one it names before must let go of it. */
  | { readonly kind: 'vm-taken'; readonly vmId: string; readonly fromHostId: string }
  | {
      readonly kind: 'operator-answer';
      readonly ticket: number;
      readonly request: OperatorRequest;
      readonly outcome: OperatorOutcome;
    }
  /** The host is a tombstone: its agent is told so, and goes. */
  | { readonly kind: 'retired' };

/** What only this process needs to know. */
export type Volatile = Omit<HostState, 'record' | 'vms'>;

/** One step: everything that goes into one commit. */
export interface Step extends Volatile {
  readonly record: HostRecord;
  readonly events: readonly Event[];
  /** Changed VMs, as they are after the step. */
  readonly vms: readonly Vm[];
  /** VMs nobody knows any more: their keys go. */
  readonly removedVmIds: readonly string[];
  /** VMs that left this host, whether their keys go or another host has them. */
  readonly droppedVmIds: readonly string[];
}

export interface StepResult {
  /** undefined: nothing to commit. */
  readonly step: Step | undefined;
  readonly now: readonly StepEffect[];
  readonly after: readonly StepEffect[];
  /** What did not fit into this step; comes first in the next. */
  readonly rest: readonly Op[];
  /** State without commit: what the volatile part became. */
  readonly state: HostState;
}

export function volatileOf(from: Volatile): Volatile {
  const { strays, departed, contested, arriving, wantedPicture, areStraysKnown } = from;
  return { strays, departed, contested, arriving, wantedPicture, areStraysKnown };
}

const isCounted = (host: Host): boolean => deadlineOf(host) !== undefined;

/** Whether somebody is to go on with it though nothing happens to the host. */
export function isUnfinished({ pending, host }: HostRecord): boolean {
  return pending.length > 0 || host.status === 'SUSPECT' || isRemoved(host) || isCounted(host);
}

/** Highest change applied of `run`; 0: none. */
export function appliedOf(record: HostRecord | undefined, run: string): number {
  return record?.appliedChanges.find((applied) => applied.run === run)?.change ?? 0;
}

/** What a predecessor may not have told any more: the events that stand in the record, and the VM keys they are about. */
export function owedOf(
  pending: readonly Event[],
  vms: ReadonlyMap<string, Vm>,
): Pick<Step, 'events' | 'vms' | 'removedVmIds'> {
  // A host's own event may name VMs whose keys it changed.
  const named = new Set(pending.flatMap(({ vmId, vmIds }) => [vmId, ...vmIds]));
  // A VM that is not here any more may as well be another host's by now.
  const removed = pending.filter(({ type, vmId }) => type === 'VmRemoved' && !vms.has(vmId));
  return {
    events: pending,
    vms: [...named].flatMap((id) => vms.get(id) ?? []),
    removedVmIds: removed.map(({ vmId }) => vmId),
  };
}
