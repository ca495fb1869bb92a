// Original file: proto/muster/v1/agent.proto

import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from '../../muster/v1/HostStats.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from '../../muster/v1/VmStats.ts';
import type { Change as _muster_v1_Change, Change__Output as _muster_v1_Change__Output } from '../../muster/v1/Change.ts';
import type { SnapshotChunk as _muster_v1_SnapshotChunk, SnapshotChunk__Output as _muster_v1_SnapshotChunk__Output } from '../../muster/v1/SnapshotChunk.ts';
import type { Digest as _muster_v1_Digest, Digest__Output as _muster_v1_Digest__Output } from '../../muster/v1/Digest.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Everything since the last report.
 */
export interface Report {
  /**
   * Number within the stream, from 1, without gaps. A gap ends the stream with FAILED_PRECONDITION.
   */
  'frame'?: (number | string | Long);
  /**
   * Changed statistics of the host. Unset: none.
   */
  'host'?: (_muster_v1_HostStats | null);
  /**
   * Changed statistics of VMs.
   */
  'vms'?: (_muster_v1_VmStats)[];
  /**
   * State changes in the order in which they were observed; `change` grows from one to the next.
   */
  'changes'?: (_muster_v1_Change)[];
  /**
   * A part of a full picture. Changes with a number above `snapshot.change` come after its last part.
   */
  'snapshot'?: (_muster_v1_SnapshotChunk | null);
  /**
   * What the agent believes the picture to be.
   */
  'digest'?: (_muster_v1_Digest | null);
  /**
   * Wall clock of the host, unix ms. 0: not said.
   */
  'sentAtMs'?: (number | string | Long);
}

/**
 * Everything since the last report.
 */
export interface Report__Output {
  /**
   * Number within the stream, from 1, without gaps. A gap ends the stream with FAILED_PRECONDITION.
   */
  'frame'?: (number);
  /**
   * Changed statistics of the host. Unset: none.
   */
  'host'?: (_muster_v1_HostStats__Output);
  /**
   * Changed statistics of VMs.
   */
  'vms'?: (_muster_v1_VmStats__Output)[];
  /**
   * State changes in the order in which they were observed; `change` grows from one to the next.
   */
  'changes'?: (_muster_v1_Change__Output)[];
  /**
   * A part of a full picture. Changes with a number above `snapshot.change` come after its last part.
   */
  'snapshot'?: (_muster_v1_SnapshotChunk__Output);
  /**
   * What the agent believes the picture to be.
   */
  'digest'?: (_muster_v1_Digest__Output);
  /**
   * Wall clock of the host, unix ms. 0: not said.
   */
  'sentAtMs'?: (number);
}
