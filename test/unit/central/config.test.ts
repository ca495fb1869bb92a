import { describe, expect, it } from 'vitest';

import { centralConfigSchema, checkCentralConfig } from '../../../central/config.ts';

const check = (input: unknown): string[] => checkCentralConfig(centralConfigSchema.parse(input));

describe('what no single field of the configuration tells', () => {
  it('holds for the defaults', () => {
    expect(check({})).toEqual([]);
  });

  it('I7: keeps the grace after a start above the time agents need to come back', () => {
    const [problem] = check({ liveness: { takeover_grace: '12s' } });
    expect(problem).toMatch(/^liveness\.takeover_grace: must be above .*13250 ms/);
    expect(check({ liveness: { takeover_grace: '14s' } })).toEqual([]);
    expect(check({ liveness: { takeover_grace: '0s' } })).toEqual([]);
  });

  const servers = ['n:4222'];
  it.each([
    ['a user with a password', { servers, user: 'u', password: 'p' }, []],
    [
      'two ways of authentication',
      { servers, user: 'u', password: 'p', token: 't' },
      ['nats: set only one of user, token and credentials_file'],
    ],
    [
      'a password without a user',
      { servers, password: 'p' },
      ['nats.user: must be set, too: nats.password is its password'],
    ],
    [
      'a certificate without its key',
      { servers, tls: { certificate_file: 'c' } },
      ['nats.tls.key_file: must be set, too: nats.tls.certificate_file needs its key'],
    ],
    [
      'a key without its certificate',
      { servers, tls: { key_file: 'k' } },
      ['nats.tls.certificate_file: must be set, too: nats.tls.key_file is its key'],
    ],
    ['TLS by the authorities of the system', { servers, tls: {} }, []],
    [
      'settings, and no server they are for',
      { token: 't' },
      ['nats.servers: must name a server, since nats.token is set; without any NATS is not used'],
    ],
    [
      'an authority, and no server it is for',
      { tls: { ca_file: '/nowhere/ca.pem' } },
      [
        expect.stringMatching(/^nats\.servers: .* since nats\.tls\.ca_file is set/),
        expect.stringMatching(/^nats\.tls\.ca_file: cannot be read: ENOENT/),
      ],
    ],
  ])('NATS: %s', (_name, nats, problems) => {
    expect(check({ nats })).toEqual(problems);
  });

  it.each([
    ['nats-1:4222', true],
    ['nats-1', true],
    ['nats://10.0.0.1:4222', true],
    ['tls://[fd00::1]:4222', true],
    ['nats://u:p@nats-1:4222', false],
    ['http://nats-1:8222', false],
    ['nats-1:4222 nats-2:4222', false],
    ['', false],
  ])('takes "%s" for a NATS server: %s', (server, isOne) => {
    expect(centralConfigSchema.safeParse({ nats: { servers: [server] } }).success).toBe(isOne);
  });
});
