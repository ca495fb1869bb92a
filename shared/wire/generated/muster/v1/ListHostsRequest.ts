// Original file: proto/muster/v1/fleet.proto

import type { HostFilter as _muster_v1_HostFilter, HostFilter__Output as _muster_v1_HostFilter__Output } from '../../muster/v1/HostFilter.ts';

/**
 * Asks for hosts.
 */
export interface ListHostsRequest {
  /**
   * Hosts a page, 1 to 1000. 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Token of the page before. Empty: the first page.
   */
  'pageToken'?: (string);
  /**
   * Which hosts. Must stay the same from page to page.
   */
  'filter'?: (_muster_v1_HostFilter | null);
}

/**
 * Asks for hosts.
 */
export interface ListHostsRequest__Output {
  /**
   * Hosts a page, 1 to 1000. 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Token of the page before. Empty: the first page.
   */
  'pageToken'?: (string);
  /**
   * Which hosts. Must stay the same from page to page.
   */
  'filter'?: (_muster_v1_HostFilter__Output);
}
