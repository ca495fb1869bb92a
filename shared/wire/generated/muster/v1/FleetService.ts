// Original file: proto/muster/v1/fleet.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ExplainHostRequest as _muster_v1_ExplainHostRequest, ExplainHostRequest__Output as _muster_v1_ExplainHostRequest__Output } from '../../muster/v1/ExplainHostRequest.ts';
import type { ExplainHostResponse as _muster_v1_ExplainHostResponse, ExplainHostResponse__Output as _muster_v1_ExplainHostResponse__Output } from '../../muster/v1/ExplainHostResponse.ts';
import type { GetHostRequest as _muster_v1_GetHostRequest, GetHostRequest__Output as _muster_v1_GetHostRequest__Output } from '../../muster/v1/GetHostRequest.ts';
import type { GetHostResponse as _muster_v1_GetHostResponse, GetHostResponse__Output as _muster_v1_GetHostResponse__Output } from '../../muster/v1/GetHostResponse.ts';
import type { GetVmRequest as _muster_v1_GetVmRequest, GetVmRequest__Output as _muster_v1_GetVmRequest__Output } from '../../muster/v1/GetVmRequest.ts';
import type { GetVmResponse as _muster_v1_GetVmResponse, GetVmResponse__Output as _muster_v1_GetVmResponse__Output } from '../../muster/v1/GetVmResponse.ts';
import type { ListHostsRequest as _muster_v1_ListHostsRequest, ListHostsRequest__Output as _muster_v1_ListHostsRequest__Output } from '../../muster/v1/ListHostsRequest.ts';
import type { ListHostsResponse as _muster_v1_ListHostsResponse, ListHostsResponse__Output as _muster_v1_ListHostsResponse__Output } from '../../muster/v1/ListHostsResponse.ts';
import type { ListVmsRequest as _muster_v1_ListVmsRequest, ListVmsRequest__Output as _muster_v1_ListVmsRequest__Output } from '../../muster/v1/ListVmsRequest.ts';
import type { ListVmsResponse as _muster_v1_ListVmsResponse, ListVmsResponse__Output as _muster_v1_ListVmsResponse__Output } from '../../muster/v1/ListVmsResponse.ts';
import type { SummarizeRequest as _muster_v1_SummarizeRequest, SummarizeRequest__Output as _muster_v1_SummarizeRequest__Output } from '../../muster/v1/SummarizeRequest.ts';
import type { SummarizeResponse as _muster_v1_SummarizeResponse, SummarizeResponse__Output as _muster_v1_SummarizeResponse__Output } from '../../muster/v1/SummarizeResponse.ts';
import type { WatchRequest as _muster_v1_WatchRequest, WatchRequest__Output as _muster_v1_WatchRequest__Output } from '../../muster/v1/WatchRequest.ts';
import type { WatchResponse as _muster_v1_WatchResponse, WatchResponse__Output as _muster_v1_WatchResponse__Output } from '../../muster/v1/WatchResponse.ts';

/**
 * Questions about the fleet; any replica answers. Port 7421 by default. A wrong request gets INVALID_ARGUMENT with a
 * google.rpc.BadRequest detail that names the field.
 */
