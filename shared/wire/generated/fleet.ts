import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Bookmark as _muster_v1_Bookmark, Bookmark__Output as _muster_v1_Bookmark__Output } from './muster/v1/Bookmark.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from './muster/v1/Condition.ts';
import type { ConditionStanding as _muster_v1_ConditionStanding, ConditionStanding__Output as _muster_v1_ConditionStanding__Output } from './muster/v1/ConditionStanding.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from './muster/v1/Disk.ts';
import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from './muster/v1/DiskStats.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from './muster/v1/DuplicateVm.ts';
import type { Event as _muster_v1_Event, Event__Output as _muster_v1_Event__Output } from './muster/v1/Event.ts';
import type { EventObject as _muster_v1_EventObject, EventObject__Output as _muster_v1_EventObject__Output } from './muster/v1/EventObject.ts';
import type { ExplainHostRequest as _muster_v1_ExplainHostRequest, ExplainHostRequest__Output as _muster_v1_ExplainHostRequest__Output } from './muster/v1/ExplainHostRequest.ts';
import type { ExplainHostResponse as _muster_v1_ExplainHostResponse, ExplainHostResponse__Output as _muster_v1_ExplainHostResponse__Output } from './muster/v1/ExplainHostResponse.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from './muster/v1/FilesystemStats.ts';
import type { FleetServiceClient as _muster_v1_FleetServiceClient, FleetServiceDefinition as _muster_v1_FleetServiceDefinition } from './muster/v1/FleetService.ts';
import type { Freshness as _muster_v1_Freshness, Freshness__Output as _muster_v1_Freshness__Output } from './muster/v1/Freshness.ts';
import type { GetHostRequest as _muster_v1_GetHostRequest, GetHostRequest__Output as _muster_v1_GetHostRequest__Output } from './muster/v1/GetHostRequest.ts';
import type { GetHostResponse as _muster_v1_GetHostResponse, GetHostResponse__Output as _muster_v1_GetHostResponse__Output } from './muster/v1/GetHostResponse.ts';
import type { GetVmRequest as _muster_v1_GetVmRequest, GetVmRequest__Output as _muster_v1_GetVmRequest__Output } from './muster/v1/GetVmRequest.ts';
import type { GetVmResponse as _muster_v1_GetVmResponse, GetVmResponse__Output as _muster_v1_GetVmResponse__Output } from './muster/v1/GetVmResponse.ts';
import type { GuestAddress as _muster_v1_GuestAddress, GuestAddress__Output as _muster_v1_GuestAddress__Output } from './muster/v1/GuestAddress.ts';
import type { GuestAddresses as _muster_v1_GuestAddresses, GuestAddresses__Output as _muster_v1_GuestAddresses__Output } from './muster/v1/GuestAddresses.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from './muster/v1/Hardware.ts';
import type { HistoryGap as _muster_v1_HistoryGap, HistoryGap__Output as _muster_v1_HistoryGap__Output } from './muster/v1/HistoryGap.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from './muster/v1/Host.ts';
import type { HostFilter as _muster_v1_HostFilter, HostFilter__Output as _muster_v1_HostFilter__Output } from './muster/v1/HostFilter.ts';
import type { HostOwnership as _muster_v1_HostOwnership, HostOwnership__Output as _muster_v1_HostOwnership__Output } from './muster/v1/HostOwnership.ts';
import type { HostSituation as _muster_v1_HostSituation, HostSituation__Output as _muster_v1_HostSituation__Output } from './muster/v1/HostSituation.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from './muster/v1/HostStats.ts';
import type { HostStatusCount as _muster_v1_HostStatusCount, HostStatusCount__Output as _muster_v1_HostStatusCount__Output } from './muster/v1/HostStatusCount.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from './muster/v1/Hypervisor.ts';
import type { ListHostsRequest as _muster_v1_ListHostsRequest, ListHostsRequest__Output as _muster_v1_ListHostsRequest__Output } from './muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse as _muster_v1_ListHostsResponse, ListHostsResponse__Output as _muster_v1_ListHostsResponse__Output } from './muster/v1/ListHostsResponse.ts';
import type { ListVmsRequest as _muster_v1_ListVmsRequest, ListVmsRequest__Output as _muster_v1_ListVmsRequest__Output } from './muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse as _muster_v1_ListVmsResponse, ListVmsResponse__Output as _muster_v1_ListVmsResponse__Output } from './muster/v1/ListVmsResponse.ts';
import type { MemoryIssue as _muster_v1_MemoryIssue, MemoryIssue__Output as _muster_v1_MemoryIssue__Output } from './muster/v1/MemoryIssue.ts';
import type { MemoryIssues as _muster_v1_MemoryIssues, MemoryIssues__Output as _muster_v1_MemoryIssues__Output } from './muster/v1/MemoryIssues.ts';
import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from './muster/v1/NetworkInterface.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from './muster/v1/NetworkInterfaceStats.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from './muster/v1/OperatorWord.ts';
import type { SelfSuspicion as _muster_v1_SelfSuspicion, SelfSuspicion__Output as _muster_v1_SelfSuspicion__Output } from './muster/v1/SelfSuspicion.ts';
import type { SiteSummary as _muster_v1_SiteSummary, SiteSummary__Output as _muster_v1_SiteSummary__Output } from './muster/v1/SiteSummary.ts';
import type { SnapshotEnd as _muster_v1_SnapshotEnd, SnapshotEnd__Output as _muster_v1_SnapshotEnd__Output } from './muster/v1/SnapshotEnd.ts';
import type { SummarizeRequest as _muster_v1_SummarizeRequest, SummarizeRequest__Output as _muster_v1_SummarizeRequest__Output } from './muster/v1/SummarizeRequest.ts';
import type { SummarizeResponse as _muster_v1_SummarizeResponse, SummarizeResponse__Output as _muster_v1_SummarizeResponse__Output } from './muster/v1/SummarizeResponse.ts';
import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from './muster/v1/Vm.ts';
import type { VmDetails as _muster_v1_VmDetails, VmDetails__Output as _muster_v1_VmDetails__Output } from './muster/v1/VmDetails.ts';
import type { VmDevice as _muster_v1_VmDevice, VmDevice__Output as _muster_v1_VmDevice__Output } from './muster/v1/VmDevice.ts';
import type { VmDevices as _muster_v1_VmDevices, VmDevices__Output as _muster_v1_VmDevices__Output } from './muster/v1/VmDevices.ts';
import type { VmFilter as _muster_v1_VmFilter, VmFilter__Output as _muster_v1_VmFilter__Output } from './muster/v1/VmFilter.ts';
import type { VmIncident as _muster_v1_VmIncident, VmIncident__Output as _muster_v1_VmIncident__Output } from './muster/v1/VmIncident.ts';
import type { VmMemory as _muster_v1_VmMemory, VmMemory__Output as _muster_v1_VmMemory__Output } from './muster/v1/VmMemory.ts';
import type { VmMigration as _muster_v1_VmMigration, VmMigration__Output as _muster_v1_VmMigration__Output } from './muster/v1/VmMigration.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from './muster/v1/VmStats.ts';
import type { VmStatusCount as _muster_v1_VmStatusCount, VmStatusCount__Output as _muster_v1_VmStatusCount__Output } from './muster/v1/VmStatusCount.ts';
import type { WatchRequest as _muster_v1_WatchRequest, WatchRequest__Output as _muster_v1_WatchRequest__Output } from './muster/v1/WatchRequest.ts';
import type { WatchResponse as _muster_v1_WatchResponse, WatchResponse__Output as _muster_v1_WatchResponse__Output } from './muster/v1/WatchResponse.ts';

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
      Bookmark: MessageTypeDefinition<_muster_v1_Bookmark, _muster_v1_Bookmark__Output>
      Brake: EnumTypeDefinition
      Condition: MessageTypeDefinition<_muster_v1_Condition, _muster_v1_Condition__Output>
      ConditionStanding: MessageTypeDefinition<_muster_v1_ConditionStanding, _muster_v1_ConditionStanding__Output>
      ConditionType: EnumTypeDefinition
      Disk: MessageTypeDefinition<_muster_v1_Disk, _muster_v1_Disk__Output>
      DiskStats: MessageTypeDefinition<_muster_v1_DiskStats, _muster_v1_DiskStats__Output>
      DuplicateVm: MessageTypeDefinition<_muster_v1_DuplicateVm, _muster_v1_DuplicateVm__Output>
      Event: MessageTypeDefinition<_muster_v1_Event, _muster_v1_Event__Output>
      EventObject: MessageTypeDefinition<_muster_v1_EventObject, _muster_v1_EventObject__Output>
      ExplainHostRequest: MessageTypeDefinition<_muster_v1_ExplainHostRequest, _muster_v1_ExplainHostRequest__Output>
      ExplainHostResponse: MessageTypeDefinition<_muster_v1_ExplainHostResponse, _muster_v1_ExplainHostResponse__Output>
      FilesystemStats: MessageTypeDefinition<_muster_v1_FilesystemStats, _muster_v1_FilesystemStats__Output>
      /**
       * Questions about the fleet; any replica answers. Port 7421 by default. A wrong request gets INVALID_ARGUMENT with a
       * google.rpc.BadRequest detail that names the field.
       */
      FleetService: SubtypeConstructor<typeof grpc.Client, _muster_v1_FleetServiceClient> & { service: _muster_v1_FleetServiceDefinition }
      Freshness: MessageTypeDefinition<_muster_v1_Freshness, _muster_v1_Freshness__Output>
      GetHostRequest: MessageTypeDefinition<_muster_v1_GetHostRequest, _muster_v1_GetHostRequest__Output>
      GetHostResponse: MessageTypeDefinition<_muster_v1_GetHostResponse, _muster_v1_GetHostResponse__Output>
      GetVmRequest: MessageTypeDefinition<_muster_v1_GetVmRequest, _muster_v1_GetVmRequest__Output>
      GetVmResponse: MessageTypeDefinition<_muster_v1_GetVmResponse, _muster_v1_GetVmResponse__Output>
      GuestAddress: MessageTypeDefinition<_muster_v1_GuestAddress, _muster_v1_GuestAddress__Output>
      GuestAddresses: MessageTypeDefinition<_muster_v1_GuestAddresses, _muster_v1_GuestAddresses__Output>
      GuestAgentState: EnumTypeDefinition
      Hardware: MessageTypeDefinition<_muster_v1_Hardware, _muster_v1_Hardware__Output>
      HistoryGap: MessageTypeDefinition<_muster_v1_HistoryGap, _muster_v1_HistoryGap__Output>
      Host: MessageTypeDefinition<_muster_v1_Host, _muster_v1_Host__Output>
      HostClass: EnumTypeDefinition
      HostFilter: MessageTypeDefinition<_muster_v1_HostFilter, _muster_v1_HostFilter__Output>
      HostOwnership: MessageTypeDefinition<_muster_v1_HostOwnership, _muster_v1_HostOwnership__Output>
      HostSituation: MessageTypeDefinition<_muster_v1_HostSituation, _muster_v1_HostSituation__Output>
      HostStats: MessageTypeDefinition<_muster_v1_HostStats, _muster_v1_HostStats__Output>
      HostStatus: EnumTypeDefinition
      HostStatusCount: MessageTypeDefinition<_muster_v1_HostStatusCount, _muster_v1_HostStatusCount__Output>
      Hypervisor: MessageTypeDefinition<_muster_v1_Hypervisor, _muster_v1_Hypervisor__Output>
      ListHostsRequest: MessageTypeDefinition<_muster_v1_ListHostsRequest, _muster_v1_ListHostsRequest__Output>
      ListHostsResponse: MessageTypeDefinition<_muster_v1_ListHostsResponse, _muster_v1_ListHostsResponse__Output>
      ListVmsRequest: MessageTypeDefinition<_muster_v1_ListVmsRequest, _muster_v1_ListVmsRequest__Output>
      ListVmsResponse: MessageTypeDefinition<_muster_v1_ListVmsResponse, _muster_v1_ListVmsResponse__Output>
      MemoryIssue: MessageTypeDefinition<_muster_v1_MemoryIssue, _muster_v1_MemoryIssue__Output>
      MemoryIssueKind: EnumTypeDefinition
      MemoryIssues: MessageTypeDefinition<_muster_v1_MemoryIssues, _muster_v1_MemoryIssues__Output>
      NetworkInterface: MessageTypeDefinition<_muster_v1_NetworkInterface, _muster_v1_NetworkInterface__Output>
      NetworkInterfaceStats: MessageTypeDefinition<_muster_v1_NetworkInterfaceStats, _muster_v1_NetworkInterfaceStats__Output>
      OperatorWord: MessageTypeDefinition<_muster_v1_OperatorWord, _muster_v1_OperatorWord__Output>
      SelfSuspicion: MessageTypeDefinition<_muster_v1_SelfSuspicion, _muster_v1_SelfSuspicion__Output>
      SiteSummary: MessageTypeDefinition<_muster_v1_SiteSummary, _muster_v1_SiteSummary__Output>
      SnapshotEnd: MessageTypeDefinition<_muster_v1_SnapshotEnd, _muster_v1_SnapshotEnd__Output>
      SummarizeRequest: MessageTypeDefinition<_muster_v1_SummarizeRequest, _muster_v1_SummarizeRequest__Output>
      SummarizeResponse: MessageTypeDefinition<_muster_v1_SummarizeResponse, _muster_v1_SummarizeResponse__Output>
      Vm: MessageTypeDefinition<_muster_v1_Vm, _muster_v1_Vm__Output>
      VmDetails: MessageTypeDefinition<_muster_v1_VmDetails, _muster_v1_VmDetails__Output>
      VmDevice: MessageTypeDefinition<_muster_v1_VmDevice, _muster_v1_VmDevice__Output>
      VmDeviceKind: EnumTypeDefinition
      VmDevices: MessageTypeDefinition<_muster_v1_VmDevices, _muster_v1_VmDevices__Output>
      VmFilter: MessageTypeDefinition<_muster_v1_VmFilter, _muster_v1_VmFilter__Output>
      VmHealth: EnumTypeDefinition
      VmIncident: MessageTypeDefinition<_muster_v1_VmIncident, _muster_v1_VmIncident__Output>
      VmIncidentKind: EnumTypeDefinition
      VmMemory: MessageTypeDefinition<_muster_v1_VmMemory, _muster_v1_VmMemory__Output>
      VmMigration: MessageTypeDefinition<_muster_v1_VmMigration, _muster_v1_VmMigration__Output>
      VmReason: EnumTypeDefinition
      VmStats: MessageTypeDefinition<_muster_v1_VmStats, _muster_v1_VmStats__Output>
      VmStatus: EnumTypeDefinition
      VmStatusCount: MessageTypeDefinition<_muster_v1_VmStatusCount, _muster_v1_VmStatusCount__Output>
      WatchRequest: MessageTypeDefinition<_muster_v1_WatchRequest, _muster_v1_WatchRequest__Output>
      WatchResponse: MessageTypeDefinition<_muster_v1_WatchResponse, _muster_v1_WatchResponse__Output>
    }
  }
}

