// Original file: proto/muster/v1/fleet.proto

import type { HostStatus as _muster_v1_HostStatus, HostStatus__Output as _muster_v1_HostStatus__Output } from '../../muster/v1/HostStatus.ts';

/**
 * Which hosts. All given conditions must hold.
 */
export interface HostFilter {
  /**
   * Any of these statuses. Empty: all.
   */
  'statuses'?: (_muster_v1_HostStatus)[];
  /**
   * Any of these sites. Empty: all.
   */
  'sites'?: (string)[];
  /**
   * Labels, each "key=value", "key!=value" or "key" (is present). Empty: all.
   */
  'labelSelectors'?: (string)[];
  /**
   * Beginning of the display name, case-sensitive. Empty: all.
   */
  'namePrefix'?: (string);
}

/**
 * Which hosts. All given conditions must hold.
 */
export interface HostFilter__Output {
  /**
   * Any of these statuses. Empty: all.
   */
  'statuses'?: (_muster_v1_HostStatus__Output)[];
  /**
   * Any of these sites. Empty: all.
   */
  'sites'?: (string)[];
  /**
   * Labels, each "key=value", "key!=value" or "key" (is present). Empty: all.
   */
  'labelSelectors'?: (string)[];
  /**
   * Beginning of the display name, case-sensitive. Empty: all.
   */
  'namePrefix'?: (string);
}
