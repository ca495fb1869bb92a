import { describe, expect, it } from 'vitest';

import {
  chooseEndpoint,
  endpointText,
  parseAddress,
  type EndpointFlags,
} from '../../../../central/cli/address.ts';
import type { ContextEntry } from '../../../../central/cli/contexts.ts';

const contexts: Readonly<Record<string, ContextEntry>> = {
  lab: { name: 'lab', address: 'central.lab' },
  prod: { name: 'prod', address: 'prod:8000', tlsCa: '/ca.pem', tlsServerName: 'central' },
};

const choose = (flags: EndpointFlags, env: Record<string, string> = {}, current?: string) =>
  chooseEndpoint({
    flags,
    env,
    readContext: (name) => contexts[name ?? current ?? ''],
  });

describe('the address', () => {
  it.each([
    ['central', 'central:7421'],
    ['central.example.org:80', 'central.example.org:80'],
    ['10.0.0.1', '10.0.0.1:7421'],
    ['[::1]', '[::1]:7421'],
    ['[fe80::1]:9000', '[fe80::1]:9000'],
  ])('%s means %s', (text, address) => {
    expect(parseAddress(text, '--address')).toBe(address);
  });

  it.each(['', ':7421', 'http://central', 'a b', '::1', 'central:0', 'central:70000', 'a:b'])(
    '"%s" is refused with its source',
    (text) => {
      expect(() => parseAddress(text, 'MUSTER_ADDRESS')).toThrow(/\(MUSTER_ADDRESS\) is not an/);
    },
  );

  it.each([
    [
      { address: 'a', context: 'lab' },
      { MUSTER_ADDRESS: 'b' },
      { address: 'a:7421', source: '--address' },
    ],
    [
      { context: 'lab' },
      { MUSTER_ADDRESS: 'b' },
      { address: 'central.lab:7421', source: 'context "lab"' },
    ],
    [{}, { MUSTER_ADDRESS: 'b' }, { address: 'b:7421', source: 'MUSTER_ADDRESS' }],
    [{}, { MUSTER_ADDRESS: '' }, { address: 'prod:8000', source: 'context "prod"' }],
  ])('comes from the first source that has one: %o %o', (flags, env, expected) => {
    expect(choose(flags, env, 'prod')).toMatchObject(expected);
  });

  it('is localhost when nothing says otherwise', () => {
    expect(endpointText(choose({}))).toBe('localhost:7421 (the default, without TLS)');
  });
});

describe('TLS', () => {
  it('is on when anything asks for it', () => {
    expect(choose({ address: 'a' }).tls).toEqual({ isOn: false });
    expect(choose({ address: 'a', tls: true }).tls).toEqual({ isOn: true });
    expect(choose({ address: 'a', tlsCa: 'x' }).tls).toEqual({ isOn: true, caFile: 'x' });
    expect(choose({ address: 'a' }, { MUSTER_TLS_CA: 'y' }).tls).toEqual({
      isOn: true,
      caFile: 'y',
    });
  });

  it('comes with the context, and flags win over it', () => {
    expect(choose({ context: 'prod', tlsCa: '/other.pem' }).tls).toEqual({
      isOn: true,
      caFile: '/other.pem',
      serverName: 'central',
    });
  });

  it('of a context does not leak to another address', () => {
    expect(choose({ address: 'a' }, {}, 'prod').tls).toEqual({ isOn: false });
  });

  it('needs certificate and key together', () => {
    expect(() => choose({ address: 'a', tlsCert: 'c' })).toThrow(/belong together/);
  });
});
