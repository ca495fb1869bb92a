// Original file: proto/muster/v1/peer.proto

import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from '../../muster/v1/VmStats.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * The last sample of a VM.
 */
export interface VmSamples {
  /**
   * The sample; it names the VM.
   */
  'stats'?: (_muster_v1_VmStats | null);
  /**
   * When it arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * The last sample of a VM.
 */
export interface VmSamples__Output {
  /**
   * The sample; it names the VM.
   */
  'stats'?: (_muster_v1_VmStats__Output);
  /**
   * When it arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp__Output);
}
