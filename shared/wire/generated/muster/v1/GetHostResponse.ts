// Original file: proto/muster/v1/fleet.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * One host.
 */
export interface GetHostResponse {
  /**
   * The host.
   */
  'host'?: (_muster_v1_Host | null);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * One host.
 */
export interface GetHostResponse__Output {
  /**
   * The host.
   */
  'host'?: (_muster_v1_Host__Output);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
