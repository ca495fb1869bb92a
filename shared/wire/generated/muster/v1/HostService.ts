// Original file: proto/muster/v1/host_service.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeleteHostRequest as _muster_v1_DeleteHostRequest, DeleteHostRequest__Output as _muster_v1_DeleteHostRequest__Output } from '../../muster/v1/DeleteHostRequest.ts';
import type { DeleteHostResponse as _muster_v1_DeleteHostResponse, DeleteHostResponse__Output as _muster_v1_DeleteHostResponse__Output } from '../../muster/v1/DeleteHostResponse.ts';
import type { EnterMaintenanceRequest as _muster_v1_EnterMaintenanceRequest, EnterMaintenanceRequest__Output as _muster_v1_EnterMaintenanceRequest__Output } from '../../muster/v1/EnterMaintenanceRequest.ts';
import type { EnterMaintenanceResponse as _muster_v1_EnterMaintenanceResponse, EnterMaintenanceResponse__Output as _muster_v1_EnterMaintenanceResponse__Output } from '../../muster/v1/EnterMaintenanceResponse.ts';
import type { ExitMaintenanceRequest as _muster_v1_ExitMaintenanceRequest, ExitMaintenanceRequest__Output as _muster_v1_ExitMaintenanceRequest__Output } from '../../muster/v1/ExitMaintenanceRequest.ts';
import type { ExitMaintenanceResponse as _muster_v1_ExitMaintenanceResponse, ExitMaintenanceResponse__Output as _muster_v1_ExitMaintenanceResponse__Output } from '../../muster/v1/ExitMaintenanceResponse.ts';
import type { RetireHostRequest as _muster_v1_RetireHostRequest, RetireHostRequest__Output as _muster_v1_RetireHostRequest__Output } from '../../muster/v1/RetireHostRequest.ts';
import type { RetireHostResponse as _muster_v1_RetireHostResponse, RetireHostResponse__Output as _muster_v1_RetireHostResponse__Output } from '../../muster/v1/RetireHostResponse.ts';

/**
 * What operators do with hosts. Any replica takes a request and hands it to the one that owns the host; a host without a living
 * owner is claimed for it first. The answer comes when the change is committed and told, and holds the host as it is then. A
 * request repeated under its request_id does nothing more, whichever replica takes it. A wrong request gets INVALID_ARGUMENT
 * with a google.rpc.BadRequest detail that names the field; UNAVAILABLE says that it is not known whether it was carried out,
 * or that it cannot be now: repeat it under its request_id. NOT_FOUND: there is no host with this id.
 */
