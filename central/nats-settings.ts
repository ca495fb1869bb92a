import { readFileSync } from 'node:fs';

import { MusterError } from '../shared/errors.ts';
import type { NatsOptions, NatsTls } from './cluster/nats-options.ts';
import type { CentralConfig } from './config.ts';

function textOf(path: string | undefined, field: string): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = MusterError.from(cause).message;
    throw new MusterError('START_FAILED', `nats.${field}: cannot be read: ${reason}`, { cause });
  }
}

/** Leaves out what is not set. */
function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}

function tlsOf(tls: CentralConfig['nats']['tls']): NatsTls | undefined {
  if (tls === undefined) return undefined;
  return given({
    ca: textOf(tls.ca_file, 'tls.ca_file'),
    cert: textOf(tls.certificate_file, 'tls.certificate_file'),
    key: textOf(tls.key_file, 'tls.key_file'),
  });
}

/** How to reach NATS, with the files read. Throws START_FAILED naming the field whose file cannot be. */
export function natsOptions({ nats, replica }: CentralConfig): NatsOptions {
  const { user, password, token } = nats;
  const credentials = textOf(nats.credentials_file, 'credentials_file');
  return {
    servers: nats.servers,
    name: `muster-central ${replica.id}`,
    ...given({ user, password, token, credentials, tls: tlsOf(nats.tls) }),
  };
}
