import { expect, it } from 'vitest';

import { NatsAbsence } from '../../../central/cluster/nats-absence.ts';
import { createLogger } from '../../../shared/log.ts';
import { eventually } from '../../harness/eventually.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { freePort } from '../../harness/free-port.ts';
import { serverTls } from '../../harness/nats-configuration.ts';
import { NatsServer } from '../../harness/nats-server.ts';
import { Stage } from '../../harness/stage.ts';

it('says of each server why there is no connection to it, again and again until there is one', async (context) => {
  const stage = new Stage(context);
  const [plain, secured] = [
    stage.keep(await NatsServer.start()),
    stage.keep(await NatsServer.start({ tls: serverTls() })),
  ];
  const deaf = await freePort();
  const servers = [plain.address, secured.address, `127.0.0.1:${deaf}`];
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const clock = new FakeClock();
  const absence = new NatsAbsence({
    ...{ nats: { servers, name: 'test' }, clock },
    log: createLogger({ program: 'test', level: 'info', destination }),
  });
  const told = (count: number): Promise<unknown> =>
    eventually(() => lines.length === count || undefined, { what: `it is said ${count} times` });

  absence.begin();
  clock.advance(4999);
  expect(lines).toEqual([]);
  clock.advance(1);
  await told(1);
  expect(lines[0]).toMatch(
    new RegExp(
      `${plain.address}: answers; ${secured.address}: its certificate is not signed .*; ` +
        `127.0.0.1:${deaf}: connect ECONNREFUSED`,
    ),
  );
  clock.advance(30_000);
  await told(2);
  absence.end();
  expect(clock.timerCount).toBe(0);
});
