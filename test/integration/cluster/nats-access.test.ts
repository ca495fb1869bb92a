import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { centralConfigSchema, checkCentralConfig } from '../../../central/config.ts';
import { NatsLink } from '../../../central/cluster/nats-link.ts';
import type { NatsOptions } from '../../../central/cluster/nats-options.ts';
import { natsOptions } from '../../../central/nats-settings.ts';
import { systemClock } from '../../../shared/clock.ts';
import { silentLogger } from '../../../shared/log.ts';
import { systemRandom } from '../../../shared/random.ts';
import { CentralProcess } from '../../harness/central-process.ts';
import { CredentialsIssuer, tokenAccess, userAccess } from '../../harness/nats-access.ts';
import { natsCertificates as files, serverTls } from '../../harness/nats-configuration.ts';
import { natsVersions } from '../../harness/nats-kinds.ts';
import { NatsServer, type NatsServerOptions } from '../../harness/nats-server.ts';
import { Stage } from '../../harness/stage.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'muster-access-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

const issuer = new CredentialsIssuer();
const good = file('good.creds', issuer.credentials());
const foreign = file('foreign.creds', new CredentialsIssuer().credentials());
const past = Math.floor(Date.now() / 1000) - 100;
const expired = file('expired.creds', issuer.credentials({ expires: past }));
const nonsense = file('nonsense', 'neither credentials nor a certificate');
const missing = path.join(folder, 'missing');

const user: NatsServerOptions = { access: userAccess('muster', 'right') };
const token: NatsServerOptions = { access: tokenAccess('right') };
const keys: NatsServerOptions = { access: issuer.access };
const tls: NatsServerOptions = { tls: serverTls() };
const mutual: NatsServerOptions = { tls: serverTls({ isMutual: true }) };
const ca = { tls: { ca_file: files.authority } };

/** What an operator sets below `nats`. */
type Settings = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const welcome: Readonly<Record<string, [NatsServerOptions, Settings]>> = {
  'user and password': [user, { user: 'muster', password: 'right' }],
  'a token': [token, { token: 'right' }],
  'a credentials file': [keys, { credentials_file: good }],
  'a server certificate of an authority of our own': [tls, ca],
  'certificates on both sides': [
    mutual,
    { tls: { ...ca.tls, certificate_file: files.client, key_file: files.clientKey } },
  ],
  'a credentials file over TLS': [
    { ...keys, ...tls },
    { ...ca, credentials_file: good },
  ],
};

const refusals: Readonly<Record<string, [NatsServerOptions, Settings, RegExp]>> = {
  'a wrong password': [
    user,
    { user: 'muster', password: 'wrong' },
    /NATS at 127\.0\.0\.1:\d+ refuses user "muster" .*; check nats\.user and nats\.password/,
  ],
  'no name where one is wanted': [
    user,
    {},
    /lets nobody in without a name .*; set nats\.user and nats\.password, nats\.token, or nats\.credentials_file/,
  ],
  'a wrong token': [token, { token: 'wrong' }, /refuses the token .*; check nats\.token/],
  'credentials of another operator': [
    keys,
    { credentials_file: foreign },
    /refuses the credentials file .*; check nats\.credentials_file/,
  ],
  'credentials that have expired': [
    keys,
    { credentials_file: expired },
    /refuses the credentials file .*: it has expired/,
  ],
  'a certificate of an authority we do not know': [
    tls,
    { tls: { ca_file: files.otherAuthority } },
    /NATS at 127\.0\.0\.1:\d+ cannot be used: its certificate is not accepted .*; check nats\.tls\.ca_file/,
  ],
  'a certificate of an authority that the system does not know': [
    tls,
    {},
    /its certificate is not signed by an authority of this system .*; set nats\.tls\.ca_file/,
  ],
  'no TLS where we insist on it': [
    {},
    ca,
    /it does not offer TLS; leave nats\.tls out, or switch TLS on there/,
  ],
  'no certificate of ours where one is wanted': [
    mutual,
    ca,
    /it wants a certificate of ours .*; set nats\.tls\.certificate_file and nats\.tls\.key_file/,
  ],
};

/** What is wrong before any server is asked. */
const wrongSettings: Readonly<Record<string, [Settings, RegExp]>> = {
  'a credentials file that is not there': [
    { credentials_file: missing },
    /^nats\.credentials_file: cannot be read: ENOENT/,
  ],
  'a credentials file that is none': [
    { credentials_file: nonsense },
    /^nats\.credentials_file: cannot be used: .*nonsense is no NATS credentials file/,
  ],
  'a file of authorities that is none': [
    { tls: { ca_file: nonsense } },
    /^nats\.tls\.ca_file: cannot be used/,
  ],
  'a key of another certificate': [
    { tls: { certificate_file: files.client, key_file: files.serverKey } },
    /^nats\.tls\.certificate_file, nats\.tls\.key_file: cannot be used: .*key values mismatch/,
  ],
};

