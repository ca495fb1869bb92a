// Original file: proto/muster/v1/fleet.proto

import type { VmStatus as _muster_v1_VmStatus, VmStatus__Output as _muster_v1_VmStatus__Output } from '../../muster/v1/VmStatus.ts';
import type { VmHealth as _muster_v1_VmHealth, VmHealth__Output as _muster_v1_VmHealth__Output } from '../../muster/v1/VmHealth.ts';

/**
 * Which VMs. All given conditions must hold.
 */
export interface VmFilter {
  /**
   * Any of these statuses. Empty: all.
   */
  'statuses'?: (_muster_v1_VmStatus)[];
  /**
   * On any of these hosts. Empty: all.
   */
  'hostIds'?: (string)[];
  /**
   * On hosts of any of these sites. Empty: all.
   */
  'sites'?: (string)[];
  /**
   * On hosts with these labels, as in HostFilter. Empty: all.
   */
  'labelSelectors'?: (string)[];
  /**
   * Beginning of the name, case-sensitive. Empty: all.
   */
  'namePrefix'?: (string);
  /**
   * With any of these healths. Empty: all.
   */
  'healths'?: (_muster_v1_VmHealth)[];
}

/**
 * Which VMs. All given conditions must hold.
 */
export interface VmFilter__Output {
  /**
   * Any of these statuses. Empty: all.
   */
  'statuses'?: (_muster_v1_VmStatus__Output)[];
  /**
   * On any of these hosts. Empty: all.
   */
  'hostIds'?: (string)[];
  /**
   * On hosts of any of these sites. Empty: all.
   */
  'sites'?: (string)[];
  /**
   * On hosts with these labels, as in HostFilter. Empty: all.
   */
  'labelSelectors'?: (string)[];
  /**
   * Beginning of the name, case-sensitive. Empty: all.
   */
  'namePrefix'?: (string);
  /**
   * With any of these healths. Empty: all.
   */
  'healths'?: (_muster_v1_VmHealth__Output)[];
}
