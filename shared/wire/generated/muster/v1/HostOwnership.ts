// Original file: proto/muster/v1/situation.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Who owns a host and who should.
 */
export interface HostOwnership {
  /**
   * Replica that owns the host. Empty: none yet.
   */
  'owner'?: (string);
  /**
   * The owner is a living member, as the replica that answers sees it.
   */
  'ownerAlive'?: (boolean);
  /**
   * Claim epoch; grows with each change of owner.
   */
  'epoch'?: (number | string | Long);
  /**
   * When the owner claimed the host, by the owner's wall clock. Unset: not known.
   */
  'claimedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Stable word for why it did. Empty: not known.
   */
  'claimReason'?: (string);
  /**
   * Replica that should own the host. Empty: there is none.
   */
  'responsible'?: (string);
  /**
   * Who should own the host, in order: the first is the responsible one, the second owns it without the first, and
   * so on.
   */
  'preference'?: (string)[];
}

/**
 * Who owns a host and who should.
 */
export interface HostOwnership__Output {
  /**
   * Replica that owns the host. Empty: none yet.
   */
  'owner'?: (string);
  /**
   * The owner is a living member, as the replica that answers sees it.
   */
  'ownerAlive'?: (boolean);
  /**
   * Claim epoch; grows with each change of owner.
   */
  'epoch'?: (number);
  /**
   * When the owner claimed the host, by the owner's wall clock. Unset: not known.
   */
  'claimedAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Stable word for why it did. Empty: not known.
   */
  'claimReason'?: (string);
  /**
   * Replica that should own the host. Empty: there is none.
   */
  'responsible'?: (string);
  /**
   * Who should own the host, in order: the first is the responsible one, the second owns it without the first, and
   * so on.
   */
  'preference'?: (string)[];
}
