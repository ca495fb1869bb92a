// Original file: proto/muster/v1/peer.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DrainRequest as _muster_v1_DrainRequest, DrainRequest__Output as _muster_v1_DrainRequest__Output } from '../../muster/v1/DrainRequest.ts';
import type { DrainResponse as _muster_v1_DrainResponse, DrainResponse__Output as _muster_v1_DrainResponse__Output } from '../../muster/v1/DrainResponse.ts';
import type { GetSamplesRequest as _muster_v1_GetSamplesRequest, GetSamplesRequest__Output as _muster_v1_GetSamplesRequest__Output } from '../../muster/v1/GetSamplesRequest.ts';
import type { GetSamplesResponse as _muster_v1_GetSamplesResponse, GetSamplesResponse__Output as _muster_v1_GetSamplesResponse__Output } from '../../muster/v1/GetSamplesResponse.ts';
import type { GetSignsOfLifeRequest as _muster_v1_GetSignsOfLifeRequest, GetSignsOfLifeRequest__Output as _muster_v1_GetSignsOfLifeRequest__Output } from '../../muster/v1/GetSignsOfLifeRequest.ts';
import type { GetSignsOfLifeResponse as _muster_v1_GetSignsOfLifeResponse, GetSignsOfLifeResponse__Output as _muster_v1_GetSignsOfLifeResponse__Output } from '../../muster/v1/GetSignsOfLifeResponse.ts';
import type { GetSituationRequest as _muster_v1_GetSituationRequest, GetSituationRequest__Output as _muster_v1_GetSituationRequest__Output } from '../../muster/v1/GetSituationRequest.ts';
import type { GetSituationResponse as _muster_v1_GetSituationResponse, GetSituationResponse__Output as _muster_v1_GetSituationResponse__Output } from '../../muster/v1/GetSituationResponse.ts';
import type { GetStandingRequest as _muster_v1_GetStandingRequest, GetStandingRequest__Output as _muster_v1_GetStandingRequest__Output } from '../../muster/v1/GetStandingRequest.ts';
import type { GetStandingResponse as _muster_v1_GetStandingResponse, GetStandingResponse__Output as _muster_v1_GetStandingResponse__Output } from '../../muster/v1/GetStandingResponse.ts';
import type { HasSessionRequest as _muster_v1_HasSessionRequest, HasSessionRequest__Output as _muster_v1_HasSessionRequest__Output } from '../../muster/v1/HasSessionRequest.ts';
import type { HasSessionResponse as _muster_v1_HasSessionResponse, HasSessionResponse__Output as _muster_v1_HasSessionResponse__Output } from '../../muster/v1/HasSessionResponse.ts';
import type { OperateHostRequest as _muster_v1_OperateHostRequest, OperateHostRequest__Output as _muster_v1_OperateHostRequest__Output } from '../../muster/v1/OperateHostRequest.ts';
import type { OperateHostResponse as _muster_v1_OperateHostResponse, OperateHostResponse__Output as _muster_v1_OperateHostResponse__Output } from '../../muster/v1/OperateHostResponse.ts';

/**
 * What replicas ask each other directly; not for anybody else: every call carries the metadata `muster-peer-key` with the
 * `peerKey` of the replica it is meant for, as its entry among the members in NATS says, or is refused as UNAUTHENTICATED. Every request names the replica it is meant for: an address may
 * have passed to another one, which answers FAILED_PRECONDITION.
 */
