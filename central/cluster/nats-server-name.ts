import { isIP } from 'node:net';

const defaultPort = 4222;

/** A server as `nats.servers` names it: `host:port`, with or without `nats://` before it. */
function urlOf(server: string): URL | undefined {
  const text = server.includes('://') ? server : `nats://${server}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Without the brackets of an address of version 6. */
export function hostOf(server: string): string {
  return urlOf(server)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? server;
}

export function portOf(server: string): number {
  return Number(urlOf(server)?.port) || defaultPort;
}

export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}
