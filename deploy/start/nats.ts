import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { systemClock } from '../../shared/clock.ts';
import { Child } from './child.ts';

/** What to do when there is no nats-server. */
export const natsAdvice = `mode nats needs a nats-server with JetStream, and there is none in PATH. Get one with
  Debian, Ubuntu   sudo apt-get install nats-server
  macOS            brew install nats-server
  Go               go install github.com/nats-io/nats-server/v2@latest
then run npm start -- --nats again. Without it, npm start runs mode local, which needs nothing.`;

export function hasNatsServer(): boolean {
  return spawnSync('nats-server', ['--version']).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** A nats-server of our own, on loopback, that keeps its streams in `folder`. */
export async function startNats(folder: string): Promise<{ child: Child; address: string }> {
  const port = await freePort();
  const storage = join(folder, 'nats');
  mkdirSync(storage, { recursive: true });
  const child = new Child({
    name: 'nats-server',
    command: 'nats-server',
    args: ['-js', '-a', '127.0.0.1', '-p', String(port), '-sd', storage],
    logFile: join(folder, 'logs', 'nats-server.log'),
  });
  while (!(await answers(port))) {
    await new Promise<void>((resolve) => systemClock.setTimer(resolve, 20));
  }
  return { child, address: `127.0.0.1:${String(port)}` };
}
