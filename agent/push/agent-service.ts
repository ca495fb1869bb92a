import { Client } from '@grpc/grpc-js';
import type { ClientDuplexStream } from '@grpc/grpc-js';

import type { AgentMessage } from '../../shared/wire/generated/muster/v1/AgentMessage.ts';
import type { CentralMessage__Output } from '../../shared/wire/generated/muster/v1/CentralMessage.ts';
import { readMessage } from './message-reader.ts';
import { messageShapes } from './message-shape.ts';
import { MessageWriter } from './message-writer.ts';

const shapes = messageShapes(['AgentMessage', 'CentralMessage']);
const writer = new MessageWriter();

/** The bytes of what an agent says. */
function encodeAgentMessage(message: AgentMessage): Buffer {
  return writer.write(shapes.AgentMessage, message);
}

/** @throws RangeError for bytes that are no message */
function decodeCentralMessage(bytes: Buffer): CentralMessage__Output {
  return readMessage(shapes.CentralMessage, bytes);
}

/** The client of muster.v1.AgentService. */
export class AgentServiceClient extends Client {
  connect(): ClientDuplexStream<AgentMessage, CentralMessage__Output> {
    const path = '/muster.v1.AgentService/Connect';
    return this.makeBidiStreamRequest(path, encodeAgentMessage, decodeCentralMessage);
  }
}
