// Original file: proto/muster/v1/peer.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A host whose agent the replica heard: in session, or when it sent it on or refused it.
 */
export interface SignOfLife {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * How long ago that was, in ms, by the clock of the replica asked.
   */
  'heardMsAgo'?: (number | string | Long);
}

/**
 * A host whose agent the replica heard: in session, or when it sent it on or refused it.
 */
export interface SignOfLife__Output {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * How long ago that was, in ms, by the clock of the replica asked.
   */
  'heardMsAgo'?: (number);
}
