import type { handleUnaryCall, ServerUnaryCall } from '@grpc/grpc-js';

import type { Logger } from '../../shared/log.ts';
import { toApiError } from './api-error.ts';

/** A handler for calls with one answer. What `answer` throws or rejects with becomes the status of the call. */
export function unary<Request, Response>(
  log: Logger,
  answer: (
    request: Request,
    call: ServerUnaryCall<Request, Response>,
  ) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    // Canceled, or past its deadline, before its turn came: nobody waits for the answer.
    if (call.cancelled) return;
    const fail = (thrown: unknown): void => {
      const { error, isExpected } = toApiError(thrown);
      if (!isExpected) logFault(log, call.getPath(), thrown);
      callback(error);
    };
    try {
      const response = answer(call.request, call);
      // Most answers are there at once, and stay in this turn.
      if (!(response instanceof Promise)) callback(null, response);
      else {
        response.then((late) => {
          callback(null, late);
        }, fail);
      }
    } catch (thrown) {
      fail(thrown);
    }
  };
}

export function logFault(log: Logger, method: string, thrown: unknown): void {
  log.error({ err: thrown, method }, 'a call failed by a fault of our own');
}
