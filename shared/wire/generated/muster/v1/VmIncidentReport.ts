// Original file: proto/muster/v1/agent.proto

import type { VmIncident as _muster_v1_VmIncident, VmIncident__Output as _muster_v1_VmIncident__Output } from '../../muster/v1/VmIncident.ts';

/**
 * Something that happened to a VM.
 */
export interface VmIncidentReport {
  /**
   * VM id.
   */
  'vmId'?: (string);
  /**
   * What.
   */
  'incident'?: (_muster_v1_VmIncident | null);
}

/**
 * Something that happened to a VM.
 */
export interface VmIncidentReport__Output {
  /**
   * VM id.
   */
  'vmId'?: (string);
  /**
   * What.
   */
  'incident'?: (_muster_v1_VmIncident__Output);
}
