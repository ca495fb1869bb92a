import {
  credentials,
  makeGenericClientConstructor,
  type ClientDuplexStream,
  type ServiceError,
  status,
} from '@grpc/grpc-js';

import type { AgentMessage } from '../../shared/wire/generated/muster/v1/AgentMessage.ts';
import type { CentralMessage__Output } from '../../shared/wire/generated/muster/v1/CentralMessage.ts';
import type { Change } from '../../shared/wire/generated/muster/v1/Change.ts';
import type { Hello } from '../../shared/wire/generated/muster/v1/Hello.ts';
import type { Report } from '../../shared/wire/generated/muster/v1/Report.ts';
import { services } from '../../shared/wire/schema.ts';
import { eventually } from './eventually.ts';

const { Connect } = services.muster.v1.AgentService.service;
const encode: (message: AgentMessage) => Buffer = Connect.requestSerialize;

const RawClient = makeGenericClientConstructor(
  { Connect: { ...Connect, requestSerialize: (bytes: Buffer) => bytes } },
  'muster.v1.AgentService',
);

export interface StreamStatus {
  readonly code: status;
  readonly details: string;
}

/** One stream on which anything can be said, in any order. */
export class RawAgent {
  readonly received: CentralMessage__Output[] = [];
  readonly #call: ClientDuplexStream<Buffer, CentralMessage__Output>;
  readonly #close: () => void;
  #status: StreamStatus | undefined;

  constructor(address: string) {
    const client = new RawClient(address, credentials.createInsecure(), {
      'grpc.max_send_message_length': -1,
    });
    const method = client['Connect'] as () => ClientDuplexStream<Buffer, CentralMessage__Output>;
    this.#call = method.call(client);
    this.#close = () => {
      client.close();
    };
    this.#call.on('data', (message: CentralMessage__Output) => this.received.push(message));
    this.#call.on('error', ({ code, details }: ServiceError) => {
      this.#status ??= { code, details };
    });
    this.#call.on('end', () => {
      this.#status ??= { code: status.OK, details: '' };
    });
  }

  /** Undefined while the stream lives. */
  get status(): StreamStatus | undefined {
    return this.#status;
  }

  bytes(bytes: Buffer): this {
    this.#call.write(bytes);
    return this;
  }

  send(message: AgentMessage): this {
    return this.bytes(encode(message));
  }

  hello(fields: Partial<Hello> = {}): this {
    return this.send({ hello: { ...soundHello, ...fields } });
  }

  report(fields: Report): this {
    return this.send({ report: { frame: 1, ...fields } });
  }

  /** Says goodbye to nobody. */
  stop(): Promise<void> {
    this.#call.cancel();
    this.#close();
    return Promise.resolve();
  }

  /** The status the central ended the stream with. */
  ended(): Promise<StreamStatus> {
    return eventually(() => this.#status, { what: 'the central ends the stream' });
  }

  /** The first message of this kind. */
  got(kind: keyof CentralMessage__Output): Promise<CentralMessage__Output> {
    return eventually(
      () => {
        if (this.#status) throw new Error(`${String(this.#status.code)} ${this.#status.details}`);
        return this.received.find((message) => message[kind]);
      },
      { what: `the central says ${kind}` },
    );
  }

  /** Waits until this change is safe. */
  async safe(change: number): Promise<void> {
    await eventually(
      () => this.received.some(({ ack }) => (ack?.safe ?? 0) >= change) || undefined,
      { what: `change ${String(change)} is safe` },
    );
  }
}

export const soundHello: Hello = {
  hostId: 'raw-host',
  run: 'raw-run',
  protocolVersion: 1,
  agentVersion: '9.9.9',
  name: 'raw',
};

/** A change whose body is of a kind that nobody knows yet. */
export function reportWithUnknownBody(frame: number, change: number): Buffer {
  const unknownField = [0x9a, 0x06, 0x01, 0x00];
  const changeBytes = [0x08, change, ...unknownField];
  const report = [0x08, frame, 0x22, changeBytes.length, ...changeBytes];
  return Buffer.from([0x12, report.length, ...report]);
}

export function vmChange(change: number, id: string, fields: Change['vm'] = {}): Change {
  return { change, observedAtMs: Date.now(), vm: { id, status: 'VM_STATUS_UP', ...fields } };
}

/** `report.host.disk_read_bps`, unsigned, is minus one as C would write it; no sound encoder does. */
export const reportWithNegativeCounter = Buffer.from(
  '1210' + '0801' + '120c' + '8801' + 'ffffffffffffffffff01',
  'hex',
);
