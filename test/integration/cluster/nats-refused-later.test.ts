import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { NatsLink } from '../../../central/cluster/nats-link.ts';
import { natsOptions } from '../../../central/nats-settings.ts';
import { centralConfigSchema } from '../../../central/config.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createLogger } from '../../../shared/log.ts';
import { systemRandom } from '../../../shared/random.ts';
import { eventually } from '../../harness/eventually.ts';
import { CredentialsIssuer, userAccess } from '../../harness/nats-access.ts';
import { NatsServer } from '../../harness/nats-server.ts';

const lines: string[] = [];
let link: NatsLink | undefined;
let nats: NatsServer | undefined;
let folder: string;
beforeEach(() => {
  lines.length = 0;
  folder = mkdtempSync(path.join(tmpdir(), 'muster-refused-'));
});
afterEach(async () => {
  await link?.close();
  await nats?.stop();
  rmSync(folder, { recursive: true });
});

async function open(address: string, settings: object): Promise<NatsLink> {
  const destination = { write: (line: string) => void lines.push(line) };
  link = await NatsLink.open({
    nats: natsOptions(centralConfigSchema.parse({ nats: { servers: [address], ...settings } })),
    clock: systemClock,
    random: systemRandom,
    log: createLogger({ program: 'test', level: 'info', destination }),
  });
  await link.start();
  return link;
}

function troubleIs(trouble: RegExp): Promise<unknown> {
  return eventually(
    () => {
      expect(link?.trouble).toMatch(trouble);
      return true;
    },
    { what: `the trouble is ${String(trouble)}` },
  );
}

it('a replica that NATS refuses after a restart stays, says why once, and goes on when it is let in', async () => {
  nats = await NatsServer.start({ access: userAccess('muster', 'right') });
  const { connection } = await open(nats.address, { user: 'muster', password: 'right' });
  await nats.kill();
  nats.configure({ access: userAccess('muster', 'another') });
  await nats.restart();
  await troubleIs(/refuses user "muster" .*; check nats\.user and nats\.password/);
  const { reconnects } = await attempts(nats, 4);
  expect(reconnects).toBeGreaterThanOrEqual(4);
  expect(connection.isClosed()).toBe(false);
  expect(lines.filter((line) => line.includes('NATS refuses us'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('"NATS is away"'))).toHaveLength(1);
  await nats.kill();
  nats.configure({ access: userAccess('muster', 'right') });
  await nats.restart();
  await troubleIs(/^$/);
});

it('credentials that are renewed in their file while we run are used when the old ones expire', async () => {
  const issuer = new CredentialsIssuer();
  nats = await NatsServer.start({ access: issuer.access });
  const file = path.join(folder, 'muster.creds');
  const seconds = Math.floor(Date.now() / 1000);
  writeFileSync(file, issuer.credentials({ expires: seconds + 3 }));
  const { connection } = await open(nats.address, { credentials_file: file });
  writeFileSync(file, issuer.credentials());
  await eventually(() => lines.some((line) => line.includes('"NATS is away"')) || undefined, {
    what: 'the server ends the connection',
  });
  await troubleIs(/^$/);
  expect(connection.isClosed()).toBe(false);
});

/** Waits until the server has refused so many attempts. */
async function attempts(server: NatsServer, count: number): Promise<{ reconnects: number }> {
  const refused = (): number => server.logText.split('authentication error').length - 1;
  await eventually(() => refused() >= count || undefined, { what: 'it is tried again' });
  return { reconnects: refused() };
}
