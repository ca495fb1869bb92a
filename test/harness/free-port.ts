import { once } from 'node:events';
import { createServer } from 'node:net';

const first = 15_000;
const blocks = 64;
const blockSize = 250;
const given = new Set<number>();

/**
 * A port of loopback that nobody listens on, never the same twice. It lies below those the system gives to outgoing
 * connections: a server that is down for a while must find its port free again. Processes that run side by side look
 * for theirs in different blocks, since one looks and binds later.
 */
export async function freePort(): Promise<number> {
  const start = first + (process.pid % blocks) * blockSize;
  for (;;) {
    const port = start + Math.floor(Math.random() * blockSize);
    if (given.has(port) && given.size < blockSize) continue;
    given.add(port);
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
