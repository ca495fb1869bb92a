// Original file: proto/muster/v1/record.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { AppliedChange as _muster_v1_AppliedChange, AppliedChange__Output as _muster_v1_AppliedChange__Output } from '../../muster/v1/AppliedChange.ts';
import type { Event as _muster_v1_Event, Event__Output as _muster_v1_Event__Output } from '../../muster/v1/Event.ts';
import type { Claim as _muster_v1_Claim, Claim__Output as _muster_v1_Claim__Output } from '../../muster/v1/Claim.ts';
import type { EventPlace as _muster_v1_EventPlace, EventPlace__Output as _muster_v1_EventPlace__Output } from '../../muster/v1/EventPlace.ts';
import type { Silence as _muster_v1_Silence, Silence__Output as _muster_v1_Silence__Output } from '../../muster/v1/Silence.ts';
import type { OperatorRequest as _muster_v1_OperatorRequest, OperatorRequest__Output as _muster_v1_OperatorRequest__Output } from '../../muster/v1/OperatorRequest.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Value of a key of the bucket muster_hosts (key = host id), as JSON in proto3 mapping. Changed only by
 * compare-and-set; everything else is derived from an accepted one (I2).
 */
export interface HostRecord {
  /**
   * Incarnation of the storage this record was written under.
   */
  'incarnation'?: (string);
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * Start of that replica, to tell two processes with one id.
   */
  'instance'?: (string);
  /**
   * Claim epoch.
   */
  'epoch'?: (number | string | Long);
  /**
   * Number of the last event of this host in this epoch.
   */
  'n'?: (number | string | Long);
  /**
   * The host.
   */
  'host'?: (_muster_v1_Host | null);
  /**
   * Highest change applied, per run; the current run and the one before.
   */
  'appliedChanges'?: (_muster_v1_AppliedChange)[];
  /**
   * Events, with the VM keys they change, that are not yet known to be out; oldest first.
   */
  'pending'?: (_muster_v1_Event)[];
  /**
   * Run whose full picture was applied; differs from host.run while the first sync goes on.
   */
  'pictureRun'?: (string);
  /**
   * How the owner came to the host. Unset: an earlier version claimed it.
   */
  'claim'?: (_muster_v1_Claim | null);
  /**
   * Place of the last event, if commits since then told nothing and changed no VM. Unset: (epoch, n).
   */
  'told'?: (_muster_v1_EventPlace | null);
  /**
   * How long the host has been silent as of this record, while it is SUSPECT. Unset: it is not.
   */
  'silence'?: (_muster_v1_Silence | null);
  /**
   * Requests of operators that were carried out last, newest first, so that one that is repeated does nothing more.
   */
  'operatorRequests'?: (_muster_v1_OperatorRequest)[];
  /**
   * Milliseconds that a deadline of the status was counted by all owners so far: a tombstone's, or an ephemeral host's that
   * is not heard. A span, since clocks differ.
   */
  'countedMs'?: (number | string | Long);
}

/**
 * Value of a key of the bucket muster_hosts (key = host id), as JSON in proto3 mapping. Changed only by
 * compare-and-set; everything else is derived from an accepted one (I2).
 */
export interface HostRecord__Output {
  /**
   * Incarnation of the storage this record was written under.
   */
  'incarnation'?: (string);
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * Start of that replica, to tell two processes with one id.
   */
  'instance'?: (string);
  /**
   * Claim epoch.
   */
  'epoch'?: (number);
  /**
   * Number of the last event of this host in this epoch.
   */
  'n'?: (number);
  /**
   * The host.
   */
  'host'?: (_muster_v1_Host__Output);
  /**
   * Highest change applied, per run; the current run and the one before.
   */
  'appliedChanges'?: (_muster_v1_AppliedChange__Output)[];
  /**
   * Events, with the VM keys they change, that are not yet known to be out; oldest first.
   */
  'pending'?: (_muster_v1_Event__Output)[];
  /**
   * Run whose full picture was applied; differs from host.run while the first sync goes on.
   */
  'pictureRun'?: (string);
  /**
   * How the owner came to the host. Unset: an earlier version claimed it.
   */
  'claim'?: (_muster_v1_Claim__Output);
  /**
   * Place of the last event, if commits since then told nothing and changed no VM. Unset: (epoch, n).
   */
  'told'?: (_muster_v1_EventPlace__Output);
  /**
   * How long the host has been silent as of this record, while it is SUSPECT. Unset: it is not.
   */
  'silence'?: (_muster_v1_Silence__Output);
  /**
   * Requests of operators that were carried out last, newest first, so that one that is repeated does nothing more.
   */
  'operatorRequests'?: (_muster_v1_OperatorRequest__Output)[];
  /**
   * Milliseconds that a deadline of the status was counted by all owners so far: a tombstone's, or an ephemeral host's that
   * is not heard. A span, since clocks differ.
   */
  'countedMs'?: (number);
}
