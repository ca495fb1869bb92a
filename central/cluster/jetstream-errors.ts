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

/** @throws MusterError INTERNAL for what is our own fault, such as a message above the server's size limit. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ConnectionLost) return { kind: 'unavailable', reason: thrown.message };
  if (!(thrown instanceof NatsError)) throw MusterError.from(thrown);
  if (thrown.api_error) return answeredFailure(thrown.api_error);
  if (thrown.code === timeout) return { kind: 'silence' };
  if (thrown.code === noResponders)
    return {
      kind: 'no-stream',
      reason: 'nothing in NATS listens there (no stream, or no JetStream)',
    };
  if (connectionTrouble.has(thrown.code))
    return { kind: 'unavailable', reason: `connection to NATS: ${thrown.message}` };
  throw MusterError.from(thrown);
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
