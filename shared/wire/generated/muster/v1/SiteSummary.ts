// Original file: proto/muster/v1/fleet.proto

import type { HostStatusCount as _muster_v1_HostStatusCount, HostStatusCount__Output as _muster_v1_HostStatusCount__Output } from '../../muster/v1/HostStatusCount.ts';

/**
 * The counters of one site.
 */
export interface SiteSummary {
  /**
   * Name of the site.
   */
  'site'?: (string);
  /**
   * Hosts.
   */
  'hostCount'?: (number);
  /**
   * Hosts by status.
   */
  'hosts'?: (_muster_v1_HostStatusCount)[];
}

/**
 * The counters of one site.
 */
export interface SiteSummary__Output {
  /**
   * Name of the site.
   */
  'site'?: (string);
  /**
   * Hosts.
   */
  'hostCount'?: (number);
  /**
   * Hosts by status.
   */
  'hosts'?: (_muster_v1_HostStatusCount__Output)[];
}
