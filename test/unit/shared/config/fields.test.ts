import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { configFields } from '../../../../shared/config/fields.ts';
import { duration } from '../../../../shared/config/units.ts';

describe('configFields', () => {
  it('lists every value with its variable, form, description and default, in order', () => {
    const schema = z.strictObject({
      takeoverGrace: duration().prefault('10s').describe('How long a new owner waits.'),
      nats: z.strictObject({
        servers: z.array(z.string()).describe('Where NATS listens.').default([]),
        password: z.string().meta({ secret: true }).optional(),
      }),
      labels: z.record(z.string(), z.string()).readonly().default({}),
      weight: z.int().nullable(),
      tls: z.boolean(),
    });
    const plain = { description: '', defaultValue: undefined, isSecret: false };
    expect(configFields(schema)).toEqual([
      {
        path: ['takeoverGrace'],
        variable: 'MUSTER_TAKEOVER_GRACE',
        form: 'text',
        description: 'How long a new owner waits.',
        defaultValue: '10s',
        isSecret: false,
      },
      {
        path: ['nats', 'servers'],
        variable: 'MUSTER_NATS_SERVERS',
        form: 'list',
        description: 'Where NATS listens.',
        defaultValue: [],
        isSecret: false,
      },
      {
        ...plain,
        path: ['nats', 'password'],
        variable: 'MUSTER_NATS_PASSWORD',
        form: 'text',
        isSecret: true,
      },
      { ...plain, path: ['labels'], variable: 'MUSTER_LABELS', form: 'map', defaultValue: {} },
      { ...plain, path: ['weight'], variable: 'MUSTER_WEIGHT', form: 'number' },
      { ...plain, path: ['tls'], variable: 'MUSTER_TLS', form: 'boolean' },
    ]);
  });

  it('refuses a schema with an object that would accept unknown keys', () => {
    expect(() => configFields(z.strictObject({ nats: z.object({}) }))).toThrow(
      'configuration object "nats" must be a z.strictObject',
    );
  });

  it('refuses a schema in which two values share a variable', () => {
    const schema = z.strictObject({
      natsServers: z.string(),
      nats: z.strictObject({ servers: z.string() }),
    });
    expect(() => configFields(schema)).toThrow('share a variable');
  });
});
