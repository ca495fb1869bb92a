import { endpointText, type Endpoint } from './address.ts';
import { CliError, type Outcome } from './exit.ts';
import { printable } from './format/width.ts';

/** gRPC status codes that mean something of their own here; the numbers are fixed by the gRPC protocol. */
export const rpcCodes = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** A call that ended with a status other than OK. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  /** gRPC status code. */
  readonly code: number;

  constructor(code: number, details: string) {
    super(details);
    this.code = code;
  }
}

/** A stream that ended like this can be opened again; anything else would only end the same way. */
const transient: ReadonlySet<number> = new Set([
  rpcCodes.ok,
  rpcCodes.cancelled,
  rpcCodes.unknown,
  rpcCodes.deadlineExceeded,
  rpcCodes.resourceExhausted,
  rpcCodes.aborted,
  rpcCodes.internal,
  rpcCodes.unavailable,
]);

export function isTransient({ code }: RpcError): boolean {
  return transient.has(code);
}

/** What happened, without the wrapping that grpc-js puts around it. */
export function rpcReason({ message }: RpcError): string {
  const inner = /Last error: (.*?)(?:\. Resolution note: .*)?$/s.exec(message)?.[1] ?? message;
  return printable(inner.replace(/^Error: /, '')) || 'no reason given';
}

const outcomes: ReadonlyMap<number, Outcome> = new Map<number, Outcome>([
  [rpcCodes.invalidArgument, 'usage'],
  [rpcCodes.deadlineExceeded, 'deadline'],
  [rpcCodes.notFound, 'notFound'],
  [rpcCodes.outOfRange, 'tooOld'],
  [rpcCodes.unavailable, 'unreachable'],
]);

/** Whatever ended with these is about the request, and says all there is to say. */
const spokenFor: ReadonlySet<number> = new Set([
  rpcCodes.invalidArgument,
  rpcCodes.notFound,
  rpcCodes.failedPrecondition,
  rpcCodes.aborted,
]);

/** The error as the person at the terminal needs it. */
export function explainRpcError(error: RpcError, endpoint: Endpoint): CliError {
  const outcome = outcomes.get(error.code) ?? 'failed';
  return new CliError(outcome, sentence(error, endpoint), { cause: error });
}

function sentence(error: RpcError, endpoint: Endpoint): string {
  const where = endpointText(endpoint);
  const reason = rpcReason(error);
  if (spokenFor.has(error.code)) return reason;
  switch (error.code) {
    case rpcCodes.unavailable:
      return `cannot reach the central at ${where}: ${reason}
Is it running there, with its API on that port? Another address: --address HOST:PORT, MUSTER_ADDRESS,
or a context (muster context --help).`;
    case rpcCodes.deadlineExceeded:
      return `the central at ${where} did not answer in time; give it longer with --timeout, such as --timeout 1m`;
    case rpcCodes.unimplemented:
      return `the central at ${endpoint.address} does not know this call: ${reason}. It may be another version than this command, or something else listens there`;
    case rpcCodes.unauthenticated:
    case rpcCodes.permissionDenied:
      return `the central at ${endpoint.address} refused: ${reason}`;
    case rpcCodes.outOfRange:
      return `changes were lost: ${reason}. Start again without --since`;
    default:
      return `the central at ${endpoint.address} answered with an error: ${reason} (gRPC status ${error.code})`;
  }
}
