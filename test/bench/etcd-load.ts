import path from 'node:path';

import { Client, credentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { MethodDefinition } from '@grpc/proto-loader';

import { machineMs } from '../swarm/mark.ts';

/**
 * State changes as puts into etcd, as fast as it takes them: each writer puts its next one when the last is acknowledged.
 * The value is as long as a VM's record. Arguments: address, writers. Prints the count of a second.
 */
const [address = '', writers = '100'] = process.argv.slice(2);
const writersPerChannel = 25;
const recordBytes = 400;

interface PutRequest {
  readonly key: Buffer;
  readonly value: Buffer;
}

const definition = loadSync(path.join(import.meta.dirname, 'etcd.proto'));
const put = definition['etcdserverpb.KV'] as unknown as Readonly<
  Record<'Put', MethodDefinition<PutRequest, object>>
>;
const { path: method, requestSerialize, responseDeserialize } = put.Put;

let count = 0;

function write(client: Client, writer: number): void {
  const value = Buffer.alloc(recordBytes);
  value.writeDoubleBE(machineMs());
  const request = { key: Buffer.from(`bench/${writer}/${count % 20}`), value };
  client.makeUnaryRequest(method, requestSerialize, responseDeserialize, request, (error) => {
    if (error) throw error;
    count += 1;
    write(client, writer);
  });
}

let client = new Client(address, credentials.createInsecure());
for (let writer = 0; writer < Number(writers); writer++) {
  if (writer % writersPerChannel === 0) {
    client = new Client(address, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
  }
  write(client, writer);
}
setInterval(() => {
  process.stdout.write(`${count}\n`);
}, 1000);
