import { expect, it } from 'vitest';

import { listBucket } from '../../central/cluster/bucket-list.ts';
import type { ReadOptions } from '../../central/jetstream-port.ts';
import { MemoryBucket } from '../harness/memory-bucket.ts';

const options = { stream: 'KV_muster_hosts', fromSequence: 1, batchRows: 1 };

it('a host whose record is written again while the bucket is listed, and so stands behind its end, is listed', async () => {
  const bucket = new MemoryBucket();
  const write = (host: string, text: string): void => {
    bucket.write({ stream: '', subject: host, body: Buffer.from(text), messageId: text });
  };
  write('a', 'a1');
  write('b', 'b1');
  const way = bucket.way();
  const listed: string[] = [];
  let isMoved = false;
  // A bucket keeps one message for a key: what is written again is gone from where the reading comes to next.
  const moving = {
    state: () => way.state(),
    read: (reading: ReadOptions) => {
      const end = bucket.lastSequence;
      if (!isMoved) write('b', 'b2');
      isMoved = true;
      return way.read({
        ...reading,
        onMessage: (message) => {
          const { sequence } = message;
          if (sequence >= reading.fromSequence && sequence <= end) reading.onMessage(message);
        },
      });
    },
  };
  await listBucket(moving, {
    ...options,
    onBatch: (messages) => {
      listed.push(...messages.map(({ body }) => Buffer.from(body).toString()));
      return Promise.resolve();
    },
  });
  expect(listed).toEqual(['a1', 'b2']);
});
