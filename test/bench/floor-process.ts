import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ServerDuplexStream, ServiceDefinition } from '@grpc/grpc-js';

import { limits } from '../../shared/limits.ts';
import { centralMessageToWire } from '../../shared/wire/central-message.ts';
import { services } from '../../shared/wire/schema.ts';
import { ackBytes, scanReport } from './parts/report-scan.ts';

/**
 * The floor: what grpc-js alone costs. It receives the bytes of the agents, decodes nothing, stores nothing, tells
 * nobody, and acknowledges as the product does: what was received at most every 2 s, changes at once. Prints one line of
 * JSON a second: messages and bytes so far.
 */
type Call = ServerDuplexStream<Buffer, Buffer>;

const connect = services.muster.v1.AgentService.service.Connect;
const rawService: ServiceDefinition = {
  Connect: {
    ...connect,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
  },
};

const sweepMs = 500;
/** Length prefix of a gRPC message. */
const prefixBytes = 5;

interface Stream {
  readonly call: Call;
  received: number;
  safe: number;
  acked: number;
  ackedAtMs: number;
}

const streams = new Set<Stream>();
let messages = 0;
let bytesCount = 0;

const welcome = connect.responseSerialize(
  centralMessageToWire({
    kind: 'welcome',
    welcome: {
      ...{ epoch: 1, replicaId: 'floor', appliedChange: 0, wantSnapshot: true, sentAt: 0 },
      snapshotReason: 'NEW_RUN',
      settings: {
        ...{ intervalMs: Number(process.argv[2] ?? '1000'), reconnectWindowMs: 1000 },
        ...{ ackDeadlineMs: 6000, replicas: [] },
      },
    },
  }),
);

function acknowledge(stream: Stream, nowMs: number): void {
  stream.acked = stream.received;
  stream.ackedAtMs = nowMs;
  stream.call.write(ackBytes(stream.received, stream.safe));
}

function receive(stream: Stream, bytes: Buffer): void {
  messages += 1;
  bytesCount += bytes.length + prefixBytes;
  const { frame, change } = scanReport(bytes);
  stream.received = frame;
  if (change <= stream.safe) return;
  stream.safe = change;
  acknowledge(stream, performance.now());
}

function accept(call: Call): void {
  let stream: Stream | undefined;
  call.on('data', (bytes: Buffer) => {
    if (stream !== undefined) {
      receive(stream, bytes);
      return;
    }
    stream = { call, received: 0, safe: 0, acked: 0, ackedAtMs: performance.now() };
    streams.add(stream);
    call.write(welcome);
  });
  const over = (): void => {
    if (stream !== undefined) streams.delete(stream);
  };
  call.on('end', () => {
    over();
    call.end();
  });
  call.on('error', over);
  call.on('close', over);
}

const server = new Server({
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': 4 * limits.messageBytesMax,
});
server.addService(rawService, { Connect: accept });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`ready ${port}\n`);
});
setInterval(() => {
  const nowMs = performance.now();
  for (const stream of streams) {
    if (stream.received !== stream.acked && nowMs - stream.ackedAtMs >= limits.receivedAckMs) {
      acknowledge(stream, nowMs);
    }
  }
}, sweepMs);
// The benchmark asks when its window begins and ends.
process.stdin.on('data', () => {
  process.stdout.write(`${JSON.stringify({ messages, bytes: bytesCount })}\n`);
});
