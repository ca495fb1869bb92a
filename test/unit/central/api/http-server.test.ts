import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { HttpServer } from '../../../../central/api/http-server.ts';
import type { ReadinessCheck } from '../../../../central/api/readiness.ts';
import { createMetrics } from '../../../../central/metrics.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';

describe('HttpServer', () => {
  const store = { isOk: true, message: 'writes' };
  const checks: ReadinessCheck[] = [
    { name: 'store', check: () => store },
    { name: 'nats', check: () => ({ isOk: true, message: 'connected' }) },
  ];
  const options = {
    address: '127.0.0.1:0',
    checks,
    metrics: createMetrics().registry,
    clock: new FakeClock(),
    log: silentLogger,
  };
  let server: HttpServer;
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  beforeEach(async () => {
    Object.assign(store, { isOk: true, message: 'writes' });
    server = new HttpServer(options);
    await server.start();
  });
  afterEach(() => server.stop());

  it('says at /healthz that the process lives', async () => {
    const response = await get('/healthz?from=probe');
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  it('lists every check at /readyz, 200 when all are ok', async () => {
    const response = await get('/readyz');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      ready: true,
      checks: [
        { name: 'store', ok: true, message: 'writes' },
        { name: 'nats', ok: true, message: 'connected' },
      ],
    });
  });

  it('says at /readyz with 503 what is wrong', async () => {
    Object.assign(store, { isOk: false, message: 'only 12 MB are free, 64 are needed' });
    const response = await get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      ready: false,
      checks: [{ ok: false, message: 'only 12 MB are free, 64 are needed' }, { ok: true }],
    });
  });

  it('takes a check that throws for one that failed', async () => {
    checks.push({
      name: 'broken',
      check: () => {
        throw new Error('closed');
      },
    });
    const response = await get('/readyz');
    checks.pop();
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('"message": "closed"');
  });

  it('serves metrics in the text format of Prometheus', async () => {
    const response = await get('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toContain('# TYPE process_cpu_seconds_total counter');
  });

  it('lists at / what there is, and answers 404 for anything else', async () => {
    const index = await (await get('/')).text();
    for (const path of ['/healthz', '/readyz', '/metrics']) expect(index).toContain(path);
    const response = await get('/nothing');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/nothing');
  });

  it('answers 405 and what it allows to other methods, and HEAD without a body', async () => {
    const response = await get('/healthz', { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await get('/healthz', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '3',
      '',
    ]);
  });

  it('answers 500 without the inside of a fault of its own', async () => {
    const metrics = {
      contentType: 'text/plain',
      metrics: () => Promise.reject(new Error('secret inside')),
    };
    const broken = new HttpServer({ ...options, metrics });
    await broken.start();
    const response = await fetch(`http://127.0.0.1:${broken.port}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    await broken.stop();
  });

  it('refuses to start on an address that is taken, and says which', async () => {
    const address = `127.0.0.1:${server.port}`;
    const second = new HttpServer({ ...options, address });
    await expect(second.start()).rejects.toThrow(`HTTP cannot listen on ${address}`);
  });
});
