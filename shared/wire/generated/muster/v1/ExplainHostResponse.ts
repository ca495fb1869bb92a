// Original file: proto/muster/v1/fleet.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { HostOwnership as _muster_v1_HostOwnership, HostOwnership__Output as _muster_v1_HostOwnership__Output } from '../../muster/v1/HostOwnership.ts';
import type { HostSituation as _muster_v1_HostSituation, HostSituation__Output as _muster_v1_HostSituation__Output } from '../../muster/v1/HostSituation.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Why a host is what it is.
 */
export interface ExplainHostResponse {
  /**
   * The host, without samples.
   */
  'host'?: (_muster_v1_Host | null);
  /**
   * Who owns it and who should.
   */
  'ownership'?: (_muster_v1_HostOwnership | null);
  /**
   * What its owner knows of its contact. Unset: nobody could tell.
   */
  'situation'?: (_muster_v1_HostSituation | null);
  /**
   * Why the situation is not known, one sentence. Empty: it is.
   */
  'situationUnknown'?: (string);
  /**
   * The rule that gave the host its status, and the one that decides next, in words.
   */
  'rule'?: (string);
  /**
   * Wall clock of the host minus the owner's, in ms, as last measured. Display only (I6). Unset: no sample, or its owner did not
   * answer.
   */
  'clockSkewMs'?: (number | string | Long);
  /**
   * When the last sample arrived, by the owner's wall clock. Unset as clock_skew_ms.
   */
  'sampledAt'?: (_google_protobuf_Timestamp | null);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
  '_clockSkewMs'?: "clockSkewMs";
}

/**
 * Why a host is what it is.
 */
export interface ExplainHostResponse__Output {
  /**
   * The host, without samples.
   */
  'host'?: (_muster_v1_Host__Output);
  /**
   * Who owns it and who should.
   */
  'ownership'?: (_muster_v1_HostOwnership__Output);
  /**
   * What its owner knows of its contact. Unset: nobody could tell.
   */
  'situation'?: (_muster_v1_HostSituation__Output);
  /**
   * Why the situation is not known, one sentence. Empty: it is.
   */
  'situationUnknown'?: (string);
  /**
   * The rule that gave the host its status, and the one that decides next, in words.
   */
  'rule'?: (string);
  /**
   * Wall clock of the host minus the owner's, in ms, as last measured. Display only (I6). Unset: no sample, or its owner did not
   * answer.
   */
  'clockSkewMs'?: (number);
  /**
   * When the last sample arrived, by the owner's wall clock. Unset as clock_skew_ms.
   */
  'sampledAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
  '_clockSkewMs'?: "clockSkewMs";
}