function optionsOf(settings: Settings, address = '127.0.0.1:1'): NatsOptions {
  return natsOptions(
    centralConfigSchema.parse({ nats: { servers: address.split(','), ...settings } }),
  );
}

function open(nats: NatsOptions): Promise<NatsLink> {
  return NatsLink.open({ nats, clock: systemClock, random: systemRandom, log: silentLogger });
}

describe.each(natsVersions())('nats $version', (program) => {
  it.for(Object.keys(welcome))('lets us in by %s', async (name, context) => {
    const [options, settings] = welcome[name] ?? [{}, {}];
    const nats = new Stage(context).keep(await NatsServer.start({ ...options, program }));
    const link = await open(optionsOf(settings, nats.address));
    expect(await link.connection.rtt()).toBeGreaterThanOrEqual(0);
    await link.close();
  });

  it.for(Object.keys(refusals))('%s ends the start and says what to do', async (name, context) => {
    const [options, settings, said] = refusals[name] ?? [{}, {}, /./];
    const nats = new Stage(context).keep(await NatsServer.start({ ...options, program }));
    const failed = open(optionsOf(settings, nats.address));
    await expect(failed).rejects.toMatchObject({ code: 'START_FAILED' });
    await expect(failed).rejects.toThrow(said);
  });

  it('lets a central in by credentials over TLS, and ends one with a wrong password', async (context) => {
    const stage = new Stage(context);
    const secured = stage.keep(await NatsServer.start({ ...keys, ...tls, program }));
    const args = ['--nats-credentials-file', good, '--nats-tls-ca-file', files.authority];
    const central = await stage.central({ nats: secured.address, args });
    expect((await central.http('/readyz')).code).toBe(200);
    const guarded = stage.keep(await NatsServer.start({ ...user, program }));
    const wrong = ['--nats-user', 'muster', '--nats-password', 'wrong'];
    const stranger = stage.keep(
      await CentralProcess.create({ nats: guarded.address, args: wrong }),
    );
    stranger.spawn();
    expect(await stranger.ended()).toEqual({ code: 1, signal: null });
    expect(stranger.logText).toMatch(/"fatal".*check nats\.user and nats\.password/);
    expect(stranger.logText).not.toContain('wrong');
  });
});

describe('settings for NATS that cannot be used', () => {
  it.for(Object.keys(wrongSettings))('%s: the check names the field', (name) => {
    const [settings, said] = wrongSettings[name] ?? [{}, /./];
    const config = centralConfigSchema.parse({ nats: { servers: ['n:4222'], ...settings } });
    expect(checkCentralConfig(config)).toEqual([expect.stringMatching(said)]);
  });

  it('none of the files that are used is', () => {
    const tls = {
      ca_file: files.authority,
      certificate_file: files.client,
      key_file: files.clientKey,
    };
    const nats = { servers: ['n:4222'], credentials_file: good, tls };
    expect(checkCentralConfig(centralConfigSchema.parse({ nats }))).toEqual([]);
  });

  it('end the program at the door, before anything is opened', async (context) => {
    const args = ['--nats-credentials-file', missing];
    const central = new Stage(context).keep(
      await CentralProcess.create({ nats: '127.0.0.1:1', args }),
    );
    central.spawn();
    expect(await central.ended()).toEqual({ code: 2, signal: null });
    expect(central.logText).toMatch(/^nats\.credentials_file: cannot be read: ENOENT/m);
  });
});

describe('servers', () => {
  it('of which one refuses us end the start, even if another is not there', async (context) => {
    const nats = new Stage(context).keep(await NatsServer.start(user));
    const failed = open(optionsOf({}, `127.0.0.1:1,${nats.address}`));
    await expect(failed).rejects.toThrow(/lets nobody in without a name/);
  });

  it('that are not there yet are waited for', async (context) => {
    const nats = new Stage(context).keep(await NatsServer.start(user));
    await nats.kill();
    const link = open(optionsOf({ user: 'muster', password: 'right' }, nats.address));
    await nats.restart();
    await (await link).close();
  });

  it('named by their address show a certificate for the address, not for localhost', async (context) => {
    const stage = new Stage(context);
    const { localServer: certificate, localServerKey: key } = files;
    const nats = stage.keep(await NatsServer.start({ tls: { certificate, key } }));
    await expect(open(optionsOf(ca, nats.address))).rejects.toThrow(
      /certificate is for another name .*; name it in nats\.servers as in its certificate/,
    );
    await (await open(optionsOf(ca, `localhost:${nats.port}`))).close();
    const other = stage.keep(await NatsServer.start(tls));
    await (await open(optionsOf(ca, other.address))).close();
  });
});
