import { expect, it } from 'vitest';

import { runServices } from '../../shared/service.ts';
import { silentLogger } from '../../shared/log.ts';
import { FakeClock } from '../harness/fake-clock.ts';

it('a program told to stop while a part waits for NATS ends cleanly, and stops what was started', async () => {
  const abort = new AbortController();
  const trace: string[] = [];
  const http = {
    name: 'http',
    start: () => Promise.resolve(),
    stop: () => {
      trace.push('http stopped');
      return Promise.resolve();
    },
  };
  const central = {
    name: 'central',
    start: (signal?: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('stopped while starting'));
        });
      }),
    stop: () => Promise.resolve(),
  };
  const running = runServices([http, central], {
    ...{ log: silentLogger, clock: new FakeClock(), stopTimeoutMs: 1000 },
    signal: abort.signal,
  });
  abort.abort();
  expect(await (await running).stop()).toEqual({ kind: 'clean' });
  expect(trace).toEqual(['http stopped']);
});
