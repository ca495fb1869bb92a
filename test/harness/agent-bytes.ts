import type { AgentMessage } from '../../shared/model/protocol.ts';
import { agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { services } from '../../shared/wire/schema.ts';

const serialize = services.muster.v1.AgentService.service.Connect.requestSerialize;

/** A message as an agent puts it on the wire. */
export function agentBytes(message: AgentMessage): Buffer {
  return serialize(agentMessageToWire(message));
}
