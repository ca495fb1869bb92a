import { credsAuthenticator, ErrorCode } from 'nats';

import type { NatsOptions } from './nats-options.ts';

const accessErrors = new Set<string>([
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AccountExpired,
  ErrorCode.BadAuthentication,
]);

/** The server knows who we say we are, and does not let us in. */
export function isAccessError(code: string): boolean {
  return accessErrors.has(code);
}

/** Who was refused, and which fields of the configuration to look at. */
export function accessAdvice(code: string, nats: NatsOptions): string {
  const servers = nats.servers.join(', ');
  if (nats.credentials !== undefined)
    return (
      `NATS at ${servers} refuses the credentials file (${code}): it has expired, was withdrawn, or is of another ` +
      'account or operator; check nats.credentials_file'
    );
  if (nats.token !== undefined)
    return `NATS at ${servers} refuses the token (${code}); check nats.token`;
  if (nats.user !== undefined)
    return `NATS at ${servers} refuses user "${nats.user}" (${code}); check nats.user and nats.password`;
  return (
    `NATS at ${servers} lets nobody in without a name (${code}); ` +
    'set nats.user and nats.password, nats.token, or nats.credentials_file'
  );
}

/** Whether this is the text of a credentials file. */
export function areCredentials(text: string): boolean {
  try {
    credsAuthenticator(new TextEncoder().encode(text))('nonce');
    return true;
  } catch {
    return false;
  }
}