export interface FleetServiceClient extends grpc.Client {
  /**
   * Who owns a host, since when and why, what is known of its contact, and what decides its status. NOT_FOUND if there is no host
   * with this id.
   */
  ExplainHost(argument: _muster_v1_ExplainHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  ExplainHost(argument: _muster_v1_ExplainHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  ExplainHost(argument: _muster_v1_ExplainHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  ExplainHost(argument: _muster_v1_ExplainHostRequest, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Who owns a host, since when and why, what is known of its contact, and what decides its status. NOT_FOUND if there is no host
   * with this id.
   */
  explainHost(argument: _muster_v1_ExplainHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  explainHost(argument: _muster_v1_ExplainHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  explainHost(argument: _muster_v1_ExplainHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  explainHost(argument: _muster_v1_ExplainHostRequest, callback: grpc.requestCallback<_muster_v1_ExplainHostResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns one host; NOT_FOUND if there is none with this id.
   */
  GetHost(argument: _muster_v1_GetHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _muster_v1_GetHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _muster_v1_GetHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  GetHost(argument: _muster_v1_GetHostRequest, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns one host; NOT_FOUND if there is none with this id.
   */
  getHost(argument: _muster_v1_GetHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _muster_v1_GetHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _muster_v1_GetHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  getHost(argument: _muster_v1_GetHostRequest, callback: grpc.requestCallback<_muster_v1_GetHostResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Returns one VM; NOT_FOUND if there is none with this id.
   */
  GetVm(argument: _muster_v1_GetVmRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  GetVm(argument: _muster_v1_GetVmRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  GetVm(argument: _muster_v1_GetVmRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  GetVm(argument: _muster_v1_GetVmRequest, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Returns one VM; NOT_FOUND if there is none with this id.
   */
  getVm(argument: _muster_v1_GetVmRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  getVm(argument: _muster_v1_GetVmRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  getVm(argument: _muster_v1_GetVmRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  getVm(argument: _muster_v1_GetVmRequest, callback: grpc.requestCallback<_muster_v1_GetVmResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists hosts, ordered by id.
   */
  ListHosts(argument: _muster_v1_ListHostsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _muster_v1_ListHostsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _muster_v1_ListHostsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  ListHosts(argument: _muster_v1_ListHostsRequest, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists hosts, ordered by id.
   */
  listHosts(argument: _muster_v1_ListHostsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _muster_v1_ListHostsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _muster_v1_ListHostsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  listHosts(argument: _muster_v1_ListHostsRequest, callback: grpc.requestCallback<_muster_v1_ListHostsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists VMs, ordered by id.
   */
  ListVms(argument: _muster_v1_ListVmsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  ListVms(argument: _muster_v1_ListVmsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  ListVms(argument: _muster_v1_ListVmsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  ListVms(argument: _muster_v1_ListVmsRequest, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists VMs, ordered by id.
   */
  listVms(argument: _muster_v1_ListVmsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  listVms(argument: _muster_v1_ListVmsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  listVms(argument: _muster_v1_ListVmsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  listVms(argument: _muster_v1_ListVmsRequest, callback: grpc.requestCallback<_muster_v1_ListVmsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Counts hosts and VMs by status and site.
   */
  Summarize(argument: _muster_v1_SummarizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  Summarize(argument: _muster_v1_SummarizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  Summarize(argument: _muster_v1_SummarizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  Summarize(argument: _muster_v1_SummarizeRequest, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Counts hosts and VMs by status and site.
   */
  summarize(argument: _muster_v1_SummarizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  summarize(argument: _muster_v1_SummarizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  summarize(argument: _muster_v1_SummarizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  summarize(argument: _muster_v1_SummarizeRequest, callback: grpc.requestCallback<_muster_v1_SummarizeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The current picture, then every change as it happens. With a resume token only what came after it;
   * OUT_OF_RANGE if that is not known any more (then start again without one).
   */
  Watch(argument: _muster_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_muster_v1_WatchResponse__Output>;
  Watch(argument: _muster_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_muster_v1_WatchResponse__Output>;
  /**
   * The current picture, then every change as it happens. With a resume token only what came after it;
   * OUT_OF_RANGE if that is not known any more (then start again without one).
   */
  watch(argument: _muster_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_muster_v1_WatchResponse__Output>;
  watch(argument: _muster_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_muster_v1_WatchResponse__Output>;
  
}

/**
 * Questions about the fleet; any replica answers. Port 7421 by default. A wrong request gets INVALID_ARGUMENT with a
 * google.rpc.BadRequest detail that names the field.
 */
export interface FleetServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Who owns a host, since when and why, what is known of its contact, and what decides its status. NOT_FOUND if there is no host
   * with this id.
   */
  ExplainHost: grpc.handleUnaryCall<_muster_v1_ExplainHostRequest__Output, _muster_v1_ExplainHostResponse>;
  
  /**
   * Returns one host; NOT_FOUND if there is none with this id.
   */
  GetHost: grpc.handleUnaryCall<_muster_v1_GetHostRequest__Output, _muster_v1_GetHostResponse>;
  
  /**
   * Returns one VM; NOT_FOUND if there is none with this id.
   */
  GetVm: grpc.handleUnaryCall<_muster_v1_GetVmRequest__Output, _muster_v1_GetVmResponse>;
  
  /**
   * Lists hosts, ordered by id.
   */
  ListHosts: grpc.handleUnaryCall<_muster_v1_ListHostsRequest__Output, _muster_v1_ListHostsResponse>;
  
  /**
   * Lists VMs, ordered by id.
   */
  ListVms: grpc.handleUnaryCall<_muster_v1_ListVmsRequest__Output, _muster_v1_ListVmsResponse>;
  
  /**
   * Counts hosts and VMs by status and site.
   */
  Summarize: grpc.handleUnaryCall<_muster_v1_SummarizeRequest__Output, _muster_v1_SummarizeResponse>;
  
  /**
   * The current picture, then every change as it happens. With a resume token only what came after it;
   * OUT_OF_RANGE if that is not known any more (then start again without one).
   */
  Watch: grpc.handleServerStreamingCall<_muster_v1_WatchRequest__Output, _muster_v1_WatchResponse>;
  
}

export interface FleetServiceDefinition extends grpc.ServiceDefinition {
  ExplainHost: MethodDefinition<_muster_v1_ExplainHostRequest, _muster_v1_ExplainHostResponse, _muster_v1_ExplainHostRequest__Output, _muster_v1_ExplainHostResponse__Output>
  GetHost: MethodDefinition<_muster_v1_GetHostRequest, _muster_v1_GetHostResponse, _muster_v1_GetHostRequest__Output, _muster_v1_GetHostResponse__Output>
  GetVm: MethodDefinition<_muster_v1_GetVmRequest, _muster_v1_GetVmResponse, _muster_v1_GetVmRequest__Output, _muster_v1_GetVmResponse__Output>
  ListHosts: MethodDefinition<_muster_v1_ListHostsRequest, _muster_v1_ListHostsResponse, _muster_v1_ListHostsRequest__Output, _muster_v1_ListHostsResponse__Output>
  ListVms: MethodDefinition<_muster_v1_ListVmsRequest, _muster_v1_ListVmsResponse, _muster_v1_ListVmsRequest__Output, _muster_v1_ListVmsResponse__Output>
  Summarize: MethodDefinition<_muster_v1_SummarizeRequest, _muster_v1_SummarizeResponse, _muster_v1_SummarizeRequest__Output, _muster_v1_SummarizeResponse__Output>
  Watch: MethodDefinition<_muster_v1_WatchRequest, _muster_v1_WatchResponse, _muster_v1_WatchRequest__Output, _muster_v1_WatchResponse__Output>
}
