import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
} from 'node:http2';

import type { AgentMessage } from '../../shared/wire/generated/muster/v1/AgentMessage.ts';
import { services } from '../../shared/wire/schema.ts';
import { eventually } from './eventually.ts';

const encode: (message: AgentMessage) => Buffer =
  services.muster.v1.AgentService.service.Connect.requestSerialize;

/** An agent that talks and leaves no room for any answer: its side of the flow control is closed. */
export class DeafAgent {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  #grpcStatus: string | undefined;

  constructor(address: string) {
    this.#session = connect(`http://${address}`, { settings: { initialWindowSize: 0 } });
    this.#session.on('error', () => undefined);
    this.#stream = this.#session.request({
      ':method': 'POST',
      ':path': '/muster.v1.AgentService/Connect',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    this.#stream.on('error', () => undefined);
    this.#stream.on('trailers', (headers: IncomingHttpHeaders) => {
      this.#grpcStatus = String(headers['grpc-status']);
    });
  }

  send(message: AgentMessage): void {
    const bytes = encode(message);
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(bytes.length, 1);
    this.#stream.write(Buffer.concat([prefix, bytes]));
  }

  /** Makes room and reads; resolves with the status of the stream. */
  async readAtLast(): Promise<string> {
    this.#session.settings({ initialWindowSize: 1024 * 1024 });
    this.#stream.resume();
    return eventually(() => this.#grpcStatus, { what: 'the status of the stream' });
  }

  stop(): void {
    this.#session.destroy();
  }
}
