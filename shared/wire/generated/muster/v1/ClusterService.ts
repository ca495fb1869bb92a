// Original file: proto/muster/v1/cluster.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DrainReplicaRequest as _muster_v1_DrainReplicaRequest, DrainReplicaRequest__Output as _muster_v1_DrainReplicaRequest__Output } from '../../muster/v1/DrainReplicaRequest.ts';
import type { DrainReplicaResponse as _muster_v1_DrainReplicaResponse, DrainReplicaResponse__Output as _muster_v1_DrainReplicaResponse__Output } from '../../muster/v1/DrainReplicaResponse.ts';
import type { GetRingRequest as _muster_v1_GetRingRequest, GetRingRequest__Output as _muster_v1_GetRingRequest__Output } from '../../muster/v1/GetRingRequest.ts';
import type { GetRingResponse as _muster_v1_GetRingResponse, GetRingResponse__Output as _muster_v1_GetRingResponse__Output } from '../../muster/v1/GetRingResponse.ts';
import type { ListReplicasRequest as _muster_v1_ListReplicasRequest, ListReplicasRequest__Output as _muster_v1_ListReplicasRequest__Output } from '../../muster/v1/ListReplicasRequest.ts';
import type { ListReplicasResponse as _muster_v1_ListReplicasResponse, ListReplicasResponse__Output as _muster_v1_ListReplicasResponse__Output } from '../../muster/v1/ListReplicasResponse.ts';

/**
 * The replicas that share the fleet. Any of them answers, as it sees the others.
 */
export interface ClusterServiceClient extends grpc.Client {
  /**
   * Lets a replica hand its hosts over to the others and end, at a pace that changes no host's status. Answers as soon as it has
   * begun. NOT_FOUND: there is no such replica. FAILED_PRECONDITION: it is dead, or no other could take its hosts.
   * ABORTED: it does not answer; try again.
   */
  DrainReplica(argument: _muster_v1_DrainReplicaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  DrainReplica(argument: _muster_v1_DrainReplicaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  DrainReplica(argument: _muster_v1_DrainReplicaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  DrainReplica(argument: _muster_v1_DrainReplicaRequest, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lets a replica hand its hosts over to the others and end, at a pace that changes no host's status. Answers as soon as it has
   * begun. NOT_FOUND: there is no such replica. FAILED_PRECONDITION: it is dead, or no other could take its hosts.
   * ABORTED: it does not answer; try again.
   */
  drainReplica(argument: _muster_v1_DrainReplicaRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  drainReplica(argument: _muster_v1_DrainReplicaRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  drainReplica(argument: _muster_v1_DrainReplicaRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  drainReplica(argument: _muster_v1_DrainReplicaRequest, callback: grpc.requestCallback<_muster_v1_DrainReplicaResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * How the hosts are shared out, and how they should be.
   */
  GetRing(argument: _muster_v1_GetRingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  GetRing(argument: _muster_v1_GetRingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  GetRing(argument: _muster_v1_GetRingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  GetRing(argument: _muster_v1_GetRingRequest, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  /**
   * How the hosts are shared out, and how they should be.
   */
  getRing(argument: _muster_v1_GetRingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  getRing(argument: _muster_v1_GetRingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  getRing(argument: _muster_v1_GetRingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  getRing(argument: _muster_v1_GetRingRequest, callback: grpc.requestCallback<_muster_v1_GetRingResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists the replicas, ordered by id; the dead ones for as long as they are remembered, some minutes.
   */
  ListReplicas(argument: _muster_v1_ListReplicasRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  ListReplicas(argument: _muster_v1_ListReplicasRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  ListReplicas(argument: _muster_v1_ListReplicasRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  ListReplicas(argument: _muster_v1_ListReplicasRequest, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists the replicas, ordered by id; the dead ones for as long as they are remembered, some minutes.
   */
  listReplicas(argument: _muster_v1_ListReplicasRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  listReplicas(argument: _muster_v1_ListReplicasRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  listReplicas(argument: _muster_v1_ListReplicasRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  listReplicas(argument: _muster_v1_ListReplicasRequest, callback: grpc.requestCallback<_muster_v1_ListReplicasResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The replicas that share the fleet. Any of them answers, as it sees the others.
 */
export interface ClusterServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Lets a replica hand its hosts over to the others and end, at a pace that changes no host's status. Answers as soon as it has
   * begun. NOT_FOUND: there is no such replica. FAILED_PRECONDITION: it is dead, or no other could take its hosts.
   * ABORTED: it does not answer; try again.
   */
  DrainReplica: grpc.handleUnaryCall<_muster_v1_DrainReplicaRequest__Output, _muster_v1_DrainReplicaResponse>;
  
  /**
   * How the hosts are shared out, and how they should be.
   */
  GetRing: grpc.handleUnaryCall<_muster_v1_GetRingRequest__Output, _muster_v1_GetRingResponse>;
  
  /**
   * Lists the replicas, ordered by id; the dead ones for as long as they are remembered, some minutes.
   */
  ListReplicas: grpc.handleUnaryCall<_muster_v1_ListReplicasRequest__Output, _muster_v1_ListReplicasResponse>;
  
}

export interface ClusterServiceDefinition extends grpc.ServiceDefinition {
  DrainReplica: MethodDefinition<_muster_v1_DrainReplicaRequest, _muster_v1_DrainReplicaResponse, _muster_v1_DrainReplicaRequest__Output, _muster_v1_DrainReplicaResponse__Output>
  GetRing: MethodDefinition<_muster_v1_GetRingRequest, _muster_v1_GetRingResponse, _muster_v1_GetRingRequest__Output, _muster_v1_GetRingResponse__Output>
  ListReplicas: MethodDefinition<_muster_v1_ListReplicasRequest, _muster_v1_ListReplicasResponse, _muster_v1_ListReplicasRequest__Output, _muster_v1_ListReplicasResponse__Output>
}
