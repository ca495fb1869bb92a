// Original file: proto/muster/v1/fleet.proto

import type { HostFilter as _muster_v1_HostFilter, HostFilter__Output as _muster_v1_HostFilter__Output } from '../../muster/v1/HostFilter.ts';

/**
 * Asks for the picture and the changes.
 */
export interface WatchRequest {
  /**
   * Only events after this token. Empty: the current picture first.
   */
  'resumeToken'?: (string);
  /**
   * With no resume token: leave the picture out and start with the next change.
   */
  'skipSnapshot'?: (boolean);
  /**
   * Only these hosts and their VMs. Unset: all. An event passes if its host fits after it or did before it, so that
   * a watcher of hosts that are UP sees one leave.
   */
  'hostFilter'?: (_muster_v1_HostFilter | null);
  /**
   * Only events of these types, such as VmStatusChanged. Empty: all.
   */
  'types'?: (string)[];
}

/**
 * Asks for the picture and the changes.
 */
export interface WatchRequest__Output {
  /**
   * Only events after this token. Empty: the current picture first.
   */
  'resumeToken'?: (string);
  /**
   * With no resume token: leave the picture out and start with the next change.
   */
  'skipSnapshot'?: (boolean);
  /**
   * Only these hosts and their VMs. Unset: all. An event passes if its host fits after it or did before it, so that
   * a watcher of hosts that are UP sees one leave.
   */
  'hostFilter'?: (_muster_v1_HostFilter__Output);
  /**
   * Only events of these types, such as VmStatusChanged. Empty: all.
   */
  'types'?: (string)[];
}
