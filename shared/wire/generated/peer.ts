import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from './muster/v1/Condition.ts';
import type { ConditionStanding as _muster_v1_ConditionStanding, ConditionStanding__Output as _muster_v1_ConditionStanding__Output } from './muster/v1/ConditionStanding.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from './muster/v1/Disk.ts';
import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from './muster/v1/DiskStats.ts';
import type { DrainRequest as _muster_v1_DrainRequest, DrainRequest__Output as _muster_v1_DrainRequest__Output } from './muster/v1/DrainRequest.ts';
import type { DrainResponse as _muster_v1_DrainResponse, DrainResponse__Output as _muster_v1_DrainResponse__Output } from './muster/v1/DrainResponse.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from './muster/v1/DuplicateVm.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from './muster/v1/FilesystemStats.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from './muster/v1/Freshness.ts';
import type { GetSamplesRequest as _muster_v1_GetSamplesRequest, GetSamplesRequest__Output as _muster_v1_GetSamplesRequest__Output } from './muster/v1/GetSamplesRequest.ts';
import type { GetSamplesResponse as _muster_v1_GetSamplesResponse, GetSamplesResponse__Output as _muster_v1_GetSamplesResponse__Output } from './muster/v1/GetSamplesResponse.ts';
import type { GetSignsOfLifeRequest as _muster_v1_GetSignsOfLifeRequest, GetSignsOfLifeRequest__Output as _muster_v1_GetSignsOfLifeRequest__Output } from './muster/v1/GetSignsOfLifeRequest.ts';
import type { GetSignsOfLifeResponse as _muster_v1_GetSignsOfLifeResponse, GetSignsOfLifeResponse__Output as _muster_v1_GetSignsOfLifeResponse__Output } from './muster/v1/GetSignsOfLifeResponse.ts';
import type { GetSituationRequest as _muster_v1_GetSituationRequest, GetSituationRequest__Output as _muster_v1_GetSituationRequest__Output } from './muster/v1/GetSituationRequest.ts';
import type { GetSituationResponse as _muster_v1_GetSituationResponse, GetSituationResponse__Output as _muster_v1_GetSituationResponse__Output } from './muster/v1/GetSituationResponse.ts';
import type { GetStandingRequest as _muster_v1_GetStandingRequest, GetStandingRequest__Output as _muster_v1_GetStandingRequest__Output } from './muster/v1/GetStandingRequest.ts';
import type { GetStandingResponse as _muster_v1_GetStandingResponse, GetStandingResponse__Output as _muster_v1_GetStandingResponse__Output } from './muster/v1/GetStandingResponse.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from './muster/v1/Hardware.ts';
import type { HasSessionRequest as _muster_v1_HasSessionRequest, HasSessionRequest__Output as _muster_v1_HasSessionRequest__Output } from './muster/v1/HasSessionRequest.ts';
import type { HasSessionResponse as _muster_v1_HasSessionResponse, HasSessionResponse__Output as _muster_v1_HasSessionResponse__Output } from './muster/v1/HasSessionResponse.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from './muster/v1/Host.ts';
import type { HostOwnership as _muster_v1_HostOwnership, HostOwnership__Output as _muster_v1_HostOwnership__Output } from './muster/v1/HostOwnership.ts';
import type { HostSamples as _muster_v1_HostSamples, HostSamples__Output as _muster_v1_HostSamples__Output } from './muster/v1/HostSamples.ts';
import type { HostSituation as _muster_v1_HostSituation, HostSituation__Output as _muster_v1_HostSituation__Output } from './muster/v1/HostSituation.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from './muster/v1/HostStats.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from './muster/v1/Hypervisor.ts';
import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from './muster/v1/NetworkInterface.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from './muster/v1/NetworkInterfaceStats.ts';
import type { OperateHostRequest as _muster_v1_OperateHostRequest, OperateHostRequest__Output as _muster_v1_OperateHostRequest__Output } from './muster/v1/OperateHostRequest.ts';
import type { OperateHostResponse as _muster_v1_OperateHostResponse, OperateHostResponse__Output as _muster_v1_OperateHostResponse__Output } from './muster/v1/OperateHostResponse.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from './muster/v1/OperatorWord.ts';
import type { PeerServiceClient as _muster_v1_PeerServiceClient, PeerServiceDefinition as _muster_v1_PeerServiceDefinition } from './muster/v1/PeerService.ts';
import type { SignOfLife as _muster_v1_SignOfLife, SignOfLife__Output as _muster_v1_SignOfLife__Output } from './muster/v1/SignOfLife.ts';
import type { VmSamples as _muster_v1_VmSamples, VmSamples__Output as _muster_v1_VmSamples__Output } from './muster/v1/VmSamples.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from './muster/v1/VmStats.ts';
import type { WantedSamples as _muster_v1_WantedSamples, WantedSamples__Output as _muster_v1_WantedSamples__Output } from './muster/v1/WantedSamples.ts';

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
      Condition: MessageTypeDefinition<_muster_v1_Condition, _muster_v1_Condition__Output>
      ConditionStanding: MessageTypeDefinition<_muster_v1_ConditionStanding, _muster_v1_ConditionStanding__Output>
      ConditionType: EnumTypeDefinition
      Disk: MessageTypeDefinition<_muster_v1_Disk, _muster_v1_Disk__Output>
      DiskStats: MessageTypeDefinition<_muster_v1_DiskStats, _muster_v1_DiskStats__Output>
      DrainRequest: MessageTypeDefinition<_muster_v1_DrainRequest, _muster_v1_DrainRequest__Output>
      DrainResponse: MessageTypeDefinition<_muster_v1_DrainResponse, _muster_v1_DrainResponse__Output>
      DuplicateVm: MessageTypeDefinition<_muster_v1_DuplicateVm, _muster_v1_DuplicateVm__Output>
      FilesystemStats: MessageTypeDefinition<_muster_v1_FilesystemStats, _muster_v1_FilesystemStats__Output>
      Freshness: MessageTypeDefinition<_muster_v1_Freshness, _muster_v1_Freshness__Output>
      GetSamplesRequest: MessageTypeDefinition<_muster_v1_GetSamplesRequest, _muster_v1_GetSamplesRequest__Output>
      GetSamplesResponse: MessageTypeDefinition<_muster_v1_GetSamplesResponse, _muster_v1_GetSamplesResponse__Output>
      GetSignsOfLifeRequest: MessageTypeDefinition<_muster_v1_GetSignsOfLifeRequest, _muster_v1_GetSignsOfLifeRequest__Output>
      GetSignsOfLifeResponse: MessageTypeDefinition<_muster_v1_GetSignsOfLifeResponse, _muster_v1_GetSignsOfLifeResponse__Output>
      GetSituationRequest: MessageTypeDefinition<_muster_v1_GetSituationRequest, _muster_v1_GetSituationRequest__Output>
      GetSituationResponse: MessageTypeDefinition<_muster_v1_GetSituationResponse, _muster_v1_GetSituationResponse__Output>
      GetStandingRequest: MessageTypeDefinition<_muster_v1_GetStandingRequest, _muster_v1_GetStandingRequest__Output>
      GetStandingResponse: MessageTypeDefinition<_muster_v1_GetStandingResponse, _muster_v1_GetStandingResponse__Output>
      Hardware: MessageTypeDefinition<_muster_v1_Hardware, _muster_v1_Hardware__Output>
      HasSessionRequest: MessageTypeDefinition<_muster_v1_HasSessionRequest, _muster_v1_HasSessionRequest__Output>
      HasSessionResponse: MessageTypeDefinition<_muster_v1_HasSessionResponse, _muster_v1_HasSessionResponse__Output>
      Host: MessageTypeDefinition<_muster_v1_Host, _muster_v1_Host__Output>
      HostClass: EnumTypeDefinition
      HostOwnership: MessageTypeDefinition<_muster_v1_HostOwnership, _muster_v1_HostOwnership__Output>
      HostSamples: MessageTypeDefinition<_muster_v1_HostSamples, _muster_v1_HostSamples__Output>
      HostSituation: MessageTypeDefinition<_muster_v1_HostSituation, _muster_v1_HostSituation__Output>
      HostStats: MessageTypeDefinition<_muster_v1_HostStats, _muster_v1_HostStats__Output>
      HostStatus: EnumTypeDefinition
      Hypervisor: MessageTypeDefinition<_muster_v1_Hypervisor, _muster_v1_Hypervisor__Output>
      NetworkInterface: MessageTypeDefinition<_muster_v1_NetworkInterface, _muster_v1_NetworkInterface__Output>
      NetworkInterfaceStats: MessageTypeDefinition<_muster_v1_NetworkInterfaceStats, _muster_v1_NetworkInterfaceStats__Output>
      OperateHostRequest: MessageTypeDefinition<_muster_v1_OperateHostRequest, _muster_v1_OperateHostRequest__Output>
      OperateHostResponse: MessageTypeDefinition<_muster_v1_OperateHostResponse, _muster_v1_OperateHostResponse__Output>
      OperationOutcome: EnumTypeDefinition
      OperatorWord: MessageTypeDefinition<_muster_v1_OperatorWord, _muster_v1_OperatorWord__Output>
      /**
       * What replicas ask each other directly; not for anybody else: every call carries the metadata `muster-peer-key` with the
       * `peerKey` of the replica it is meant for, as its entry among the members in NATS says, or is refused as UNAUTHENTICATED. Every request names the replica it is meant for: an address may
       * have passed to another one, which answers FAILED_PRECONDITION.
       */
      PeerService: SubtypeConstructor<typeof grpc.Client, _muster_v1_PeerServiceClient> & { service: _muster_v1_PeerServiceDefinition }
      SessionOutcome: EnumTypeDefinition
      SignOfLife: MessageTypeDefinition<_muster_v1_SignOfLife, _muster_v1_SignOfLife__Output>
      VmSamples: MessageTypeDefinition<_muster_v1_VmSamples, _muster_v1_VmSamples__Output>
      VmStats: MessageTypeDefinition<_muster_v1_VmStats, _muster_v1_VmStats__Output>
      WantedSamples: MessageTypeDefinition<_muster_v1_WantedSamples, _muster_v1_WantedSamples__Output>
    }
  }
}

