import { Buffer } from 'node:buffer';

import { ErrorCode, NatsError } from 'nats';

import { MusterError } from '../../shared/errors.ts';

/** What a failed request means for whoever asked. */
export type Failure =
  /** Nobody answered: it may have been done or not. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'conflict' }
  /** No such message. */
  | { readonly kind: 'absent' }
  /** The stream is not there, or another one is. */
  | { readonly kind: 'no-stream'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Numbers of the server's error catalogue. */
const wrongLastSequence = new Set([10071, 10164]);
const noMessageFound = 10037;
const streamNotFound = 10059;
const streamDoesNotMatch = 10060;

const timeout: string = ErrorCode.Timeout;
const noResponders: string = ErrorCode.NoResponders;

const connectionTrouble = new Set<string>([
  ErrorCode.ConnectionClosed,
  ErrorCode.ConnectionDraining,
  ErrorCode.Disconnect,
  ErrorCode.Cancelled,
  ErrorCode.ConnectionRefused,
  ErrorCode.ConnectionTimeout,
  ErrorCode.JetStreamInvalidAck,
]);

/** The request was given up because the connection went down. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export const nobodyListens: Failure = {
  kind: 'no-stream',
  reason: 'nothing in NATS listens there (no stream, or no JetStream)',
};

/** @throws MusterError INTERNAL for what is our own fault, such as a message above the server's size limit. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ConnectionLost) return { kind: 'unavailable', reason: thrown.message };
  if (!(thrown instanceof NatsError)) throw MusterError.from(thrown);
  if (thrown.api_error) return answeredFailure(thrown.api_error);
  if (thrown.code === timeout) return { kind: 'silence' };
  if (thrown.code === noResponders) return nobodyListens;
  if (connectionTrouble.has(thrown.code))
    return { kind: 'unavailable', reason: `connection to NATS: ${thrown.message}` };
  throw MusterError.from(thrown);
}

/** What JetStream says to a message: `{"stream": ..., "seq": ...}`, or the error it refuses it with. */
export function answerOf(
  body: Uint8Array,
): { readonly kind: 'written'; readonly sequence: number } | Failure {
  const answer = parsed(body);
  if (isObject(answer) && isObject(answer['error'])) {
    const { description, err_code: code } = answer['error'];
    return answeredFailure({
      description: typeof description === 'string' ? description : 'refused',
      ...(typeof code === 'number' && { err_code: code }),
    });
  }
  const { stream, seq } = isObject(answer) ? answer : {};
  if (typeof stream === 'string' && stream !== '' && Number.isSafeInteger(seq) && Number(seq) > 0)
    return { kind: 'written', sequence: Number(seq) };
  return { kind: 'unavailable', reason: 'connection to NATS: this is no answer of JetStream' };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString());
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function answeredFailure(error: { description: string; err_code?: number }): Failure {
  const code = error.err_code ?? 0;
  if (wrongLastSequence.has(code)) return { kind: 'conflict' };
  if (code === noMessageFound) return { kind: 'absent' };
  const reason = `JetStream: ${error.description}`;
  if (code === streamNotFound || code === streamDoesNotMatch) return { kind: 'no-stream', reason };
  return { kind: 'unavailable', reason };
}

export function unavailable(reason: string, cause?: unknown): MusterError {
  return new MusterError('UNAVAILABLE', reason, { cause });
}
