// Original file: proto/muster/v1/host.proto

import type { HostClass as _muster_v1_HostClass, HostClass__Output as _muster_v1_HostClass__Output } from '../../muster/v1/HostClass.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from '../../muster/v1/Hardware.ts';
import type { HostStatus as _muster_v1_HostStatus, HostStatus__Output as _muster_v1_HostStatus__Output } from '../../muster/v1/HostStatus.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from '../../muster/v1/Condition.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from '../../muster/v1/HostStats.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from '../../muster/v1/DuplicateVm.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from '../../muster/v1/OperatorWord.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One host.
 */
export interface Host {
  /**
   * Identity, [A-Za-z0-9_-]{1,64}; never changes.
   */
  'id'?: (string);
  /**
   * Display name, usually the host name. Free text.
   */
  'name'?: (string);
  /**
   * Site the host belongs to. Empty: none.
   */
  'site'?: (string);
  /**
   * Free labels.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Permanent or ephemeral.
   */
  'class'?: (_muster_v1_HostClass);
  /**
   * Agent version.
   */
  'agentVersion'?: (string);
  /**
   * What the agent can do, by name.
   */
  'capabilities'?: (string)[];
  /**
   * Hardware and system.
   */
  'hardware'?: (_muster_v1_Hardware | null);
  /**
   * Run of the agent: boot id and a nonce. New at each start of the agent.
   */
  'run'?: (string);
  /**
   * Kernel boot id. A change proves a reboot.
   */
  'bootId'?: (string);
  /**
   * Status.
   */
  'status'?: (_muster_v1_HostStatus);
  /**
   * Stable word for why it has this status, such as SILENT, STREAM_LOST, FIRST_SYNC_DONE.
   */
  'reason'?: (string);
  /**
   * Since when it has this status, by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp | null);
  /**
   * Conditions, active ones first.
   */
  'conditions'?: (_muster_v1_Condition)[];
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * Claim epoch; grows with each change of owner.
   */
  'epoch'?: (number | string | Long);
  /**
   * Number of the last change of this host within the epoch. (epoch, n) orders all events of a host.
   */
  'n'?: (number | string | Long);
  /**
   * Number of VMs known on the host.
   */
  'vmCount'?: (number);
  /**
   * Last sample. Unset: none yet, or not asked for.
   */
  'stats'?: (_muster_v1_HostStats | null);
  /**
   * When the last sample arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp | null);
  /**
   * Wall clock of the host minus the owner's, in ms, as last measured. Display only (I6).
   */
  'clockSkewMs'?: (number | string | Long);
  /**
   * VMs that run here and on another host at once. Empty: none.
   */
  'duplicates'?: (_muster_v1_DuplicateVm)[];
  /**
   * vCPUs of its VMs, without those that wait for launch, are down, saved or departed; counted from the event on that starts one.
   * Set in answers of FleetService alone.
   */
  'committedVcpus'?: (number);
  /**
   * Memory that the same VMs may use, in KiB; set with the vCPUs.
   */
  'committedMemoryKib'?: (number | string | Long);
  /**
   * Set from EnterMaintenance until ExitMaintenance, whatever the status is meanwhile. Unset: no maintenance was asked for.
   */
  'maintenance'?: (_muster_v1_OperatorWord | null);
  /**
   * Set while the host is RETIRED. Unset: it is not.
   */
  'retirement'?: (_muster_v1_OperatorWord | null);
  /**
   * Hash of the machine id, 64 hex digits: the same for the life of an installation, whatever the host's id is. Empty: not
   * known.
   */
  'machineIdHash'?: (string);
  '_committedVcpus'?: "committedVcpus";
  '_committedMemoryKib'?: "committedMemoryKib";
}

/**
 * One host.
 */
export interface Host__Output {
  /**
   * Identity, [A-Za-z0-9_-]{1,64}; never changes.
   */
  'id'?: (string);
  /**
   * Display name, usually the host name. Free text.
   */
  'name'?: (string);
  /**
   * Site the host belongs to. Empty: none.
   */
  'site'?: (string);
  /**
   * Free labels.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Permanent or ephemeral.
   */
  'class'?: (_muster_v1_HostClass__Output);
  /**
   * Agent version.
   */
  'agentVersion'?: (string);
  /**
   * What the agent can do, by name.
   */
  'capabilities'?: (string)[];
  /**
   * Hardware and system.
   */
  'hardware'?: (_muster_v1_Hardware__Output);
  /**
   * Run of the agent: boot id and a nonce. New at each start of the agent.
   */
  'run'?: (string);
  /**
   * Kernel boot id. A change proves a reboot.
   */
  'bootId'?: (string);
  /**
   * Status.
   */
  'status'?: (_muster_v1_HostStatus__Output);
  /**
   * Stable word for why it has this status, such as SILENT, STREAM_LOST, FIRST_SYNC_DONE.
   */
  'reason'?: (string);
  /**
   * Since when it has this status, by the owner's wall clock.
   */
  'since'?: (_google_protobuf_Timestamp__Output);
  /**
   * Conditions, active ones first.
   */
  'conditions'?: (_muster_v1_Condition__Output)[];
  /**
   * Replica that owns the host.
   */
  'owner'?: (string);
  /**
   * Claim epoch; grows with each change of owner.
   */
  'epoch'?: (number);
  /**
   * Number of the last change of this host within the epoch. (epoch, n) orders all events of a host.
   */
  'n'?: (number);
  /**
   * Number of VMs known on the host.
   */
  'vmCount'?: (number);
  /**
   * Last sample. Unset: none yet, or not asked for.
   */
  'stats'?: (_muster_v1_HostStats__Output);
  /**
   * When the last sample arrived, by the owner's wall clock.
   */
  'statsAt'?: (_google_protobuf_Timestamp__Output);
  /**
   * Wall clock of the host minus the owner's, in ms, as last measured. Display only (I6).
   */
  'clockSkewMs'?: (number);
  /**
   * VMs that run here and on another host at once. Empty: none.
   */
  'duplicates'?: (_muster_v1_DuplicateVm__Output)[];
  /**
   * vCPUs of its VMs, without those that wait for launch, are down, saved or departed; counted from the event on that starts one.
   * Set in answers of FleetService alone.
   */
  'committedVcpus'?: (number);
  /**
   * Memory that the same VMs may use, in KiB; set with the vCPUs.
   */
  'committedMemoryKib'?: (number);
  /**
   * Set from EnterMaintenance until ExitMaintenance, whatever the status is meanwhile. Unset: no maintenance was asked for.
   */
  'maintenance'?: (_muster_v1_OperatorWord__Output);
  /**
   * Set while the host is RETIRED. Unset: it is not.
   */
  'retirement'?: (_muster_v1_OperatorWord__Output);
  /**
   * Hash of the machine id, 64 hex digits: the same for the life of an installation, whatever the host's id is. Empty: not
   * known.
   */
  'machineIdHash'?: (string);
  '_committedVcpus'?: "committedVcpus";
  '_committedMemoryKib'?: "committedMemoryKib";
}
