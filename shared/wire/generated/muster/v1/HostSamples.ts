// Original file: proto/muster/v1/peer.proto

import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from '../../muster/v1/HostStats.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { VmSamples as _muster_v1_VmSamples, VmSamples__Output as _muster_v1_VmSamples__Output } from '../../muster/v1/VmSamples.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The last samples of a host and some of its VMs.
 */
export interface HostSamples {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * The last sample of the host. Unset: none yet, or not wanted.
   */
  'stats'?: (_muster_v1_HostStats | null);
  /**
   * When it arrived, by the owner's wall clock. Unset with stats.
   */
  'statsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Wall clock of the host minus the owner's, in ms. 0 without stats.
   */
  'clockSkewMs'?: (number | string | Long);
  /**
   * The last samples of the VMs asked for; those without one are left out.
   */
  'vms'?: (_muster_v1_VmSamples)[];
}

/**
 * The last samples of a host and some of its VMs.
 */
export interface HostSamples__Output {
  /**
   * Id of the host.
   */
  'hostId'?: (string);
  /**
   * The last sample of the host. Unset: none yet, or not wanted.
   */
  'stats'?: (_muster_v1_HostStats__Output);
  /**
   * When it arrived, by the owner's wall clock. Unset with stats.
   */
  'statsAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Wall clock of the host minus the owner's, in ms. 0 without stats.
   */
  'clockSkewMs'?: (number);
  /**
   * The last samples of the VMs asked for; those without one are left out.
   */
  'vms'?: (_muster_v1_VmSamples__Output)[];
}
