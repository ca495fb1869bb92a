// Original file: proto/muster/v1/event.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { EventObject as _muster_v1_EventObject, EventObject__Output as _muster_v1_EventObject__Output } from '../../muster/v1/EventObject.ts';
import type { HistoryGap as _muster_v1_HistoryGap, HistoryGap__Output as _muster_v1_HistoryGap__Output } from '../../muster/v1/HistoryGap.ts';
import type { VmIncident as _muster_v1_VmIncident, VmIncident__Output as _muster_v1_VmIncident__Output } from '../../muster/v1/VmIncident.ts';
import type { SelfSuspicion as _muster_v1_SelfSuspicion, SelfSuspicion__Output as _muster_v1_SelfSuspicion__Output } from '../../muster/v1/SelfSuspicion.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One state change: the whole object after it and what it was before. The body of every message on the
 * event stream (as JSON in proto3 mapping) and of every item of a Watch.
 */
export interface Event {
  /**
   * Identity: host/run/change[/k] for what an agent saw, host/epoch/n[/k] for what the central decided, replica/instance/k for
   * what a replica says of itself.
   * A repeat of an event has the same id.
   */
  'id'?: (string);
  /**
   * What happened, such as HostStatusChanged, VmAdded, VmStatusChanged, VmRemoved, HistoryGap. Readers ignore
   * types they do not know.
   */
  'type'?: (string);
  /**
   * Host it happened on. Empty: it concerns a replica, and has neither epoch nor n.
   */
  'hostId'?: (string);
  /**
   * VM it happened to. Empty: it concerns the host.
   */
  'vmId'?: (string);
  /**
   * Claim epoch of the owner that recorded it.
   */
  'epoch'?: (number | string | Long);
  /**
   * Number among the events of the host. Readers drop an event whose (epoch, n) is not above the last seen
   * for its host (I5).
   */
  'n'?: (number | string | Long);
  /**
   * Placement of the VM. 0: it concerns the host.
   */
  'placement'?: (number | string | Long);
  /**
   * When it was observed, by the clock of the observer (the host's, for what an agent saw).
   */
  'observedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * When the owner recorded it, by the owner's wall clock.
   */
  'recordedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Stable word for why. For a change of status the reason of the new one, but where the change means more than what it
   * ends in, such as MIGRATION_FAILED, POWER_DOWN_FAILED, RECOVERED_FROM_PAUSE (proto/asyncapi.yaml lists them).
   */
  'reason'?: (string);
  /**
   * The object after it. Unset: it is gone.
   */
  'after'?: (_muster_v1_EventObject | null);
  /**
   * The object before it. Unset: it is new, or the event changed nothing of it.
   */
  'before'?: (_muster_v1_EventObject | null);
  /**
   * Ids of the VMs it concerns, for events of a host that speak of its VMs, and for VmDuplicated.
   */
  'vmIds'?: (string)[];
  /**
   * Set on HistoryGap.
   */
  'historyGap'?: (_muster_v1_HistoryGap | null);
  /**
   * Set on VmRebooted, VmWatchdog, VmIoError, VmMigrationProgress, VmCrashed, VmConsoleConnected,
   * VmConsoleDisconnected.
   */
  'incident'?: (_muster_v1_VmIncident | null);
  /**
   * Replica it concerns. Set on ReplicaSuspectsItself.
   */
  'replicaId'?: (string);
  /**
   * Set on ReplicaSuspectsItself.
   */
  'selfSuspicion'?: (_muster_v1_SelfSuspicion | null);
}

/**
 * One state change: the whole object after it and what it was before. The body of every message on the
 * event stream (as JSON in proto3 mapping) and of every item of a Watch.
 */
export interface Event__Output {
  /**
   * Identity: host/run/change[/k] for what an agent saw, host/epoch/n[/k] for what the central decided, replica/instance/k for
   * what a replica says of itself.
   * A repeat of an event has the same id.
   */
  'id'?: (string);
  /**
   * What happened, such as HostStatusChanged, VmAdded, VmStatusChanged, VmRemoved, HistoryGap. Readers ignore
   * types they do not know.
   */
  'type'?: (string);
  /**
   * Host it happened on. Empty: it concerns a replica, and has neither epoch nor n.
   */
  'hostId'?: (string);
  /**
   * VM it happened to. Empty: it concerns the host.
   */
  'vmId'?: (string);
  /**
   * Claim epoch of the owner that recorded it.
   */
  'epoch'?: (number);
  /**
   * Number among the events of the host. Readers drop an event whose (epoch, n) is not above the last seen
   * for its host (I5).
   */
  'n'?: (number);
  /**
   * Placement of the VM. 0: it concerns the host.
   */
  'placement'?: (number);
  /**
   * When it was observed, by the clock of the observer (the host's, for what an agent saw).
   */
  'observedAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * When the owner recorded it, by the owner's wall clock.
   */
  'recordedAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Stable word for why. For a change of status the reason of the new one, but where the change means more than what it
   * ends in, such as MIGRATION_FAILED, POWER_DOWN_FAILED, RECOVERED_FROM_PAUSE (proto/asyncapi.yaml lists them).
   */
  'reason'?: (string);
  /**
   * The object after it. Unset: it is gone.
   */
  'after'?: (_muster_v1_EventObject__Output);
  /**
   * The object before it. Unset: it is new, or the event changed nothing of it.
   */
  'before'?: (_muster_v1_EventObject__Output);
  /**
   * Ids of the VMs it concerns, for events of a host that speak of its VMs, and for VmDuplicated.
   */
  'vmIds'?: (string)[];
  /**
   * Set on HistoryGap.
   */
  'historyGap'?: (_muster_v1_HistoryGap__Output);
  /**
   * Set on VmRebooted, VmWatchdog, VmIoError, VmMigrationProgress, VmCrashed, VmConsoleConnected,
   * VmConsoleDisconnected.
   */
  'incident'?: (_muster_v1_VmIncident__Output);
  /**
   * Replica it concerns. Set on ReplicaSuspectsItself.
   */
  'replicaId'?: (string);
  /**
   * Set on ReplicaSuspectsItself.
   */
  'selfSuspicion'?: (_muster_v1_SelfSuspicion__Output);
}
