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

  it('lets only one way of authentication at NATS be set', () => {
    const nats = { servers: ['n:4222'], user: 'u', password: 'p' };
    expect(check({ nats })).toEqual([]);
    expect(check({ nats: { ...nats, token: 't' } })).toEqual([
      'nats: set only one of user, token and credentials_file',
    ]);
  });
});
