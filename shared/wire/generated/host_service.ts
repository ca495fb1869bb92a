import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from './muster/v1/Condition.ts';
import type { DeleteHostRequest as _muster_v1_DeleteHostRequest, DeleteHostRequest__Output as _muster_v1_DeleteHostRequest__Output } from './muster/v1/DeleteHostRequest.ts';
import type { DeleteHostResponse as _muster_v1_DeleteHostResponse, DeleteHostResponse__Output as _muster_v1_DeleteHostResponse__Output } from './muster/v1/DeleteHostResponse.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from './muster/v1/Disk.ts';
import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from './muster/v1/DiskStats.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from './muster/v1/DuplicateVm.ts';
import type { EnterMaintenanceRequest as _muster_v1_EnterMaintenanceRequest, EnterMaintenanceRequest__Output as _muster_v1_EnterMaintenanceRequest__Output } from './muster/v1/EnterMaintenanceRequest.ts';
import type { EnterMaintenanceResponse as _muster_v1_EnterMaintenanceResponse, EnterMaintenanceResponse__Output as _muster_v1_EnterMaintenanceResponse__Output } from './muster/v1/EnterMaintenanceResponse.ts';
import type { ExitMaintenanceRequest as _muster_v1_ExitMaintenanceRequest, ExitMaintenanceRequest__Output as _muster_v1_ExitMaintenanceRequest__Output } from './muster/v1/ExitMaintenanceRequest.ts';
import type { ExitMaintenanceResponse as _muster_v1_ExitMaintenanceResponse, ExitMaintenanceResponse__Output as _muster_v1_ExitMaintenanceResponse__Output } from './muster/v1/ExitMaintenanceResponse.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from './muster/v1/FilesystemStats.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from './muster/v1/Hardware.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from './muster/v1/Host.ts';
import type { HostServiceClient as _muster_v1_HostServiceClient, HostServiceDefinition as _muster_v1_HostServiceDefinition } from './muster/v1/HostService.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from './muster/v1/HostStats.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from './muster/v1/Hypervisor.ts';
import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from './muster/v1/NetworkInterface.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from './muster/v1/NetworkInterfaceStats.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from './muster/v1/OperatorWord.ts';
import type { RetireHostRequest as _muster_v1_RetireHostRequest, RetireHostRequest__Output as _muster_v1_RetireHostRequest__Output } from './muster/v1/RetireHostRequest.ts';
import type { RetireHostResponse as _muster_v1_RetireHostResponse, RetireHostResponse__Output as _muster_v1_RetireHostResponse__Output } from './muster/v1/RetireHostResponse.ts';
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
      Condition: MessageTypeDefinition<_muster_v1_Condition, _muster_v1_Condition__Output>
      ConditionType: EnumTypeDefinition
      DeleteHostRequest: MessageTypeDefinition<_muster_v1_DeleteHostRequest, _muster_v1_DeleteHostRequest__Output>
      DeleteHostResponse: MessageTypeDefinition<_muster_v1_DeleteHostResponse, _muster_v1_DeleteHostResponse__Output>
      Disk: MessageTypeDefinition<_muster_v1_Disk, _muster_v1_Disk__Output>
      DiskStats: MessageTypeDefinition<_muster_v1_DiskStats, _muster_v1_DiskStats__Output>
      DuplicateVm: MessageTypeDefinition<_muster_v1_DuplicateVm, _muster_v1_DuplicateVm__Output>
      EnterMaintenanceRequest: MessageTypeDefinition<_muster_v1_EnterMaintenanceRequest, _muster_v1_EnterMaintenanceRequest__Output>
      EnterMaintenanceResponse: MessageTypeDefinition<_muster_v1_EnterMaintenanceResponse, _muster_v1_EnterMaintenanceResponse__Output>
      ExitMaintenanceRequest: MessageTypeDefinition<_muster_v1_ExitMaintenanceRequest, _muster_v1_ExitMaintenanceRequest__Output>
      ExitMaintenanceResponse: MessageTypeDefinition<_muster_v1_ExitMaintenanceResponse, _muster_v1_ExitMaintenanceResponse__Output>
      FilesystemStats: MessageTypeDefinition<_muster_v1_FilesystemStats, _muster_v1_FilesystemStats__Output>
      Hardware: MessageTypeDefinition<_muster_v1_Hardware, _muster_v1_Hardware__Output>
      Host: MessageTypeDefinition<_muster_v1_Host, _muster_v1_Host__Output>
      HostClass: EnumTypeDefinition
      /**
       * What operators do with hosts. Any replica takes a request and hands it to the one that owns the host; a host without a living
       * owner is claimed for it first. The answer comes when the change is committed and told, and holds the host as it is then. A
       * request repeated under its request_id does nothing more, whichever replica takes it. A wrong request gets INVALID_ARGUMENT
       * with a google.rpc.BadRequest detail that names the field; UNAVAILABLE says that it is not known whether it was carried out,
       * or that it cannot be now: repeat it under its request_id. NOT_FOUND: there is no host with this id.
       */
      HostService: SubtypeConstructor<typeof grpc.Client, _muster_v1_HostServiceClient> & { service: _muster_v1_HostServiceDefinition }
      HostStats: MessageTypeDefinition<_muster_v1_HostStats, _muster_v1_HostStats__Output>
      HostStatus: EnumTypeDefinition
      Hypervisor: MessageTypeDefinition<_muster_v1_Hypervisor, _muster_v1_Hypervisor__Output>
      NetworkInterface: MessageTypeDefinition<_muster_v1_NetworkInterface, _muster_v1_NetworkInterface__Output>
      NetworkInterfaceStats: MessageTypeDefinition<_muster_v1_NetworkInterfaceStats, _muster_v1_NetworkInterfaceStats__Output>
      OperatorWord: MessageTypeDefinition<_muster_v1_OperatorWord, _muster_v1_OperatorWord__Output>
      RetireHostRequest: MessageTypeDefinition<_muster_v1_RetireHostRequest, _muster_v1_RetireHostRequest__Output>
      RetireHostResponse: MessageTypeDefinition<_muster_v1_RetireHostResponse, _muster_v1_RetireHostResponse__Output>
      VmStats: MessageTypeDefinition<_muster_v1_VmStats, _muster_v1_VmStats__Output>
    }
  }
}

