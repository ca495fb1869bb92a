import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { AgentListener } from '../../../../central/ingest/listener.ts';
import { eventually } from '../../../harness/eventually.ts';

async function listening(address: string): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const listener = new AgentListener(address, (socket) => sockets.push(socket));
  const port = await listener.start();
  onTestFinished(() => {
    listener.stop();
    for (const socket of sockets) socket.destroy();
  });
  return { port, sockets };
}

it.each(['127.0.0.1', '[::1]', 'localhost'])('takes connections on %s', async (host) => {
  const { port, sockets } = await listening(`${host}:0`);
  const client = connect(port, host.replaceAll(/[[\]]/g, ''));
  onTestFinished(() => void client.destroy());
  await eventually(() => sockets[0], { what: 'the connection is taken' });
});

it('says that the address is taken', async () => {
  const { port } = await listening('127.0.0.1:0');
  const second = new AgentListener(`127.0.0.1:${port}`, () => undefined);
  await expect(second.start()).rejects.toThrow('EADDRINUSE');
});
