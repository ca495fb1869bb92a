import path from 'node:path';

import type { NatsAccess } from './nats-access.ts';

/** How a server shows who it is, and whom it lets in. */
export interface NatsServerTls {
  readonly certificate: string;
  readonly key: string;
  /** If set, clients must show a certificate of it. */
  readonly clientAuthority?: string;
}

/** Its place among servers that hold the streams together. */
export interface NatsMember {
  readonly name: string;
  /** Where the others reach it. */
  readonly port: number;
  /** Ports of all. */
  readonly routes: readonly number[];
}

export interface NatsConfiguration {
  /** Where clients are listened for; loopback unless told. */
  readonly host?: string;
  readonly port: number;
  readonly monitorPort: number;
  readonly storage: string;
  readonly fileStoreBytes: number;
  readonly access: NatsAccess;
  readonly tls?: NatsServerTls;
  readonly member?: NatsMember;
}

const fixtures = path.resolve(import.meta.dirname, '../fixtures/nats-tls');

/** Files of test/fixtures/nats-tls. */
export const natsCertificates = {
  authority: path.join(fixtures, 'authority.pem'),
  /** Signed neither of the others. */
  otherAuthority: path.join(fixtures, 'other-authority.pem'),
  /** Good for 127.0.0.1. */
  server: path.join(fixtures, 'server.pem'),
  serverKey: path.join(fixtures, 'server-key.pem'),
  /** Good for the name localhost alone. */
  localServer: path.join(fixtures, 'local-server.pem'),
  localServerKey: path.join(fixtures, 'local-server-key.pem'),
  client: path.join(fixtures, 'client.pem'),
  clientKey: path.join(fixtures, 'client-key.pem'),
} as const;

/** A server with a certificate of our authority; with `isMutual` it wants one of the client, too. */
export function serverTls({ isMutual = false } = {}): NatsServerTls {
  const { authority, server, serverKey } = natsCertificates;
  return {
    ...{ certificate: server, key: serverKey },
    ...(isMutual && { clientAuthority: authority }),
  };
}

/** Text of the server's configuration file. */
export function configurationText(options: NatsConfiguration): string {
  const { host = '127.0.0.1', port, monitorPort, storage, fileStoreBytes } = options;
  const { access, tls, member } = options;
  return [
    `listen: "${host}:${port}"`,
    `http: "127.0.0.1:${monitorPort}"`,
    `jetstream { store_dir: "${storage}", max_file_store: ${fileStoreBytes}, max_memory_store: 67108864 }`,
    ...access,
    ...(tls ? tlsLines(tls) : []),
    ...(member ? memberLines(member) : []),
    '',
  ].join('\n');
}

function tlsLines({ certificate, key, clientAuthority }: NatsServerTls): string[] {
  return [
    'tls {',
    `  cert_file: "${certificate}"`,
    `  key_file: "${key}"`,
    ...(clientAuthority === undefined ? [] : [`  ca_file: "${clientAuthority}"`, '  verify: true']),
    '}',
  ];
}

function memberLines({ name, port, routes }: NatsMember): string[] {
  return [
    `server_name: "${name}"`,
    'cluster {',
    '  name: "test"',
    `  listen: "127.0.0.1:${port}"`,
    `  routes: [${routes.map((route) => `"nats-route://127.0.0.1:${route}"`).join(', ')}]`,
    // A client that comes through a proxy must not learn of ways around it.
    '  no_advertise: true',
    '}',
  ];
}
