import { ChannelCredentials, status } from '@grpc/grpc-js';
import type { ChannelOptions, ServiceError } from '@grpc/grpc-js';

import { limits } from '../../shared/limits.ts';
import type { AgentMessage, CentralMessage } from '../../shared/model/protocol.ts';
import { agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { centralMessageFromWire } from '../../shared/wire/central-message.ts';
import type { CentralMessage__Output } from '../../shared/wire/generated/muster/v1/CentralMessage.ts';
import { AgentServiceClient } from './agent-service.ts';

/** Why a stream ended, in words for the log, and when the central wants to see us again. */
export interface StreamEnd {
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

export interface StreamEvents {
  onMessage(message: CentralMessage): void;
  /** There is room again after `send` returned false. */
  onRoom(): void;
  /** Once, as the last call. */
  onEnd(end: StreamEnd): void;
}

/** One stream on one channel of its own. */
export interface AgentStream {
  /** False: no room is left; the message was taken, but wait for `onRoom` before the next (G7). */
  send(message: AgentMessage): boolean;
  /** No more messages; everything sent before still goes out. Resolves when the stream is over; `onEnd` is not called. */
  end(): Promise<void>;
  /** Destroys stream and channel at once. `onEnd` is not called. */
  destroy(): void;
}

export type StreamDialer = (address: string, events: StreamEvents) => AgentStream;

const channelOptions: ChannelOptions = {
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.keepalive_permit_without_calls': 1,
  // A retry would replay a stream from its own buffer, which grows without bound (G9).
  'grpc.enable_retries': 0,
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': limits.messageBytesMax,
  // A channel is made for one attempt; sharing subchannels would share a half-open connection.
  'grpc.use_local_subchannel_pool': 1,
};

function retryAfterMsOf(error: ServiceError): number | undefined {
  const [value] = error.metadata.get('retry-after-ms');
  const ms = Number(value);
  return value !== undefined && Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Dials over grpc-js, without TLS. */
export function insecureDialer(): StreamDialer {
  const credentials = ChannelCredentials.createInsecure();
  return (address, events) => {
    const client = new AgentServiceClient(address, credentials, channelOptions);
    const call = client.connect();
    let isOver = false;
    let onOver: (() => void) | undefined;
    const finish = (end: StreamEnd | undefined): void => {
      if (isOver) return;
      isOver = true;
      // Cancel first: close() lets running calls go on (G11).
      call.cancel();
      client.close();
      if (onOver !== undefined) onOver();
      else if (end !== undefined) events.onEnd(end);
    };
    call.on('data', (wire: CentralMessage__Output) => {
      if (!isOver) events.onMessage(centralMessageFromWire(wire));
    });
    call.on('drain', () => {
      if (!isOver) events.onRoom();
    });
    call.on('error', (error: ServiceError) => {
      const reason = `${status[error.code]}: ${error.details}`;
      finish({ reason, retryAfterMs: retryAfterMsOf(error) });
    });
    call.on('end', () => {
      finish({ reason: 'ended by the central', retryAfterMs: undefined });
    });
    return {
      send: (message) => isOver || call.write(agentMessageToWire(message)),
      end: () =>
        new Promise((resolve) => {
          if (isOver) {
            resolve();
            return;
          }
          onOver = resolve;
          call.end();
        }),
      destroy: () => {
        finish(undefined);
      },
    };
  };
}
