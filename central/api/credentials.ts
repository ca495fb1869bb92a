import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';

import { MusterError } from '../../shared/errors.ts';

/** Files in PEM. */
export interface TlsFiles {
  /** Certificate chain of this server, its own first. */
  readonly certificate: string;
  readonly key: string;
  /** If given, a client must show a certificate signed by one of these. */
  readonly clientAuthorities?: string;
  /** Whom the certificate of another replica must be signed by; `clientAuthorities`, or else the system's, unless told. */
  readonly serverAuthorities?: string;
}

function read(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const reason = MusterError.from(cause).message;
    throw new MusterError('START_FAILED', `the ${what} could not be read: ${reason}`, { cause });
  }
}

/** Without TLS when no files are given. Throws MusterError START_FAILED naming the file. */
export function serverCredentials(files: TlsFiles | undefined): ServerCredentials {
  if (files === undefined) return ServerCredentials.createInsecure();
  const certificate = read(files.certificate, 'TLS certificate');
  const key = read(files.key, 'TLS key');
  const authorities =
    files.clientAuthorities === undefined
      ? null
      : read(files.clientAuthorities, 'list of client authorities');
  try {
    createSecureContext({ cert: certificate, key, ...(authorities && { ca: authorities }) });
  } catch (cause) {
    const reason = MusterError.from(cause).message;
    const message = `${files.certificate} and ${files.key} are no certificate with its key: ${reason}`;
    throw new MusterError('START_FAILED', message, { cause });
  }
  const pair = { cert_chain: certificate, private_key: key };
  return ServerCredentials.createSsl(authorities, [pair], authorities !== null);
}

/** With which this replica calls the API of the others: theirs has TLS if its own has. Throws as `serverCredentials`. */
export function peerCredentials(files: TlsFiles | undefined): ChannelCredentials {
  if (files === undefined) return ChannelCredentials.createInsecure();
  const authorities = files.serverAuthorities ?? files.clientAuthorities;
  return ChannelCredentials.createSsl(
    authorities === undefined ? null : read(authorities, 'list of server authorities'),
    read(files.key, 'TLS key'),
    read(files.certificate, 'TLS certificate'),
  );
}
