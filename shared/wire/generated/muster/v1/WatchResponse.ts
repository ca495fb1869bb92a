// Original file: proto/muster/v1/fleet.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from '../../muster/v1/Vm.ts';
import type { SnapshotEnd as _muster_v1_SnapshotEnd, SnapshotEnd__Output as _muster_v1_SnapshotEnd__Output } from '../../muster/v1/SnapshotEnd.ts';
import type { Event as _muster_v1_Event, Event__Output as _muster_v1_Event__Output } from '../../muster/v1/Event.ts';
import type { Bookmark as _muster_v1_Bookmark, Bookmark__Output as _muster_v1_Bookmark__Output } from '../../muster/v1/Bookmark.ts';

/**
 * One item of a watch.
 */
export interface WatchResponse {
  /**
   * Continue from here after a break; valid on every replica. Empty with the hosts and VMs of the picture: half a
   * picture cannot be continued, so after a break there start again without a token.
   */
  'resumeToken'?: (string);
  /**
   * A host of the current picture.
   */
  'host'?: (_muster_v1_Host | null);
  /**
   * A VM of the current picture.
   */
  'vm'?: (_muster_v1_Vm | null);
  /**
   * End of the current picture: everything after it is a change.
   */
  'snapshotEnd'?: (_muster_v1_SnapshotEnd | null);
  /**
   * A change.
   */
  'event'?: (_muster_v1_Event | null);
  /**
   * Nothing happened; sent every few seconds so that the token stays fresh, and first of all when there is no
   * picture and nothing was missed.
   */
  'bookmark'?: (_muster_v1_Bookmark | null);
  /**
   * Exactly one is set.
   */
  'item'?: "host"|"vm"|"snapshotEnd"|"event"|"bookmark";
}

/**
 * One item of a watch.
 */
export interface WatchResponse__Output {
  /**
   * Continue from here after a break; valid on every replica. Empty with the hosts and VMs of the picture: half a
   * picture cannot be continued, so after a break there start again without a token.
   */
  'resumeToken'?: (string);
  /**
   * A host of the current picture.
   */
  'host'?: (_muster_v1_Host__Output);
  /**
   * A VM of the current picture.
   */
  'vm'?: (_muster_v1_Vm__Output);
  /**
   * End of the current picture: everything after it is a change.
   */
  'snapshotEnd'?: (_muster_v1_SnapshotEnd__Output);
  /**
   * A change.
   */
  'event'?: (_muster_v1_Event__Output);
  /**
   * Nothing happened; sent every few seconds so that the token stays fresh, and first of all when there is no
   * picture and nothing was missed.
   */
  'bookmark'?: (_muster_v1_Bookmark__Output);
  /**
   * Exactly one is set.
   */
  'item'?: "host"|"vm"|"snapshotEnd"|"event"|"bookmark";
}
