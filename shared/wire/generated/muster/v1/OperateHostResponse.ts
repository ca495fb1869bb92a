// Original file: proto/muster/v1/peer.proto

import type { OperationOutcome as _muster_v1_OperationOutcome, OperationOutcome__Output as _muster_v1_OperationOutcome__Output } from '../../muster/v1/OperationOutcome.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';

/**
 * What became of it.
 */
export interface OperateHostResponse {
  /**
   * What became of it.
   */
  'outcome'?: (_muster_v1_OperationOutcome);
  /**
   * One sentence for a person. Empty: there is nothing to say.
   */
  'message'?: (string);
  /**
   * The host as it is after the commit. Set if it is done.
   */
  'host'?: (_muster_v1_Host | null);
}

/**
 * What became of it.
 */
export interface OperateHostResponse__Output {
  /**
   * What became of it.
   */
  'outcome'?: (_muster_v1_OperationOutcome__Output);
  /**
   * One sentence for a person. Empty: there is nothing to say.
   */
  'message'?: (string);
  /**
   * The host as it is after the commit. Set if it is done.
   */
  'host'?: (_muster_v1_Host__Output);
}
