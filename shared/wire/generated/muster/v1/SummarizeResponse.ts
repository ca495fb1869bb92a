// Original file: proto/muster/v1/fleet.proto

import type { HostStatusCount as _muster_v1_HostStatusCount, HostStatusCount__Output as _muster_v1_HostStatusCount__Output } from '../../muster/v1/HostStatusCount.ts';
import type { VmStatusCount as _muster_v1_VmStatusCount, VmStatusCount__Output as _muster_v1_VmStatusCount__Output } from '../../muster/v1/VmStatusCount.ts';
import type { SiteSummary as _muster_v1_SiteSummary, SiteSummary__Output as _muster_v1_SiteSummary__Output } from '../../muster/v1/SiteSummary.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * The counters.
 */
export interface SummarizeResponse {
  /**
   * Hosts.
   */
  'hostCount'?: (number);
  /**
   * VMs.
   */
  'vmCount'?: (number);
  /**
   * Hosts by status; statuses without hosts are left out.
   */
  'hosts'?: (_muster_v1_HostStatusCount)[];
  /**
   * VMs by status; statuses without VMs are left out.
   */
  'vms'?: (_muster_v1_VmStatusCount)[];
  /**
   * By site, ordered by name. Hosts without a site stand under "".
   */
  'sites'?: (_muster_v1_SiteSummary)[];
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * The counters.
 */
export interface SummarizeResponse__Output {
  /**
   * Hosts.
   */
  'hostCount'?: (number);
  /**
   * VMs.
   */
  'vmCount'?: (number);
  /**
   * Hosts by status; statuses without hosts are left out.
   */
  'hosts'?: (_muster_v1_HostStatusCount__Output)[];
  /**
   * VMs by status; statuses without VMs are left out.
   */
  'vms'?: (_muster_v1_VmStatusCount__Output)[];
  /**
   * By site, ordered by name. Hosts without a site stand under "".
   */
  'sites'?: (_muster_v1_SiteSummary__Output)[];
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
