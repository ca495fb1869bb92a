import { describe, expect, it } from 'vitest';

import { connectionOptions } from '../../../../central/cluster/nats-options.ts';
import { limits } from '../../../../shared/limits.ts';
import { seededRandom } from '../../../../shared/random.ts';

const base = { servers: ['a:4222', 'b:4222'], name: 'central' };

describe('the connection to NATS', () => {
  it('never gives up, and notices a dead server within two pings (N2, N3)', () => {
    expect(connectionOptions(base, seededRandom(1))).toMatchObject({
      servers: ['a:4222', 'b:4222'],
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      pingInterval: limits.natsPingIntervalMs,
      maxPingOut: 2,
    });
  });

  it('spreads its attempts, so that replicas do not come back in step', () => {
    const { reconnectDelayHandler } = connectionOptions(base, seededRandom(1));
    const delays = Array.from({ length: 200 }, () => reconnectDelayHandler?.() ?? NaN);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(limits.natsReconnectMsMin);
    expect(Math.max(...delays)).toBeLessThanOrEqual(limits.natsReconnectMsMax);
    expect(new Set(delays).size).toBeGreaterThan(100);
  });

  it('passes on who we are, and nothing where nothing is given', () => {
    const random = seededRandom(1);
    expect(connectionOptions({ ...base, token: 't' }, random)).toMatchObject({ token: 't' });
    expect(connectionOptions({ ...base, user: 'u', password: 'p' }, random)).toMatchObject({
      user: 'u',
      pass: 'p',
    });
    const credentials = connectionOptions({ ...base, credentials: () => 'text' }, random);
    expect(credentials.authenticator).toBeTypeOf('function');
    const tls = { caFile: 'CA', certFile: 'CERT', keyFile: 'KEY' };
    expect(connectionOptions({ ...base, tls }, random).tls).toMatchObject(tls);
    const plain = connectionOptions(base, random);
    for (const key of ['token', 'user', 'pass', 'authenticator', 'tls'])
      expect(plain).not.toHaveProperty(key);
  });
});
