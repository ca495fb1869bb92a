import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { credentials, makeClientConstructor, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { afterEach, describe, expect, it } from 'vitest';

import { limits } from '../../../../shared/limits.ts';
import { ApiFleet } from '../../../harness/api-fleet.ts';
import { eventually } from '../../../harness/eventually.ts';
import { FleetClient } from '../../../harness/fleet-client.ts';

const tls = path.resolve(import.meta.dirname, '../../../fixtures/tls');
/** For localhost, signed by itself, and good for a hundred years. */
const [certificate, key] = [path.join(tls, 'certificate.pem'), path.join(tls, 'key.pem')];

const HealthClient = makeClientConstructor(healthService, 'grpc.health.v1.Health');

/** The health of a service, or the status of the failed call. */
function healthOf(address: string, service: string): Promise<string> {
  const client = new HealthClient(address, credentials.createInsecure());
  const check = client['check'] as (
    request: { service: string },
    callback: (error: ServiceError | null, answer?: { status: string }) => void,
  ) => void;
  return new Promise((resolve) => {
    check.call(client, { service }, (error, answer) => {
      client.close();
      resolve(error ? status[error.code] : (answer?.status ?? ''));
    });
  });
}

describe('ApiServer', () => {
  const running: ApiFleet[] = [];
  const folders: string[] = [];

  async function start(...options: Parameters<typeof ApiFleet.start>): Promise<ApiFleet> {
    const fleet = await ApiFleet.start(...options);
    running.push(fleet);
    return fleet;
  }

  function folder(): string {
    const made = mkdtempSync(path.join(tmpdir(), 'muster-api-'));
    folders.push(made);
    return made;
  }

  afterEach(async () => {
    for (const fleet of running.splice(0)) await fleet.stop();
    for (const made of folders.splice(0)) rmSync(made, { recursive: true });
  });

  it('says SERVING while every check is ok, and again NOT_SERVING within a second', async () => {
    const { address, health, clock } = await start();
    expect(await healthOf(address, '')).toBe('SERVING');
    expect(await healthOf(address, 'muster.v1.FleetService')).toBe('SERVING');
    health.isOk = false;
    clock.advance(limits.readinessIntervalMs);
    expect(await healthOf(address, '')).toBe('NOT_SERVING');
    expect(await healthOf(address, 'muster.v1.FleetService')).toBe('NOT_SERVING');
    health.isOk = true;
    clock.advance(limits.readinessIntervalMs);
    expect(await healthOf(address, '')).toBe('SERVING');
    expect(await healthOf(address, 'nothing')).toBe('NOT_FOUND');
  });

  it('refuses to start on an address that is taken, and says which', async () => {
    const { address } = await start();
    await expect(ApiFleet.start({ address })).rejects.toThrow(`cannot listen on ${address}`);
  });

  it('stops at once when nobody calls', async () => {
    const fleet = await ApiFleet.start();
    await fleet.client.summarize();
    await fleet.server.stop();
    expect(fleet.clock.timerCount).toBe(0);
    await fleet.stop();
  });

  it('says NOT_SERVING to those who watch its health while it stops, and cuts them at the deadline', async () => {
    const fleet = await ApiFleet.start({ stopTimeoutMs: 500 });
    const client = new HealthClient(fleet.address, credentials.createInsecure());
    const watch = client['watch'] as (request: { service: string }) => NodeJS.EventEmitter;
    const said: string[] = [];
    const stream = watch.call(client, { service: '' });
    const ended = new Promise((resolve) => stream.once('error', resolve));
    stream.on('data', (answer: { status: string }) => said.push(answer.status));
    await eventually(() => (said.length > 0 ? true : undefined), { what: 'the first health' });
    const stopped = fleet.server.stop();
    await eventually(() => (said.length > 1 ? true : undefined), { what: 'the second health' });
    expect(said).toEqual(['SERVING', 'NOT_SERVING']);
    await stopped;
    await ended;
    client.close();
    await fleet.feed.stop();
  });

  it('speaks TLS when it has a certificate', async () => {
    const fleet = await start({ tls: { certificate, key } });
    const client = new FleetClient(
      `localhost:${fleet.server.port}`,
      credentials.createSsl(readFileSync(certificate)),
    );
    expect((await client.summarize()).hostCount ?? 0).toBe(0);
    client.close();
    await expect(fleet.client.summarize()).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });

  it('names the TLS file that is missing or wrong', async () => {
    const made = folder();
    const wrong = path.join(made, 'cert.pem');
    writeFileSync(wrong, 'no certificate');
    const missing = path.join(made, 'missing.pem');
    await expect(ApiFleet.start({ tls: { certificate: missing, key: wrong } })).rejects.toThrow(
      missing,
    );
    await expect(ApiFleet.start({ tls: { certificate: wrong, key: wrong } })).rejects.toThrow(
      wrong,
    );
  });
});
