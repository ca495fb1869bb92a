import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { ClusterServiceClient as _muster_v1_ClusterServiceClient, ClusterServiceDefinition as _muster_v1_ClusterServiceDefinition } from './muster/v1/ClusterService.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from './muster/v1/Condition.ts';
import type { ConditionStanding as _muster_v1_ConditionStanding, ConditionStanding__Output as _muster_v1_ConditionStanding__Output } from './muster/v1/ConditionStanding.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from './muster/v1/Disk.ts';
import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from './muster/v1/DiskStats.ts';
import type { DrainReplicaRequest as _muster_v1_DrainReplicaRequest, DrainReplicaRequest__Output as _muster_v1_DrainReplicaRequest__Output } from './muster/v1/DrainReplicaRequest.ts';
import type { DrainReplicaResponse as _muster_v1_DrainReplicaResponse, DrainReplicaResponse__Output as _muster_v1_DrainReplicaResponse__Output } from './muster/v1/DrainReplicaResponse.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from './muster/v1/DuplicateVm.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from './muster/v1/FilesystemStats.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from './muster/v1/Freshness.ts';
import type { GetRingRequest as _muster_v1_GetRingRequest, GetRingRequest__Output as _muster_v1_GetRingRequest__Output } from './muster/v1/GetRingRequest.ts';
import type { GetRingResponse as _muster_v1_GetRingResponse, GetRingResponse__Output as _muster_v1_GetRingResponse__Output } from './muster/v1/GetRingResponse.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from './muster/v1/Hardware.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from './muster/v1/Host.ts';
import type { HostOwnership as _muster_v1_HostOwnership, HostOwnership__Output as _muster_v1_HostOwnership__Output } from './muster/v1/HostOwnership.ts';
import type { HostSituation as _muster_v1_HostSituation, HostSituation__Output as _muster_v1_HostSituation__Output } from './muster/v1/HostSituation.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from './muster/v1/HostStats.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from './muster/v1/Hypervisor.ts';
import type { ListReplicasRequest as _muster_v1_ListReplicasRequest, ListReplicasRequest__Output as _muster_v1_ListReplicasRequest__Output } from './muster/v1/ListReplicasRequest.ts';
import type { ListReplicasResponse as _muster_v1_ListReplicasResponse, ListReplicasResponse__Output as _muster_v1_ListReplicasResponse__Output } from './muster/v1/ListReplicasResponse.ts';
import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from './muster/v1/NetworkInterface.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from './muster/v1/NetworkInterfaceStats.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from './muster/v1/OperatorWord.ts';
import type { Replica as _muster_v1_Replica, Replica__Output as _muster_v1_Replica__Output } from './muster/v1/Replica.ts';
import type { RingShare as _muster_v1_RingShare, RingShare__Output as _muster_v1_RingShare__Output } from './muster/v1/RingShare.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from './muster/v1/VmStats.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
  muster: {
    v1: {
      Brake: EnumTypeDefinition
      /**
       * The replicas that share the fleet. Any of them answers, as it sees the others.
       */
      ClusterService: SubtypeConstructor<typeof grpc.Client, _muster_v1_ClusterServiceClient> & { service: _muster_v1_ClusterServiceDefinition }
      Condition: MessageTypeDefinition<_muster_v1_Condition, _muster_v1_Condition__Output>
      ConditionStanding: MessageTypeDefinition<_muster_v1_ConditionStanding, _muster_v1_ConditionStanding__Output>
      ConditionType: EnumTypeDefinition
      Disk: MessageTypeDefinition<_muster_v1_Disk, _muster_v1_Disk__Output>
      DiskStats: MessageTypeDefinition<_muster_v1_DiskStats, _muster_v1_DiskStats__Output>
      DrainReplicaRequest: MessageTypeDefinition<_muster_v1_DrainReplicaRequest, _muster_v1_DrainReplicaRequest__Output>
      DrainReplicaResponse: MessageTypeDefinition<_muster_v1_DrainReplicaResponse, _muster_v1_DrainReplicaResponse__Output>
      DuplicateVm: MessageTypeDefinition<_muster_v1_DuplicateVm, _muster_v1_DuplicateVm__Output>
      FilesystemStats: MessageTypeDefinition<_muster_v1_FilesystemStats, _muster_v1_FilesystemStats__Output>
      Freshness: MessageTypeDefinition<_muster_v1_Freshness, _muster_v1_Freshness__Output>
      GetRingRequest: MessageTypeDefinition<_muster_v1_GetRingRequest, _muster_v1_GetRingRequest__Output>
      GetRingResponse: MessageTypeDefinition<_muster_v1_GetRingResponse, _muster_v1_GetRingResponse__Output>
      Hardware: MessageTypeDefinition<_muster_v1_Hardware, _muster_v1_Hardware__Output>
      Host: MessageTypeDefinition<_muster_v1_Host, _muster_v1_Host__Output>
      HostClass: EnumTypeDefinition
      HostOwnership: MessageTypeDefinition<_muster_v1_HostOwnership, _muster_v1_HostOwnership__Output>
      HostSituation: MessageTypeDefinition<_muster_v1_HostSituation, _muster_v1_HostSituation__Output>
      HostStats: MessageTypeDefinition<_muster_v1_HostStats, _muster_v1_HostStats__Output>
      HostStatus: EnumTypeDefinition
      Hypervisor: MessageTypeDefinition<_muster_v1_Hypervisor, _muster_v1_Hypervisor__Output>
      ListReplicasRequest: MessageTypeDefinition<_muster_v1_ListReplicasRequest, _muster_v1_ListReplicasRequest__Output>
      ListReplicasResponse: MessageTypeDefinition<_muster_v1_ListReplicasResponse, _muster_v1_ListReplicasResponse__Output>
      NetworkInterface: MessageTypeDefinition<_muster_v1_NetworkInterface, _muster_v1_NetworkInterface__Output>
      NetworkInterfaceStats: MessageTypeDefinition<_muster_v1_NetworkInterfaceStats, _muster_v1_NetworkInterfaceStats__Output>
      OperatorWord: MessageTypeDefinition<_muster_v1_OperatorWord, _muster_v1_OperatorWord__Output>
      Replica: MessageTypeDefinition<_muster_v1_Replica, _muster_v1_Replica__Output>
      ReplicaState: EnumTypeDefinition
      RingShare: MessageTypeDefinition<_muster_v1_RingShare, _muster_v1_RingShare__Output>
      VmStats: MessageTypeDefinition<_muster_v1_VmStats, _muster_v1_VmStats__Output>
    }
  }
}

