import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';

import { MusterError } from '../../shared/errors.ts';
import { encodeRpcStatus, statusDetailsKey } from '../../shared/wire/rpc-status.ts';
import type { FieldViolation, RpcDetail } from '../../shared/wire/rpc-status.ts';

/** How a call fails: the gRPC status, and the same as google.rpc.Status for programs. */
export class ApiError extends Error implements ServiceError {
  override readonly name = 'ApiError';
  readonly code: status;
  readonly details: string;
  readonly metadata = new Metadata();

  constructor(code: status, message: string, details: readonly RpcDetail[] = []) {
    super(message);
    this.code = code;
    this.details = message;
    this.metadata.set(statusDetailsKey, encodeRpcStatus({ code, message, details }));
  }
}

/** INVALID_ARGUMENT, every wrong field named. */
export function invalidArgument(violations: readonly FieldViolation[]): ApiError {
  const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ');
  return new ApiError(status.INVALID_ARGUMENT, message, [{ kind: 'bad-request', violations }]);
}

/** NOT_FOUND. `type` is the proto message, such as muster.v1.Host. */
export function notFound(type: string, id: string): ApiError {
  const word = type.replace('muster.v1.', '').toLowerCase();
  return new ApiError(status.NOT_FOUND, `there is no ${word} "${id}"`, [
    { kind: 'resource', type, name: id },
  ]);
}

/**
 * Whatever a handler threw. `isExpected` is false for a fault of Muster itself: its text may show inside things,
 * so the caller reads only that it happened, and the log has the rest.
 */
export function toApiError(thrown: unknown): { error: ApiError; isExpected: boolean } {
  if (thrown instanceof ApiError) return { error: thrown, isExpected: true };
  const failure = MusterError.from(thrown);
  if (failure.code !== 'INTERNAL') {
    const details: RpcDetail[] = [{ kind: 'reason', reason: failure.code }];
    return { error: new ApiError(status.UNAVAILABLE, failure.message, details), isExpected: true };
  }
  const message = 'a fault in Muster itself; the log of this replica says more';
  return { error: new ApiError(status.INTERNAL, message), isExpected: false };
}
