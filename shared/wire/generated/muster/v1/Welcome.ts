// Original file: proto/muster/v1/agent.proto

import type { Configure as _muster_v1_Configure, Configure__Output as _muster_v1_Configure__Output } from '../../muster/v1/Configure.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The agent is accepted.
 */
export interface Welcome {
  /**
   * Claim epoch under which this replica owns the host.
   */
  'epoch'?: (number | string | Long);
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
  /**
   * Settings for this session.
   */
  'settings'?: (_muster_v1_Configure | null);
  /**
   * Highest `change` of this run already applied; the agent forgets everything up to it.
   */
  'appliedChange'?: (number | string | Long);
  /**
   * True if the agent must send the full picture before anything else.
   */
  'wantSnapshot'?: (boolean);
  /**
   * Why the full picture is wanted. Empty: it is not.
   */
  'snapshotReason'?: (string);
  /**
   * Wall clock of the replica, unix ms.
   */
  'sentAtMs'?: (number | string | Long);
}

/**
 * The agent is accepted.
 */
export interface Welcome__Output {
  /**
   * Claim epoch under which this replica owns the host.
   */
  'epoch'?: (number);
  /**
   * Id of the replica.
   */
  'replicaId'?: (string);
  /**
   * Settings for this session.
   */
  'settings'?: (_muster_v1_Configure__Output);
  /**
   * Highest `change` of this run already applied; the agent forgets everything up to it.
   */
  'appliedChange'?: (number);
  /**
   * True if the agent must send the full picture before anything else.
   */
  'wantSnapshot'?: (boolean);
  /**
   * Why the full picture is wanted. Empty: it is not.
   */
  'snapshotReason'?: (string);
  /**
   * Wall clock of the replica, unix ms.
   */
  'sentAtMs'?: (number);
}
