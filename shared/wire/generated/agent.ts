import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.ts';
import type { Ack as _muster_v1_Ack, Ack__Output as _muster_v1_Ack__Output } from './muster/v1/Ack.ts';
import type { AgentMessage as _muster_v1_AgentMessage, AgentMessage__Output as _muster_v1_AgentMessage__Output } from './muster/v1/AgentMessage.ts';
import type { AgentServiceClient as _muster_v1_AgentServiceClient, AgentServiceDefinition as _muster_v1_AgentServiceDefinition } from './muster/v1/AgentService.ts';
import type { CentralMessage as _muster_v1_CentralMessage, CentralMessage__Output as _muster_v1_CentralMessage__Output } from './muster/v1/CentralMessage.ts';
import type { Change as _muster_v1_Change, Change__Output as _muster_v1_Change__Output } from './muster/v1/Change.ts';
import type { Condition as _muster_v1_Condition, Condition__Output as _muster_v1_Condition__Output } from './muster/v1/Condition.ts';
import type { ConditionReport as _muster_v1_ConditionReport, ConditionReport__Output as _muster_v1_ConditionReport__Output } from './muster/v1/ConditionReport.ts';
import type { Configure as _muster_v1_Configure, Configure__Output as _muster_v1_Configure__Output } from './muster/v1/Configure.ts';
import type { Digest as _muster_v1_Digest, Digest__Output as _muster_v1_Digest__Output } from './muster/v1/Digest.ts';
import type { Disk as _muster_v1_Disk, Disk__Output as _muster_v1_Disk__Output } from './muster/v1/Disk.ts';
import type { DiskStats as _muster_v1_DiskStats, DiskStats__Output as _muster_v1_DiskStats__Output } from './muster/v1/DiskStats.ts';
import type { Drain as _muster_v1_Drain, Drain__Output as _muster_v1_Drain__Output } from './muster/v1/Drain.ts';
import type { DuplicateVm as _muster_v1_DuplicateVm, DuplicateVm__Output as _muster_v1_DuplicateVm__Output } from './muster/v1/DuplicateVm.ts';
import type { Event as _muster_v1_Event, Event__Output as _muster_v1_Event__Output } from './muster/v1/Event.ts';
import type { EventObject as _muster_v1_EventObject, EventObject__Output as _muster_v1_EventObject__Output } from './muster/v1/EventObject.ts';
import type { FilesystemStats as _muster_v1_FilesystemStats, FilesystemStats__Output as _muster_v1_FilesystemStats__Output } from './muster/v1/FilesystemStats.ts';
import type { Goodbye as _muster_v1_Goodbye, Goodbye__Output as _muster_v1_Goodbye__Output } from './muster/v1/Goodbye.ts';
import type { GuestAddress as _muster_v1_GuestAddress, GuestAddress__Output as _muster_v1_GuestAddress__Output } from './muster/v1/GuestAddress.ts';
import type { GuestAddresses as _muster_v1_GuestAddresses, GuestAddresses__Output as _muster_v1_GuestAddresses__Output } from './muster/v1/GuestAddresses.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from './muster/v1/Hardware.ts';
import type { Hello as _muster_v1_Hello, Hello__Output as _muster_v1_Hello__Output } from './muster/v1/Hello.ts';
import type { HistoryGap as _muster_v1_HistoryGap, HistoryGap__Output as _muster_v1_HistoryGap__Output } from './muster/v1/HistoryGap.ts';
import type { Host as _muster_v1_Host, Host__Output as _muster_v1_Host__Output } from './muster/v1/Host.ts';
import type { HostStats as _muster_v1_HostStats, HostStats__Output as _muster_v1_HostStats__Output } from './muster/v1/HostStats.ts';
import type { Hypervisor as _muster_v1_Hypervisor, Hypervisor__Output as _muster_v1_Hypervisor__Output } from './muster/v1/Hypervisor.ts';
import type { MemoryIssue as _muster_v1_MemoryIssue, MemoryIssue__Output as _muster_v1_MemoryIssue__Output } from './muster/v1/MemoryIssue.ts';
import type { MemoryIssues as _muster_v1_MemoryIssues, MemoryIssues__Output as _muster_v1_MemoryIssues__Output } from './muster/v1/MemoryIssues.ts';
import type { NetworkInterface as _muster_v1_NetworkInterface, NetworkInterface__Output as _muster_v1_NetworkInterface__Output } from './muster/v1/NetworkInterface.ts';
import type { NetworkInterfaceStats as _muster_v1_NetworkInterfaceStats, NetworkInterfaceStats__Output as _muster_v1_NetworkInterfaceStats__Output } from './muster/v1/NetworkInterfaceStats.ts';
import type { OperatorWord as _muster_v1_OperatorWord, OperatorWord__Output as _muster_v1_OperatorWord__Output } from './muster/v1/OperatorWord.ts';
import type { Ping as _muster_v1_Ping, Ping__Output as _muster_v1_Ping__Output } from './muster/v1/Ping.ts';
import type { Redirect as _muster_v1_Redirect, Redirect__Output as _muster_v1_Redirect__Output } from './muster/v1/Redirect.ts';
import type { Report as _muster_v1_Report, Report__Output as _muster_v1_Report__Output } from './muster/v1/Report.ts';
import type { RequestSnapshot as _muster_v1_RequestSnapshot, RequestSnapshot__Output as _muster_v1_RequestSnapshot__Output } from './muster/v1/RequestSnapshot.ts';
import type { SelfSuspicion as _muster_v1_SelfSuspicion, SelfSuspicion__Output as _muster_v1_SelfSuspicion__Output } from './muster/v1/SelfSuspicion.ts';
import type { SnapshotChunk as _muster_v1_SnapshotChunk, SnapshotChunk__Output as _muster_v1_SnapshotChunk__Output } from './muster/v1/SnapshotChunk.ts';
import type { Vm as _muster_v1_Vm, Vm__Output as _muster_v1_Vm__Output } from './muster/v1/Vm.ts';
import type { VmDetails as _muster_v1_VmDetails, VmDetails__Output as _muster_v1_VmDetails__Output } from './muster/v1/VmDetails.ts';
import type { VmDevice as _muster_v1_VmDevice, VmDevice__Output as _muster_v1_VmDevice__Output } from './muster/v1/VmDevice.ts';
import type { VmDevices as _muster_v1_VmDevices, VmDevices__Output as _muster_v1_VmDevices__Output } from './muster/v1/VmDevices.ts';
import type { VmIncident as _muster_v1_VmIncident, VmIncident__Output as _muster_v1_VmIncident__Output } from './muster/v1/VmIncident.ts';
import type { VmIncidentReport as _muster_v1_VmIncidentReport, VmIncidentReport__Output as _muster_v1_VmIncidentReport__Output } from './muster/v1/VmIncidentReport.ts';
import type { VmMemory as _muster_v1_VmMemory, VmMemory__Output as _muster_v1_VmMemory__Output } from './muster/v1/VmMemory.ts';
import type { VmMigration as _muster_v1_VmMigration, VmMigration__Output as _muster_v1_VmMigration__Output } from './muster/v1/VmMigration.ts';
import type { VmState as _muster_v1_VmState, VmState__Output as _muster_v1_VmState__Output } from './muster/v1/VmState.ts';
import type { VmStats as _muster_v1_VmStats, VmStats__Output as _muster_v1_VmStats__Output } from './muster/v1/VmStats.ts';
import type { Welcome as _muster_v1_Welcome, Welcome__Output as _muster_v1_Welcome__Output } from './muster/v1/Welcome.ts';

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
      Ack: MessageTypeDefinition<_muster_v1_Ack, _muster_v1_Ack__Output>
      AgentMessage: MessageTypeDefinition<_muster_v1_AgentMessage, _muster_v1_AgentMessage__Output>
      /**
       * Where agents report. Port 7420 by default.
       */
      AgentService: SubtypeConstructor<typeof grpc.Client, _muster_v1_AgentServiceClient> & { service: _muster_v1_AgentServiceDefinition }
      CentralMessage: MessageTypeDefinition<_muster_v1_CentralMessage, _muster_v1_CentralMessage__Output>
      Change: MessageTypeDefinition<_muster_v1_Change, _muster_v1_Change__Output>
      Condition: MessageTypeDefinition<_muster_v1_Condition, _muster_v1_Condition__Output>
      ConditionReport: MessageTypeDefinition<_muster_v1_ConditionReport, _muster_v1_ConditionReport__Output>
      ConditionType: EnumTypeDefinition
      Configure: MessageTypeDefinition<_muster_v1_Configure, _muster_v1_Configure__Output>
      Digest: MessageTypeDefinition<_muster_v1_Digest, _muster_v1_Digest__Output>
      Disk: MessageTypeDefinition<_muster_v1_Disk, _muster_v1_Disk__Output>
      DiskStats: MessageTypeDefinition<_muster_v1_DiskStats, _muster_v1_DiskStats__Output>
      Drain: MessageTypeDefinition<_muster_v1_Drain, _muster_v1_Drain__Output>
      DuplicateVm: MessageTypeDefinition<_muster_v1_DuplicateVm, _muster_v1_DuplicateVm__Output>
      Event: MessageTypeDefinition<_muster_v1_Event, _muster_v1_Event__Output>
      EventObject: MessageTypeDefinition<_muster_v1_EventObject, _muster_v1_EventObject__Output>
      FilesystemStats: MessageTypeDefinition<_muster_v1_FilesystemStats, _muster_v1_FilesystemStats__Output>
      Goodbye: MessageTypeDefinition<_muster_v1_Goodbye, _muster_v1_Goodbye__Output>
      GoodbyeKind: EnumTypeDefinition
      GuestAddress: MessageTypeDefinition<_muster_v1_GuestAddress, _muster_v1_GuestAddress__Output>
      GuestAddresses: MessageTypeDefinition<_muster_v1_GuestAddresses, _muster_v1_GuestAddresses__Output>
      GuestAgentState: EnumTypeDefinition
      Hardware: MessageTypeDefinition<_muster_v1_Hardware, _muster_v1_Hardware__Output>
      Hello: MessageTypeDefinition<_muster_v1_Hello, _muster_v1_Hello__Output>
      HistoryGap: MessageTypeDefinition<_muster_v1_HistoryGap, _muster_v1_HistoryGap__Output>
      Host: MessageTypeDefinition<_muster_v1_Host, _muster_v1_Host__Output>
      HostClass: EnumTypeDefinition
      HostStats: MessageTypeDefinition<_muster_v1_HostStats, _muster_v1_HostStats__Output>
      HostStatus: EnumTypeDefinition
      Hypervisor: MessageTypeDefinition<_muster_v1_Hypervisor, _muster_v1_Hypervisor__Output>
      MemoryIssue: MessageTypeDefinition<_muster_v1_MemoryIssue, _muster_v1_MemoryIssue__Output>
      MemoryIssueKind: EnumTypeDefinition
      MemoryIssues: MessageTypeDefinition<_muster_v1_MemoryIssues, _muster_v1_MemoryIssues__Output>
      NetworkInterface: MessageTypeDefinition<_muster_v1_NetworkInterface, _muster_v1_NetworkInterface__Output>
      NetworkInterfaceStats: MessageTypeDefinition<_muster_v1_NetworkInterfaceStats, _muster_v1_NetworkInterfaceStats__Output>
      OperatorWord: MessageTypeDefinition<_muster_v1_OperatorWord, _muster_v1_OperatorWord__Output>
      Ping: MessageTypeDefinition<_muster_v1_Ping, _muster_v1_Ping__Output>
      Redirect: MessageTypeDefinition<_muster_v1_Redirect, _muster_v1_Redirect__Output>
      Report: MessageTypeDefinition<_muster_v1_Report, _muster_v1_Report__Output>
      RequestSnapshot: MessageTypeDefinition<_muster_v1_RequestSnapshot, _muster_v1_RequestSnapshot__Output>
      SelfSuspicion: MessageTypeDefinition<_muster_v1_SelfSuspicion, _muster_v1_SelfSuspicion__Output>
      SnapshotChunk: MessageTypeDefinition<_muster_v1_SnapshotChunk, _muster_v1_SnapshotChunk__Output>
      Vm: MessageTypeDefinition<_muster_v1_Vm, _muster_v1_Vm__Output>
      VmDetails: MessageTypeDefinition<_muster_v1_VmDetails, _muster_v1_VmDetails__Output>
      VmDevice: MessageTypeDefinition<_muster_v1_VmDevice, _muster_v1_VmDevice__Output>
      VmDeviceKind: EnumTypeDefinition
      VmDevices: MessageTypeDefinition<_muster_v1_VmDevices, _muster_v1_VmDevices__Output>
      VmHealth: EnumTypeDefinition
      VmIncident: MessageTypeDefinition<_muster_v1_VmIncident, _muster_v1_VmIncident__Output>
      VmIncidentKind: EnumTypeDefinition
      VmIncidentReport: MessageTypeDefinition<_muster_v1_VmIncidentReport, _muster_v1_VmIncidentReport__Output>
      VmMemory: MessageTypeDefinition<_muster_v1_VmMemory, _muster_v1_VmMemory__Output>
      VmMigration: MessageTypeDefinition<_muster_v1_VmMigration, _muster_v1_VmMigration__Output>
      VmReason: EnumTypeDefinition
      VmState: MessageTypeDefinition<_muster_v1_VmState, _muster_v1_VmState__Output>
      VmStats: MessageTypeDefinition<_muster_v1_VmStats, _muster_v1_VmStats__Output>
      VmStatus: EnumTypeDefinition
      Welcome: MessageTypeDefinition<_muster_v1_Welcome, _muster_v1_Welcome__Output>
    }
  }
}

