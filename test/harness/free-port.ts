import { once } from 'node:events';
import { createServer } from 'node:net';

const first = 15_000;
const count = 16_000;

/**
 * A port of loopback that nobody listens on. It lies below those the system gives to outgoing connections: a server
 * that is down for a while must find its port free again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
