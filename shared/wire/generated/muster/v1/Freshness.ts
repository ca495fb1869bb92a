// Original file: proto/muster/v1/situation.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * How far an answer can be trusted to be of now.
 */
export interface Freshness {
  /**
   * Up to when the picture of the replica that answers is known to be complete, by its wall clock.
   */
  'asOf'?: (_google_protobuf_Timestamp | null);
  /**
   * The replica does not hear of changes right now, so that later ones may be missing.
   */
  'stale'?: (boolean);
  /**
   * Why it is stale, one sentence. Empty: it is not.
   */
  'reason'?: (string);
  /**
   * Replicas that own hosts of this answer and did not tell their samples in time; these hosts and VMs come without.
   */
  'silentReplicas'?: (string)[];
}

/**
 * How far an answer can be trusted to be of now.
 */
export interface Freshness__Output {
  /**
   * Up to when the picture of the replica that answers is known to be complete, by its wall clock.
   */
  'asOf'?: (_google_protobuf_Timestamp__Output);
  /**
   * The replica does not hear of changes right now, so that later ones may be missing.
   */
  'stale'?: (boolean);
  /**
   * Why it is stale, one sentence. Empty: it is not.
   */
  'reason'?: (string);
  /**
   * Replicas that own hosts of this answer and did not tell their samples in time; these hosts and VMs come without.
   */
  'silentReplicas'?: (string)[];
}
