// Original file: proto/muster/v1/fleet.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Nothing happened.
 */
export interface Bookmark {
  /**
   * Wall clock of the replica.
   */
  'at'?: (_google_protobuf_Timestamp | null);
}

/**
 * Nothing happened.
 */
export interface Bookmark__Output {
  /**
   * Wall clock of the replica.
   */
  'at'?: (_google_protobuf_Timestamp__Output);
}