export interface HostServiceClient extends grpc.Client {
  /**
   * Removes a tombstone, which time removes otherwise: nobody knows the host any more (event HostRemoved), and its agent is let in as
   * a new one. FAILED_PRECONDITION: it is not RETIRED. A repeat is NOT_FOUND.
   */
  DeleteHost(argument: _muster_v1_DeleteHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  DeleteHost(argument: _muster_v1_DeleteHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  DeleteHost(argument: _muster_v1_DeleteHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  DeleteHost(argument: _muster_v1_DeleteHostRequest, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Removes a tombstone, which time removes otherwise: nobody knows the host any more (event HostRemoved), and its agent is let in as
   * a new one. FAILED_PRECONDITION: it is not RETIRED. A repeat is NOT_FOUND.
   */
  deleteHost(argument: _muster_v1_DeleteHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  deleteHost(argument: _muster_v1_DeleteHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  deleteHost(argument: _muster_v1_DeleteHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  deleteHost(argument: _muster_v1_DeleteHostRequest, callback: grpc.requestCallback<_muster_v1_DeleteHostResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Wants no alarms and no repair of a host: PREPARING_FOR_MAINTENANCE while a VM may run on it, MAINTENANCE from the commit on in
   * which the last one goes. A host that asked for nothing yet keeps its status while it is silent or its first picture is under
   * way. FAILED_PRECONDITION: it is RETIRED, or it is NON_RESPONSIVE, DOWN or REBOOTING and may run VMs (see force).
   */
  EnterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  EnterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  EnterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  EnterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Wants no alarms and no repair of a host: PREPARING_FOR_MAINTENANCE while a VM may run on it, MAINTENANCE from the commit on in
   * which the last one goes. A host that asked for nothing yet keeps its status while it is silent or its first picture is under
   * way. FAILED_PRECONDITION: it is RETIRED, or it is NON_RESPONSIVE, DOWN or REBOOTING and may run VMs (see force).
   */
  enterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  enterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  enterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  enterMaintenance(argument: _muster_v1_EnterMaintenanceRequest, callback: grpc.requestCallback<_muster_v1_EnterMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes that back: the host is what is known of it. Who was in MAINTENANCE and is not heard is SUSPECT, with the usual deadlines.
   * A host without maintenance stays as it is. FAILED_PRECONDITION: it is RETIRED.
   */
  ExitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  ExitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  ExitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  ExitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Takes that back: the host is what is known of it. Who was in MAINTENANCE and is not heard is SUSPECT, with the usual deadlines.
   * A host without maintenance stays as it is. FAILED_PRECONDITION: it is RETIRED.
   */
  exitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  exitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  exitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  exitMaintenance(argument: _muster_v1_ExitMaintenanceRequest, callback: grpc.requestCallback<_muster_v1_ExitMaintenanceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes the host a tombstone: RETIRED, without VMs; its agent is refused. Two hours after that was heard last it is removed. A RETIRED host stays as it is. FAILED_PRECONDITION: VMs
   * may run on it (see force).
   */
  RetireHost(argument: _muster_v1_RetireHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  RetireHost(argument: _muster_v1_RetireHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  RetireHost(argument: _muster_v1_RetireHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  RetireHost(argument: _muster_v1_RetireHostRequest, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Makes the host a tombstone: RETIRED, without VMs; its agent is refused. Two hours after that was heard last it is removed. A RETIRED host stays as it is. FAILED_PRECONDITION: VMs
   * may run on it (see force).
   */
  retireHost(argument: _muster_v1_RetireHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  retireHost(argument: _muster_v1_RetireHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  retireHost(argument: _muster_v1_RetireHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  retireHost(argument: _muster_v1_RetireHostRequest, callback: grpc.requestCallback<_muster_v1_RetireHostResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What operators do with hosts. Any replica takes a request and hands it to the one that owns the host; a host without a living
 * owner is claimed for it first. The answer comes when the change is committed and told, and holds the host as it is then. A
 * request repeated under its request_id does nothing more, whichever replica takes it. A wrong request gets INVALID_ARGUMENT
 * with a google.rpc.BadRequest detail that names the field; UNAVAILABLE says that it is not known whether it was carried out,
 * or that it cannot be now: repeat it under its request_id. NOT_FOUND: there is no host with this id.
 */
export interface HostServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Removes a tombstone, which time removes otherwise: nobody knows the host any more (event HostRemoved), and its agent is let in as
   * a new one. FAILED_PRECONDITION: it is not RETIRED. A repeat is NOT_FOUND.
   */
  DeleteHost: grpc.handleUnaryCall<_muster_v1_DeleteHostRequest__Output, _muster_v1_DeleteHostResponse>;
  
  /**
   * Wants no alarms and no repair of a host: PREPARING_FOR_MAINTENANCE while a VM may run on it, MAINTENANCE from the commit on in
   * which the last one goes. A host that asked for nothing yet keeps its status while it is silent or its first picture is under
   * way. FAILED_PRECONDITION: it is RETIRED, or it is NON_RESPONSIVE, DOWN or REBOOTING and may run VMs (see force).
   */
  EnterMaintenance: grpc.handleUnaryCall<_muster_v1_EnterMaintenanceRequest__Output, _muster_v1_EnterMaintenanceResponse>;
  
  /**
   * Takes that back: the host is what is known of it. Who was in MAINTENANCE and is not heard is SUSPECT, with the usual deadlines.
   * A host without maintenance stays as it is. FAILED_PRECONDITION: it is RETIRED.
   */
  ExitMaintenance: grpc.handleUnaryCall<_muster_v1_ExitMaintenanceRequest__Output, _muster_v1_ExitMaintenanceResponse>;
  
  /**
   * Makes the host a tombstone: RETIRED, without VMs; its agent is refused. Two hours after that was heard last it is removed. A RETIRED host stays as it is. FAILED_PRECONDITION: VMs
   * may run on it (see force).
   */
  RetireHost: grpc.handleUnaryCall<_muster_v1_RetireHostRequest__Output, _muster_v1_RetireHostResponse>;
  
}

export interface HostServiceDefinition extends grpc.ServiceDefinition {
  DeleteHost: MethodDefinition<_muster_v1_DeleteHostRequest, _muster_v1_DeleteHostResponse, _muster_v1_DeleteHostRequest__Output, _muster_v1_DeleteHostResponse__Output>
  EnterMaintenance: MethodDefinition<_muster_v1_EnterMaintenanceRequest, _muster_v1_EnterMaintenanceResponse, _muster_v1_EnterMaintenanceRequest__Output, _muster_v1_EnterMaintenanceResponse__Output>
  ExitMaintenance: MethodDefinition<_muster_v1_ExitMaintenanceRequest, _muster_v1_ExitMaintenanceResponse, _muster_v1_ExitMaintenanceRequest__Output, _muster_v1_ExitMaintenanceResponse__Output>
  RetireHost: MethodDefinition<_muster_v1_RetireHostRequest, _muster_v1_RetireHostResponse, _muster_v1_RetireHostRequest__Output, _muster_v1_RetireHostResponse__Output>
}
