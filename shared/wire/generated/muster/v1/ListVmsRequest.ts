// Original file: proto/muster/v1/fleet.proto

import type { VmFilter as _muster_v1_VmFilter, VmFilter__Output as _muster_v1_VmFilter__Output } from '../../muster/v1/VmFilter.ts';

/**
 * Asks for VMs.
 */
export interface ListVmsRequest {
  /**
   * VMs a page, 1 to 1000. 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Token of the page before. Empty: the first page.
   */
  'pageToken'?: (string);
  /**
   * Which VMs. Must stay the same from page to page.
   */
  'filter'?: (_muster_v1_VmFilter | null);
}

/**
 * Asks for VMs.
 */
export interface ListVmsRequest__Output {
  /**
   * VMs a page, 1 to 1000. 0: 100.
   */
  'pageSize'?: (number);
  /**
   * Token of the page before. Empty: the first page.
   */
  'pageToken'?: (string);
  /**
   * Which VMs. Must stay the same from page to page.
   */
  'filter'?: (_muster_v1_VmFilter__Output);
}
