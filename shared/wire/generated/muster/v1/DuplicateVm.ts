// Original file: proto/muster/v1/host.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A VM that a host runs while another one holds it, runs it as well and does not let it go.
 */
export interface DuplicateVm {
  /**
   * The VM.
   */
  'vmId'?: (string);
  /**
   * Host that holds it: the one its key and GetVm name.
   */
  'holderHostId'?: (string);
  /**
   * When it was told (event VmDuplicated), by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp | null);
}

/**
 * A VM that a host runs while another one holds it, runs it as well and does not let it go.
 */
export interface DuplicateVm__Output {
  /**
   * The VM.
   */
  'vmId'?: (string);
  /**
   * Host that holds it: the one its key and GetVm name.
   */
  'holderHostId'?: (string);
  /**
   * When it was told (event VmDuplicated), by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp__Output);
}
