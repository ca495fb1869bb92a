import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

import { MusterError } from '../shared/errors.ts';
import { areCredentials } from './cluster/nats-access.ts';
import type { NatsOptions } from './cluster/nats-options.ts';
import type { CentralConfig } from './config.ts';

type NatsConfig = CentralConfig['nats'];
type Settings = Readonly<Record<string, unknown>>;

/**
 * What no single field tells, and files nobody could use: the client would take those for a server that does not
 * answer. One sentence each, the field first.
 */
export function natsProblems(nats: NatsConfig): string[] {
  const { servers, user, password, token, credentials_file: credentialsFile, tls = {} } = nats;
  const problems: string[] = [];
  const say = (field: string, problem: string): void => {
    problems.push(`nats.${field}: ${problem}`);
  };
  const [known] = namesOf({
    user,
    password,
    token,
    credentials_file: credentialsFile,
    ...named(tls),
  });
  if (servers.length === 0 && known !== undefined)
    say('servers', `must name a server, since nats.${known} is set; without any NATS is not used`);
  const ways = namesOf({ user, token, credentials_file: credentialsFile });
  if (ways.length > 1) problems.push('nats: set only one of user, token and credentials_file');
  if (password !== undefined && user === undefined)
    say('user', 'must be set, too: nats.password is its password');
  if (credentialsFile !== undefined)
    checkFile({ path: credentialsFile, field: 'credentials_file', say }, (text) => {
      if (!areCredentials(text)) throw new Error(`${credentialsFile} is no NATS credentials file`);
    });
  checkTls(tls, say);
  return problems;
}

type Say = (field: string, problem: string) => void;

function namesOf(fields: Settings): string[] {
  return Object.keys(fields).filter((name) => fields[name] !== undefined);
}

function named(tls: Settings): Settings {
  return Object.fromEntries(Object.entries(tls).map(([name, value]) => [`tls.${name}`, value]));
}

function checkTls(tls: NonNullable<NatsConfig['tls']>, say: Say): void {
  const { ca_file: ca, certificate_file: certificate, key_file: key } = tls;
  if (certificate !== undefined && key === undefined)
    say('tls.key_file', 'must be set, too: nats.tls.certificate_file needs its key');
  if (key !== undefined && certificate === undefined)
    say('tls.certificate_file', 'must be set, too: nats.tls.key_file is its key');
  if (ca !== undefined)
    checkFile({ path: ca, field: 'tls.ca_file', say }, (text) => new X509Certificate(text));
  if (certificate === undefined || key === undefined) return;
  checkFile({ path: certificate, field: 'tls.certificate_file', say }, (cert) => {
    checkFile({ path: key, field: 'tls.key_file', say }, (keyText) => {
      attempt(say, 'tls.certificate_file, nats.tls.key_file', () =>
        createSecureContext({ cert, key: keyText }),
      );
    });
  });
}

interface NamedFile {
  readonly path: string;
  readonly field: string;
  readonly say: Say;
}

function checkFile({ path, field, say }: NamedFile, use: (text: string) => unknown): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    say(field, `cannot be read: ${MusterError.from(cause).message}`);
    return;
  }
  attempt(say, field, () => use(text));
}

function attempt(say: Say, field: string, use: () => unknown): void {
  try {
    use();
  } catch (cause) {
    say(field, `cannot be used: ${MusterError.from(cause).message}`);
  }
}

/** Leaves out what is not set. */
function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}

/** The file is read for each connection, since credentials expire and are renewed while we run. */
function credentialsOf(path: string): () => string {
  let known = '';
  return () => {
    try {
      known = readFileSync(path, 'utf8');
    } catch {
      // Being replaced, perhaps; the server says whether what we know still counts.
    }
    return known;
  };
}

/** How to reach NATS, by a configuration in which `natsProblems` found none. */
export function natsOptions({ nats, replica }: CentralConfig): NatsOptions {
  const { user, password, token, credentials_file: credentialsFile, tls } = nats;
  const credentials = credentialsFile === undefined ? undefined : credentialsOf(credentialsFile);
  return {
    servers: nats.servers,
    name: `muster-central ${replica.id}`,
    ...given({ user, password, token, credentials }),
    ...(tls && {
      tls: given({ caFile: tls.ca_file, certFile: tls.certificate_file, keyFile: tls.key_file }),
    }),
  };
}
