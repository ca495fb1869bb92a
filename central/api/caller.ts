import type { ServerUnaryCall } from '@grpc/grpc-js';

import { operatorLimits } from '../../shared/operator-limits.ts';

type Call = Pick<ServerUnaryCall<unknown, unknown>, 'getPeer' | 'getAuthContext'>;

/** Who calls, for people: the name in its certificate, if it had to show one, or the address it comes from. */
export function callerOf(call: Call): string {
  const { sslPeerCertificate } = call.getAuthContext();
  const name: unknown = sslPeerCertificate?.subject.CN;
  const address = call.getPeer().replace(/:\d+$/, '');
  const said = typeof name === 'string' && name !== '' ? name : address;
  return said.slice(0, operatorLimits.callerLengthMax);
}