export interface PeerServiceClient extends grpc.Client {
  /**
   * Begins to hand the hosts of the replica over to the others, after which it leaves and ends. Answers at once; a second call
   * changes nothing.
   */
  Drain(argument: _muster_v1_DrainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _muster_v1_DrainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _muster_v1_DrainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  Drain(argument: _muster_v1_DrainRequest, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Begins to hand the hosts of the replica over to the others, after which it leaves and ends. Answers at once; a second call
   * changes nothing.
   */
  drain(argument: _muster_v1_DrainRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _muster_v1_DrainRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _muster_v1_DrainRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  drain(argument: _muster_v1_DrainRequest, callback: grpc.requestCallback<_muster_v1_DrainResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The last samples of many hosts and VMs, in one call.
   */
  GetSamples(argument: _muster_v1_GetSamplesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  GetSamples(argument: _muster_v1_GetSamplesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  GetSamples(argument: _muster_v1_GetSamplesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  GetSamples(argument: _muster_v1_GetSamplesRequest, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The last samples of many hosts and VMs, in one call.
   */
  getSamples(argument: _muster_v1_GetSamplesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  getSamples(argument: _muster_v1_GetSamplesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  getSamples(argument: _muster_v1_GetSamplesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  getSamples(argument: _muster_v1_GetSamplesRequest, callback: grpc.requestCallback<_muster_v1_GetSamplesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Which agents the replica heard of lately, in session or not: a last look before hosts are given up.
   */
  GetSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  GetSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  GetSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  GetSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Which agents the replica heard of lately, in session or not: a last look before hosts are given up.
   */
  getSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  getSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  getSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  getSignsOfLife(argument: _muster_v1_GetSignsOfLifeRequest, callback: grpc.requestCallback<_muster_v1_GetSignsOfLifeResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What the replica knows of the contact with a host.
   */
  GetSituation(argument: _muster_v1_GetSituationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  GetSituation(argument: _muster_v1_GetSituationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  GetSituation(argument: _muster_v1_GetSituationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  GetSituation(argument: _muster_v1_GetSituationRequest, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What the replica knows of the contact with a host.
   */
  getSituation(argument: _muster_v1_GetSituationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  getSituation(argument: _muster_v1_GetSituationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  getSituation(argument: _muster_v1_GetSituationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  getSituation(argument: _muster_v1_GetSituationRequest, callback: grpc.requestCallback<_muster_v1_GetSituationResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Whether the replica can do its work.
   */
  GetStanding(argument: _muster_v1_GetStandingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _muster_v1_GetStandingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _muster_v1_GetStandingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  GetStanding(argument: _muster_v1_GetStandingRequest, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Whether the replica can do its work.
   */
  getStanding(argument: _muster_v1_GetStandingRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _muster_v1_GetStandingRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _muster_v1_GetStandingRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  getStanding(argument: _muster_v1_GetStandingRequest, callback: grpc.requestCallback<_muster_v1_GetStandingResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Asks whether an agent of a host is in session at the replica; a session of the same run ends by it.
   */
  HasSession(argument: _muster_v1_HasSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  HasSession(argument: _muster_v1_HasSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  HasSession(argument: _muster_v1_HasSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  HasSession(argument: _muster_v1_HasSessionRequest, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asks whether an agent of a host is in session at the replica; a session of the same run ends by it.
   */
  hasSession(argument: _muster_v1_HasSessionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  hasSession(argument: _muster_v1_HasSessionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  hasSession(argument: _muster_v1_HasSessionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  hasSession(argument: _muster_v1_HasSessionRequest, callback: grpc.requestCallback<_muster_v1_HasSessionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Carries out what an operator asked another replica of a host that this one owns, or is to claim; it hands nothing on. Answers
   * when it is committed and told.
   */
  OperateHost(argument: _muster_v1_OperateHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  OperateHost(argument: _muster_v1_OperateHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  OperateHost(argument: _muster_v1_OperateHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  OperateHost(argument: _muster_v1_OperateHostRequest, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Carries out what an operator asked another replica of a host that this one owns, or is to claim; it hands nothing on. Answers
   * when it is committed and told.
   */
  operateHost(argument: _muster_v1_OperateHostRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  operateHost(argument: _muster_v1_OperateHostRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  operateHost(argument: _muster_v1_OperateHostRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  operateHost(argument: _muster_v1_OperateHostRequest, callback: grpc.requestCallback<_muster_v1_OperateHostResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What replicas ask each other directly; not for anybody else: every call carries the metadata `muster-peer-key` with the
 * `peerKey` of the replica it is meant for, as its entry among the members in NATS says, or is refused as UNAUTHENTICATED. Every request names the replica it is meant for: an address may
 * have passed to another one, which answers FAILED_PRECONDITION.
 */
export interface PeerServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Begins to hand the hosts of the replica over to the others, after which it leaves and ends. Answers at once; a second call
   * changes nothing.
   */
  Drain: grpc.handleUnaryCall<_muster_v1_DrainRequest__Output, _muster_v1_DrainResponse>;
  
  /**
   * The last samples of many hosts and VMs, in one call.
   */
  GetSamples: grpc.handleUnaryCall<_muster_v1_GetSamplesRequest__Output, _muster_v1_GetSamplesResponse>;
  
  /**
   * Which agents the replica heard of lately, in session or not: a last look before hosts are given up.
   */
  GetSignsOfLife: grpc.handleUnaryCall<_muster_v1_GetSignsOfLifeRequest__Output, _muster_v1_GetSignsOfLifeResponse>;
  
  /**
   * What the replica knows of the contact with a host.
   */
  GetSituation: grpc.handleUnaryCall<_muster_v1_GetSituationRequest__Output, _muster_v1_GetSituationResponse>;
  
  /**
   * Whether the replica can do its work.
   */
  GetStanding: grpc.handleUnaryCall<_muster_v1_GetStandingRequest__Output, _muster_v1_GetStandingResponse>;
  
  /**
   * Asks whether an agent of a host is in session at the replica; a session of the same run ends by it.
   */
  HasSession: grpc.handleUnaryCall<_muster_v1_HasSessionRequest__Output, _muster_v1_HasSessionResponse>;
  
  /**
   * Carries out what an operator asked another replica of a host that this one owns, or is to claim; it hands nothing on. Answers
   * when it is committed and told.
   */
  OperateHost: grpc.handleUnaryCall<_muster_v1_OperateHostRequest__Output, _muster_v1_OperateHostResponse>;
  
}

export interface PeerServiceDefinition extends grpc.ServiceDefinition {
  Drain: MethodDefinition<_muster_v1_DrainRequest, _muster_v1_DrainResponse, _muster_v1_DrainRequest__Output, _muster_v1_DrainResponse__Output>
  GetSamples: MethodDefinition<_muster_v1_GetSamplesRequest, _muster_v1_GetSamplesResponse, _muster_v1_GetSamplesRequest__Output, _muster_v1_GetSamplesResponse__Output>
  GetSignsOfLife: MethodDefinition<_muster_v1_GetSignsOfLifeRequest, _muster_v1_GetSignsOfLifeResponse, _muster_v1_GetSignsOfLifeRequest__Output, _muster_v1_GetSignsOfLifeResponse__Output>
  GetSituation: MethodDefinition<_muster_v1_GetSituationRequest, _muster_v1_GetSituationResponse, _muster_v1_GetSituationRequest__Output, _muster_v1_GetSituationResponse__Output>
  GetStanding: MethodDefinition<_muster_v1_GetStandingRequest, _muster_v1_GetStandingResponse, _muster_v1_GetStandingRequest__Output, _muster_v1_GetStandingResponse__Output>
  HasSession: MethodDefinition<_muster_v1_HasSessionRequest, _muster_v1_HasSessionResponse, _muster_v1_HasSessionRequest__Output, _muster_v1_HasSessionResponse__Output>
  OperateHost: MethodDefinition<_muster_v1_OperateHostRequest, _muster_v1_OperateHostResponse, _muster_v1_OperateHostRequest__Output, _muster_v1_OperateHostResponse__Output>
}
