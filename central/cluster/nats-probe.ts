import { readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { connect as startTls, type TLSSocket } from 'node:tls';

import { z } from 'zod';

import type { Clock } from '../../shared/clock.ts';
import type { NatsTls } from './nats-options.ts';
import { hostOf, isAddress, portOf } from './nats-server-name.ts';

/** What a server says when it is called. */
export type ProbeFinding =
  | { readonly kind: 'answers' }
  /** Nobody is there, or nobody answers: it may come. */
  | { readonly kind: 'away'; readonly reason: string }
  /** It is there and does not fit our settings, which waiting will not change. */
  | { readonly kind: 'refuses'; readonly reason: string };

export interface ProbeOptions {
  /** `host:port` */
  readonly server: string;
  readonly tls: NatsTls | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

const greetingSchema = z.object({
  tls_required: z.boolean().optional(),
  tls_available: z.boolean().optional(),
});
type Greeting = z.output<typeof greetingSchema>;

class Refusal extends Error {}

/**
 * Calls a server as a client does, up to the point where it would say who it is. The client library tells neither which
 * server failed nor, of a certificate that the server does not accept, anything but a time-out.
 */
export async function probeNats(options: ProbeOptions): Promise<ProbeFinding> {
  const { server, tls, timeoutMs, clock } = options;
  const socket = createConnection(portOf(server), hostOf(server));
  let secure: TLSSocket | undefined;
  const timer = clock.setTimer(() => {
    const cause = new Error(`no answer within ${timeoutMs} ms`);
    (secure ?? socket).destroy(cause);
  }, timeoutMs);
  try {
    const greeting = parseGreeting(await firstLine(socket));
    const isOffered = greeting.tls_required === true || greeting.tls_available === true;
    if (tls && !isOffered)
      throw new Refusal('it does not offer TLS; leave nats.tls out, or switch TLS on there');
    if (isOffered) {
      secure = await secured(socket, options);
      await accepted(secure, tls);
    }
    return { kind: 'answers' };
  } catch (thrown) {
    const reason = thrown instanceof Error ? textOf(thrown) : String(thrown);
    return { kind: thrown instanceof Refusal ? 'refuses' : 'away', reason };
  } finally {
    timer.cancel();
    (secure ?? socket).destroy();
  }
}

/** Some of Node's errors, such as that of several addresses, have a code and no text. */
function textOf(error: Error & { readonly code?: string }): string {
  return error.message === '' ? (error.code ?? error.name) : error.message;
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n') && text.length < 65_536) return;
      socket.off('data', onData);
      socket.pause();
      resolve(text);
    };
    socket.on('data', onData);
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('it closed the connection without a word'));
    });
  });
}

function parseGreeting(line: string): Greeting {
  const json = /^INFO ({.*})\s*$/.exec(line.split('\r\n')[0] ?? '')?.[1];
  const parsed = greetingSchema.safeParse(json === undefined ? undefined : JSON.parse(json));
  if (!parsed.success) throw new Refusal('what listens there is no NATS server');
  return parsed.data;
}

function secured(socket: Socket, { server, tls }: ProbeOptions): Promise<TLSSocket> {
  const host = hostOf(server);
  const { caFile, certFile, keyFile } = tls ?? {};
  return new Promise((resolve, reject) => {
    const secure = startTls(
      {
        ...{ socket, host, servername: isAddress(host) ? '' : host },
        ...(caFile !== undefined && { ca: readFileSync(caFile) }),
        ...(certFile !== undefined && { cert: readFileSync(certFile) }),
        ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
      },
      () => {
        resolve(secure);
      },
    );
    secure.on('error', (error: Error) => {
      reject(isVerdict(error) ? handshakeRefusal(error, tls) : error);
    });
    secure.on('close', () => {
      reject(new Error('it closed the connection during the TLS handshake'));
    });
  });
}

/** The server looks at our certificate after the handshake is over for us; an answer of any kind says that it did. */
function accepted(secure: TLSSocket, tls: NatsTls | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    secure.on('data', () => {
      resolve();
    });
    secure.on('error', (error: Error) => {
      reject(isVerdict(error) ? handshakeRefusal(error, tls) : error);
    });
    secure.on('close', () => {
      reject(new Error('it closed the connection after the TLS handshake'));
    });
    secure.write('PING\r\n');
  });
}

/** Not just a broken connection: one side looked at a certificate and did not like it. */
function isVerdict(error: Error & { readonly code?: string }): boolean {
  return !/^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET)/.test(error.code ?? 'ETIMEDOUT');
}

function handshakeRefusal(error: Error & { readonly code?: string }, tls?: NatsTls): Refusal {
  const { code = '', message } = error;
  if (/ALERT/.test(code)) {
    return tls?.certFile === undefined
      ? new Refusal(
          `it wants a certificate of ours (${code}); set nats.tls.certificate_file and nats.tls.key_file`,
        )
      : new Refusal(
          `it does not accept our certificate (${code}); check nats.tls.certificate_file`,
        );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new Refusal(
      `its certificate is for another name (${message}); name it in nats.servers as in its certificate`,
    );
  return new Refusal(
    tls?.caFile === undefined
      ? `its certificate is not signed by an authority of this system (${message}); set nats.tls.ca_file`
      : `its certificate is not accepted (${message}); check nats.tls.ca_file`,
  );
}
