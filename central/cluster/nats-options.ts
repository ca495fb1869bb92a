import type { ConnectionOptions } from 'nats';
import { credsAuthenticator } from 'nats';

import { limits } from '../../shared/limits.ts';
import type { Random } from '../../shared/random.ts';

export interface NatsTls {
  /** PEM text. Without it the system's authorities count. */
  readonly ca?: string;
  /** PEM text of our own certificate and key, for a server that asks for them. */
  readonly cert?: string;
  readonly key?: string;
}

/** How to reach NATS. At most one of user, token and credentials. */
export interface NatsOptions {
  /** `host:port`, at least one. */
  readonly servers: readonly string[];
  /** Shown by the server. */
  readonly name: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** Content of a credentials file. */
  readonly credentials?: string;
  readonly tls?: NatsTls;
  /** Milliseconds; `limits.natsPingIntervalMs` unless told. */
  readonly pingIntervalMs?: number;
}

/** The client's defaults give up after ten attempts (N2) and notice a dead server after minutes (N3). */
export function connectionOptions(options: NatsOptions, random: Random): ConnectionOptions {
  const spreadMs = limits.natsReconnectMsMax - limits.natsReconnectMsMin;
  return {
    servers: [...options.servers],
    name: options.name,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectDelayHandler: () => limits.natsReconnectMsMin + random.next() * spreadMs,
    pingInterval: options.pingIntervalMs ?? limits.natsPingIntervalMs,
    maxPingOut: 2,
    timeout: 5000,
    noAsyncTraces: true,
    ...authentication(options),
    ...(options.tls && { tls: { ...options.tls } }),
  };
}

function authentication(options: NatsOptions): ConnectionOptions {
  if (options.credentials !== undefined)
    return { authenticator: credsAuthenticator(new TextEncoder().encode(options.credentials)) };
  if (options.token !== undefined) return { token: options.token };
  if (options.user !== undefined) return { user: options.user, pass: options.password ?? '' };
  return {};
}
