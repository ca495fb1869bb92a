// Original file: proto/muster/v1/host.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What an operator asked for. It stands in the host's record, and so outlives owners, restarts and the storage.
 */
export interface OperatorWord {
  /**
   * When, by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp | null);
  /**
   * Who asked, as far as the API knows: the name in the client's certificate, or the address it came from.
   */
  'by'?: (string);
  /**
   * Why, in the operator's own words. Empty: nothing was said.
   */
  'reason'?: (string);
}

/**
 * What an operator asked for. It stands in the host's record, and so outlives owners, restarts and the storage.
 */
export interface OperatorWord__Output {
  /**
   * When, by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp__Output);
  /**
   * Who asked, as far as the API knows: the name in the client's certificate, or the address it came from.
   */
  'by'?: (string);
  /**
   * Why, in the operator's own words. Empty: nothing was said.
   */
  'reason'?: (string);
}
