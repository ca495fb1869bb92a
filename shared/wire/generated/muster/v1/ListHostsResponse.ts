// Original file: proto/muster/v1/fleet.proto

import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from '../../muster/v1/Host.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from '../../muster/v1/Freshness.ts';

/**
 * A page of hosts.
 */
export interface ListHostsResponse {
  /**
   * The hosts.
   */
  'hosts'?: (_muster_v1_Host)[];
  /**
   * Token of the next page. Empty: this was the last.
   */
  'nextPageToken'?: (string);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness | null);
}

/**
 * A page of hosts.
 */
export interface ListHostsResponse__Output {
  /**
   * The hosts.
   */
  'hosts'?: (_muster_v1_Host__Output)[];
  /**
   * Token of the next page. Empty: this was the last.
   */
  'nextPageToken'?: (string);
  /**
   * How far this is of now.
   */
  'freshness'?: (_muster_v1_Freshness__Output);
}
