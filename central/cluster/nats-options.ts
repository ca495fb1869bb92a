import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';

import type { ConnectionOptions, TlsOptions } from 'nats';
import { credsAuthenticator } from 'nats';

import { limits } from '../../shared/limits.ts';
import type { Random } from '../../shared/random.ts';
import { hostOf, isAddress } from './nats-server-name.ts';

/** Files in PEM; they are read again for each connection, since certificates are renewed while we run. */
export interface NatsTls {
  /** Without it the system's authorities count. */
  readonly caFile?: string;
  /** Our own certificate and key, for a server that asks for them. */
  readonly certFile?: string;
  readonly keyFile?: string;
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
  /** Gives the content of the credentials file, asked for each connection; must not throw. */
  readonly credentials?: () => string;
  readonly tls?: NatsTls;
  /** Milliseconds; `limits.natsPingIntervalMs` unless told. */
  readonly pingIntervalMs?: number;
}

/**
 * The client's defaults give up after ten attempts, or when a server refuses us twice (N2), and notice a dead server
 * after minutes (N3). Once connected we never give up: who is refused today may be let in tomorrow, and until then we
 * serve what we have. The first connection is tried once: who calls decides from the reason whether to wait.
 */
export function connectionOptions(options: NatsOptions, random: Random): ConnectionOptions {
  const spreadMs = limits.natsReconnectMsMax - limits.natsReconnectMsMin;
  return {
    servers: [...options.servers],
    name: options.name,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: () => limits.natsReconnectMsMin + random.next() * spreadMs,
    pingInterval: options.pingIntervalMs ?? limits.natsPingIntervalMs,
    maxPingOut: 2,
    timeout: 5000,
    noAsyncTraces: true,
    ...authentication(options),
    ...(options.tls && { tls: tlsOptions(options.tls, options.servers) }),
  };
}

function authentication(options: NatsOptions): ConnectionOptions {
  const { credentials, token, user, password = '' } = options;
  if (credentials !== undefined)
    return { authenticator: credsAuthenticator(() => new TextEncoder().encode(credentials())) };
  if (token !== undefined) return { token };
  if (user !== undefined) return { user, pass: password };
  return {};
}

type IdentityCheck = (host: string, certificate: PeerCertificate) => Error | undefined;

/** The client hands whatever it is given to Node, which its types do not say. */
function tlsOptions(
  files: NatsTls,
  servers: readonly string[],
): TlsOptions & { readonly checkServerIdentity: IdentityCheck } {
  return { ...files, checkServerIdentity: identityCheck(servers) };
}

/**
 * Of a server named by its address the client tells Node no name, and Node then asks whether the certificate is good
 * for `localhost`. So it must be good for one of the addresses we were given instead.
 */
function identityCheck(servers: readonly string[]): IdentityCheck {
  const hosts = servers.map(hostOf);
  return (host, certificate) => {
    const isNamed = hosts.includes(host) || !hosts.some(isAddress);
    const names = isNamed ? [host] : hosts.filter(isAddress);
    const failures = names.map((name) => checkServerIdentity(name, certificate));
    return failures.includes(undefined) ? undefined : failures[0];
  };
}
