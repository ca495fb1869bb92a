import { connect, ErrorCode, NatsError, type NatsConnection } from 'nats';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Random } from '../../shared/random.ts';
import { probeAll } from './nats-absence.ts';
import { accessAdvice, isAccessError } from './nats-access.ts';
import { connectionOptions, type NatsOptions } from './nats-options.ts';

export interface NatsDialOptions {
  readonly nats: NatsOptions;
  readonly clock: Clock;
  readonly random: Random;
}

const nobodyThere: string = ErrorCode.ConnectionRefused;

/**
 * The first connection. Servers that are not there are waited for without end; one that is there and refuses us, or
 * whose certificate is wrong, ends the start with START_FAILED, since waiting would not change it.
 */
export async function dialNats(options: NatsDialOptions): Promise<NatsConnection> {
  const { nats, clock, random } = options;
  for (;;) {
    try {
      return await connect(connectionOptions(nats, random));
    } catch (cause) {
      const refusal = await refusalOf(cause, options);
      if (refusal !== undefined) throw new MusterError('START_FAILED', refusal, { cause });
    }
    await new Promise<void>((resolve) => {
      const spreadMs = limits.natsReconnectMsMax - limits.natsReconnectMsMin;
      clock.setTimer(resolve, limits.natsReconnectMsMin + random.next() * spreadMs);
    });
  }
}

/** The error is of the server that was tried last, and says little of TLS: what it leaves open the servers are asked. */
async function refusalOf(
  cause: unknown,
  { nats, clock }: NatsDialOptions,
): Promise<string | undefined> {
  const code = cause instanceof NatsError ? cause.code : '';
  if (isAccessError(code)) return accessAdvice(code, nats);
  if (code === nobodyThere) return undefined;
  for (const { server, finding } of await probeAll(nats, clock))
    if (finding.kind === 'refuses') return `NATS at ${server} cannot be used: ${finding.reason}`;
  return undefined;
}
