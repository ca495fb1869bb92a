// Original file: proto/muster/v1/cluster.proto

import type { ReplicaState as _muster_v1_ReplicaState, ReplicaState__Output as _muster_v1_ReplicaState__Output } from '../../muster/v1/ReplicaState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One replica.
 */
export interface Replica {
  /**
   * Identity, [A-Za-z0-9_-]{1,64}.
   */
  'id'?: (string);
  /**
   * Nonce of its process; another one after each start.
   */
  'instance'?: (string);
  /**
   * State, as it last said.
   */
  'state'?: (_muster_v1_ReplicaState);
  /**
   * What it does: all, state or api.
   */
  'role'?: (string);
  /**
   * Version of Muster.
   */
  'version'?: (string);
  /**
   * Where agents reach it, host:port.
   */
  'agentsAddress'?: (string);
  /**
   * Where its API is, host:port.
   */
  'apiAddress'?: (string);
  /**
   * Share of the hosts relative to the other replicas. 0: owns none.
   */
  'weight'?: (number | string);
  /**
   * Since its last sign of life reached the replica that answers, in ms.
   */
  'ageMs'?: (number | string | Long);
  /**
   * False: it was silent for too long and counts as dead.
   */
  'alive'?: (boolean);
  /**
   * When its process started, by its own wall clock.
   */
  'startedAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Hosts it owns.
   */
  'hostsOwned'?: (number);
  /**
   * It is the one that answers.
   */
  'answering'?: (boolean);
  /**
   * Groups of work it takes a share of.
   */
  'groups'?: (string)[];
}

/**
 * One replica.
 */
export interface Replica__Output {
  /**
   * Identity, [A-Za-z0-9_-]{1,64}.
   */
  'id'?: (string);
  /**
   * Nonce of its process; another one after each start.
   */
  'instance'?: (string);
  /**
   * State, as it last said.
   */
  'state'?: (_muster_v1_ReplicaState__Output);
  /**
   * What it does: all, state or api.
   */
  'role'?: (string);
  /**
   * Version of Muster.
   */
  'version'?: (string);
  /**
   * Where agents reach it, host:port.
   */
  'agentsAddress'?: (string);
  /**
   * Where its API is, host:port.
   */
  'apiAddress'?: (string);
  /**
   * Share of the hosts relative to the other replicas. 0: owns none.
   */
  'weight'?: (number);
  /**
   * Since its last sign of life reached the replica that answers, in ms.
   */
  'ageMs'?: (number);
  /**
   * False: it was silent for too long and counts as dead.
   */
  'alive'?: (boolean);
  /**
   * When its process started, by its own wall clock.
   */
  'startedAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Hosts it owns.
   */
  'hostsOwned'?: (number);
  /**
   * It is the one that answers.
   */
  'answering'?: (boolean);
  /**
   * Groups of work it takes a share of.
   */
  'groups'?: (string)[];
}
