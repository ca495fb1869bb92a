import { connect } from 'nats';
import { expect, it } from 'vitest';

import { openReading } from '../../central/cluster/stream-reading.ts';
import { systemClock } from '../../shared/clock.ts';
import { eventually } from '../harness/eventually.ts';
import { Proxy } from '../harness/proxy.ts';
import { Stage } from '../harness/stage.ts';

// Of three servers one of which is dead, every third or second consumer is given to the dead one and never answered:
// each feed and listing waited for it for many seconds, and who was lucky took the hosts of all others meanwhile.
it('a consumer that nobody answers for is asked for again under another name', async (context) => {
  const stage = new Stage(context);
  const nats = await stage.nats();
  const proxy = stage.keep(await Proxy.start({ port: nats.port }));
  const connection = await connect({ servers: proxy.address });
  stage.keep({ stop: () => connection.close() });
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: 'S', subjects: ['s'] });
  for (const word of ['a', 'b', 'c']) await connection.jetstream().publish('s', word);
  const heard: string[] = [];
  let asked = 0;
  proxy.watch((chunk, direction) => {
    if (direction !== 'up' || !chunk.includes('CONSUMER.CREATE')) return undefined;
    asked += 1;
    return asked === 1 ? { kind: 'swallow', direction: 'both' } : { kind: 'pass' };
  });
  const reading = await openReading(
    {
      ...{ stream: 'S', fromSequence: 1, onCaughtUp: () => undefined },
      onMessage: ({ body }) => heard.push(Buffer.from(body).toString()),
      onBroken: (reason) => heard.push(reason),
    },
    { connection, manager, clock: systemClock, onDown: () => () => undefined },
  );
  expect(asked).toBe(2);
  await eventually(() => heard.length >= 3 || undefined, { what: 'what the stream holds' });
  expect(heard).toEqual(['a', 'b', 'c']);
  reading.close();
});
