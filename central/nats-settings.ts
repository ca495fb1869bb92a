import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

import { MusterError } from '../shared/errors.ts';
import { areCredentials } from './cluster/nats-access.ts';
import type { NatsOptions, NatsTls } from './cluster/nats-options.ts';
import type { CentralConfig } from './config.ts';

type NatsConfig = CentralConfig['nats'];

function wrong(field: string, reason: string, cause?: unknown): MusterError {
  return new MusterError('START_FAILED', `nats.${field}: ${reason}`, { cause });
}

function textOf(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw wrong(field, `cannot be read: ${MusterError.from(cause).message}`, cause);
  }
}

/** Leaves out what is not set. */
function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}

/** The client would take a file it cannot use for a server that does not answer. */
function tlsOf({ tls }: NatsConfig): NatsTls | undefined {
  if (tls === undefined) return undefined;
  const { ca_file: caFile, certificate_file: certFile, key_file: keyFile } = tls;
  if (certFile !== undefined && keyFile === undefined)
    throw wrong('tls.key_file', 'must be set, too: nats.tls.certificate_file needs its key');
  if (keyFile !== undefined && certFile === undefined)
    throw wrong('tls.certificate_file', 'must be set, too: nats.tls.key_file is its key');
  if (caFile !== undefined) {
    const ca = textOf(caFile, 'tls.ca_file');
    assertUsable('tls.ca_file', () => new X509Certificate(ca));
  }
  if (certFile !== undefined && keyFile !== undefined) {
    const pair = {
      cert: textOf(certFile, 'tls.certificate_file'),
      key: textOf(keyFile, 'tls.key_file'),
    };
    assertUsable('tls.certificate_file, nats.tls.key_file', () => createSecureContext(pair));
  }
  return given({ caFile, certFile, keyFile });
}

function assertUsable(field: string, use: () => unknown): void {
  try {
    use();
  } catch (cause) {
    throw wrong(field, `cannot be used: ${MusterError.from(cause).message}`, cause);
  }
}

/** The file is read for each connection, since credentials expire and are renewed while we run. */
function credentialsOf(path: string): () => string {
  const field = 'credentials_file';
  let known = textOf(path, field);
  if (!areCredentials(known)) throw wrong(field, `${path} is no NATS credentials file`);
  return () => {
    try {
      known = readFileSync(path, 'utf8');
    } catch {
      // Being replaced, perhaps; the server says whether what we know still counts.
    }
    return known;
  };
}

/** How to reach NATS. Throws START_FAILED naming the field whose file cannot be read or used. */
export function natsOptions({ nats, replica }: CentralConfig): NatsOptions {
  const { user, password, token, credentials_file: credentialsFile } = nats;
  if (password !== undefined && user === undefined)
    throw wrong('user', 'must be set, too: nats.password is its password');
  const credentials = credentialsFile === undefined ? undefined : credentialsOf(credentialsFile);
  return {
    servers: nats.servers,
    name: `muster-central ${replica.id}`,
    ...given({ user, password, token, credentials, tls: tlsOf(nats) }),
  };
}
