import { promisify } from 'node:util';

import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerOptions, ServiceDefinition } from '@grpc/grpc-js';

import type { Clock, Timer } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Service } from '../../shared/service.ts';
import { centralMessageToWire } from '../../shared/wire/central-message.ts';
import type { CentralMessage as CentralMessageWire } from '../../shared/wire/generated/muster/v1/CentralMessage.ts';
import { services } from '../../shared/wire/schema.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';
import type { HostInbox, SessionEnd } from '../ports.ts';
import { Admission } from './admission.ts';
import type { AdmissionSettings } from './admission.ts';
import type { SampleTable } from './samples.ts';
import { Session } from './session.ts';
import type { IngestObserver, SessionLink, SessionShell } from './session.ts';

type Call = ServerDuplexStream<Buffer, CentralMessageWire>;

export interface IngestOptions {
  /** host:port; port 0 takes a free one. */
  readonly address: string;
  readonly credentials?: ServerCredentials;
  readonly admission: AdmissionSettings;
  readonly inbox: HostInbox;
  readonly samples: SampleTable;
  readonly observer: IngestObserver;
  readonly clock: Clock;
  readonly log: Logger;
}

const serverOptions: ServerOptions = {
  // Both ends look, since each may be the one whose network is gone (G1, G2).
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.enable_channelz': 0,
  // The limit itself is checked in the session, where its breach is counted and named.
  'grpc.max_receive_message_length': 4 * limits.messageBytesMax,
  'grpc.max_concurrent_streams': 4,
};

/** Bytes are handed over as they came: a message that cannot be decoded must be answered by name. */
const rawService: ServiceDefinition = {
  Connect: {
    ...services.muster.v1.AgentService.service.Connect,
    requestDeserialize: (bytes: Buffer) => bytes,
  },
};

const ackSweepMs = 500;

function statusOf(why: SessionEnd): { code: status; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  switch (why.kind) {
    case 'invalid':
      return { code: status.INVALID_ARGUMENT, details: why.message, metadata };
    case 'out-of-order':
      return { code: status.FAILED_PRECONDITION, details: why.message, metadata };
    case 'busy':
      metadata.set('retry-after-ms', String(why.retryAfterMs));
      return { code: status.RESOURCE_EXHAUSTED, details: why.message, metadata };
    case 'conflict':
      return { code: status.ALREADY_EXISTS, details: why.message, metadata };
    case 'retired':
      metadata.set('retry-after-ms', String(why.retryAfterMs));
      return { code: status.PERMISSION_DENIED, details: why.message, metadata };
    case 'done':
      return { code: status.OK, details: '', metadata };
  }
}

function linkOf(call: Call): SessionLink {
  return {
    peer: call.getPeer(),
    get backlog() {
      return call.writableLength;
    },
    write: (message) => {
      call.write(centralMessageToWire(message));
    },
    end: (why) => {
      if (why.kind === 'done') call.end();
      else call.emit('error', statusOf(why));
    },
  };
}

/** Where agents connect. */
export class IngestServer implements Service {
  readonly name = 'ingest';
  readonly #options: IngestOptions;
  readonly #server = new Server(serverOptions);
  readonly #sessions = new Set<Session>();
  readonly #shell: SessionShell;
  #nextId = 1;
  #port = 0;
  #timer: Timer | undefined;

  constructor(options: IngestOptions) {
    this.#options = options;
    const { inbox, samples, observer, clock } = options;
    this.#shell = {
      inbox,
      samples,
      observer,
      admission: new Admission(options.admission),
      statsReport: new StatsReport(),
      nowMs: () => clock.monotonicMs(),
      unixMs: () => clock.unixMs(),
    };
    this.#server.addService(rawService, {
      Connect: (call: Call) => {
        this.#accept(call);
      },
    });
  }

  /** Known after start. */
  get port(): number {
    return this.#port;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  async start(): Promise<void> {
    const { address, credentials, log } = this.#options;
    try {
      const bind = promisify(this.#server.bindAsync.bind(this.#server));
      this.#port = await bind(address, credentials ?? ServerCredentials.createInsecure());
    } catch (cause) {
      const reason = MusterError.from(cause).message;
      const message = `agents cannot be served on ${address}: ${reason}`;
      throw new MusterError('START_FAILED', message, { cause });
    }
    this.#armAckSweep();
    log.info({ address, port: this.#port }, 'agents are served');
  }

  /** Ends every stream; agents come back by themselves. */
  stop(): Promise<void> {
    this.#timer?.cancel();
    const message = 'this replica stops';
    for (const session of [...this.#sessions]) {
      session.end({ kind: 'busy', message, retryAfterMs: 0 });
    }
    this.#server.forceShutdown();
    return Promise.resolve();
  }

  #accept(call: Call): void {
    const session = new Session(this.#nextId++, linkOf(call), this.#shell);
    this.#sessions.add(session);
    const closed = (): void => {
      this.#sessions.delete(session);
      session.closed();
    };
    call.on('data', (bytes: Buffer) => {
      session.receive(bytes);
    });
    call.on('end', () => {
      closed();
      call.end();
    });
    // Every way a stream may end (G14); `error` also carries the status that we ended it with.
    call.on('error', closed);
    call.on('cancelled', closed);
    call.on('close', closed);
  }

  #armAckSweep(): void {
    this.#timer = this.#options.clock.setTimer(() => {
      const nowMs = this.#options.clock.monotonicMs();
      this.#shell.admission.look(nowMs);
      for (const session of this.#sessions) session.acknowledgeReceived(nowMs);
      this.#armAckSweep();
    }, ackSweepMs);
  }
}
