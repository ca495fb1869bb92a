import { limits } from '../limits.ts';
import type { AgentMessage } from '../model/protocol.ts';
import { agentMessageFromWire } from './agent-message.ts';
import { FieldError } from './fields.ts';
import type { AgentMessage__Output } from './generated/muster/v1/AgentMessage.ts';
import { services } from './schema.ts';

const decode: (bytes: Buffer) => AgentMessage__Output =
  services.muster.v1.AgentService.service.Connect.requestDeserialize;

/** What an agent sent. Throws FieldError for bytes that are no message, too many bytes, or a field that is wrong. */
export function readAgentMessage(bytes: Buffer): AgentMessage {
  if (bytes.length > limits.messageBytesMax) {
    const message = `must have at most ${String(limits.messageBytesMax)} bytes, has ${String(bytes.length)}`;
    throw new FieldError('message', 'too_large', message);
  }
  let wire: AgentMessage__Output;
  try {
    wire = decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FieldError('message', 'malformed', `is no AgentMessage: ${reason}`);
  }
  return agentMessageFromWire(wire);
}
