// Original file: proto/muster/v1/event.proto

import type { VmIncidentKind as _muster_v1_VmIncidentKind, VmIncidentKind__Output as _muster_v1_VmIncidentKind__Output } from '../../muster/v1/VmIncidentKind.ts';

/**
 * Something that happened to a VM without changing its status.
 */
export interface VmIncident {
  /**
   * What kind.
   */
  'kind'?: (_muster_v1_VmIncidentKind);
  /**
   * What the hypervisor did about it, such as pause, reset, report, none.
   */
  'action'?: (string);
  /**
   * What it concerns, such as a disk, or how often.
   */
  'detail'?: (string);
}

/**
 * Something that happened to a VM without changing its status.
 */
export interface VmIncident__Output {
  /**
   * What kind.
   */
  'kind'?: (_muster_v1_VmIncidentKind__Output);
  /**
   * What the hypervisor did about it, such as pause, reset, report, none.
   */
  'action'?: (string);
  /**
   * What it concerns, such as a disk, or how often.
   */
  'detail'?: (string);
}
