// Original file: proto/muster/v1/agent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AgentMessage as _muster_v1_AgentMessage, AgentMessage__Output as _muster_v1_AgentMessage__Output } from '../../muster/v1/AgentMessage.ts';
import type { CentralMessage as _muster_v1_CentralMessage, CentralMessage__Output as _muster_v1_CentralMessage__Output } from '../../muster/v1/CentralMessage.ts';

/**
 * Where agents report. Port 7420 by default.
 */
export interface AgentServiceClient extends grpc.Client {
  /**
   * The one stream between an agent and the central. The agent's first message must be Hello; the central answers
   * Welcome, Redirect, or a status: INVALID_ARGUMENT (names the field), RESOURCE_EXHAUSTED (try again later, see the trailer
   * retry-after-ms), ALREADY_EXISTS (another live agent has this host id), FAILED_PRECONDITION (messages out of order).
   */
  Connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_muster_v1_AgentMessage, _muster_v1_CentralMessage__Output>;
  Connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_muster_v1_AgentMessage, _muster_v1_CentralMessage__Output>;
  /**
   * The one stream between an agent and the central. The agent's first message must be Hello; the central answers
   * Welcome, Redirect, or a status: INVALID_ARGUMENT (names the field), RESOURCE_EXHAUSTED (try again later, see the trailer
   * retry-after-ms), ALREADY_EXISTS (another live agent has this host id), FAILED_PRECONDITION (messages out of order).
   */
  connect(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_muster_v1_AgentMessage, _muster_v1_CentralMessage__Output>;
  connect(options?: grpc.CallOptions): grpc.ClientDuplexStream<_muster_v1_AgentMessage, _muster_v1_CentralMessage__Output>;
  
}

/**
 * Where agents report. Port 7420 by default.
 */
export interface AgentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The one stream between an agent and the central. The agent's first message must be Hello; the central answers
   * Welcome, Redirect, or a status: INVALID_ARGUMENT (names the field), RESOURCE_EXHAUSTED (try again later, see the trailer
   * retry-after-ms), ALREADY_EXISTS (another live agent has this host id), FAILED_PRECONDITION (messages out of order).
   */
  Connect: grpc.handleBidiStreamingCall<_muster_v1_AgentMessage__Output, _muster_v1_CentralMessage>;
  
}

export interface AgentServiceDefinition extends grpc.ServiceDefinition {
  Connect: MethodDefinition<_muster_v1_AgentMessage, _muster_v1_CentralMessage, _muster_v1_AgentMessage__Output, _muster_v1_CentralMessage__Output>
}
