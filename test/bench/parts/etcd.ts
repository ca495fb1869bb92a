import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, credentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { MethodDefinition } from '@grpc/proto-loader';

import { freePort } from '../../harness/free-port.ts';
import { machineMs } from '../../swarm/mark.ts';
import type { BenchResult } from './bench.ts';
import { etcdDurability } from './durability.ts';
import { Histogram } from './histogram.ts';
import type { Percentiles } from './histogram.ts';
import { installed } from './installed.ts';
import { cpuPercent, round } from './process-figures.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

export interface EtcdLoad {
  readonly writers: number;
  readonly seconds: number;
  readonly warmup: number;
}

export interface EtcdRate {
  readonly perS: number;
  readonly changeMs: Percentiles;
  readonly result: BenchResult;
}

interface WatchResponse {
  readonly created?: boolean;
  readonly events?: readonly { readonly kv?: { readonly value?: Buffer } }[];
}

/** etcd with its defaults: puts as fast as it takes them, and a watcher that sees each. */
export async function measureEtcd(stage: Stage, load: EtcdLoad): Promise<EtcdRate> {
  const { writers, seconds, warmup } = load;
  const [address, peer] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const etcd = stage.program({
    name: 'etcd',
    command: installed.etcd.command,
    args: [
      ...['--data-dir', path.join(stage.folder, 'etcd'), '--log-level', 'error'],
      ...[
        '--listen-client-urls',
        `http://${address}`,
        '--advertise-client-urls',
        `http://${address}`,
      ],
      ...[
        '--listen-peer-urls',
        `http://${peer}`,
        '--initial-advertise-peer-urls',
        `http://${peer}`,
      ],
      ...['--initial-cluster', `default=http://${peer}`],
    ],
  });
  const latency = new Histogram();
  let seen = 0;
  const watcher = await watch(stage, etcd, {
    address,
    onValue: (value) => {
      seen += 1;
      latency.add(machineMs() - value.readDoubleBE(0));
    },
  });
  const args = [address, String(writers)];
  const writing = stage.script('test/bench/etcd-load', { name: 'etcd-load', args });
  await sleep(warmup * 1000);
  writing.assertRuns();
  const [seenBefore, before, writerBefore] = [seen, etcd.figures(), writing.figures()];
  latency.clear();
  await sleep(seconds * 1000);
  const [count, after, writerAfter] = [seen - seenBefore, etcd.figures(), writing.figures()];
  const changeMs = latency.percentiles();
  watcher.close();
  await writing.end();
  await etcd.end();
  const perS = round((1000 * count) / (after.atMs - before.atMs), 1);
  return {
    ...{ perS, changeMs },
    result: {
      changes_per_s: perS,
      change_ms: changeMs,
      cpu_us_per_change: round((1000 * (after.cpuMs - before.cpuMs)) / count, 1),
      cpu_percent: {
        etcd: cpuPercent(before, after),
        writer: cpuPercent(writerBefore, writerAfter),
      },
      rss_mb: round(after.rssKb / 1024, 1),
      writers,
      durability: etcdDurability,
    },
  };
}

interface WatchOptions {
  readonly address: string;
  readonly onValue: (value: Buffer) => void;
}

/** Resolves when the watch is there. */
async function watch(stage: Stage, etcd: Program, options: WatchOptions): Promise<Client> {
  const file = path.join(import.meta.dirname, '../etcd.proto');
  const definition = loadSync(file)['etcdserverpb.Watch'] as unknown as Readonly<
    Record<'Watch', MethodDefinition<object, WatchResponse>>
  >;
  const { path: method, requestSerialize, responseDeserialize } = definition.Watch;
  const client = new Client(options.address, credentials.createInsecure());
  await new Promise<void>((resolve, reject) => {
    client.waitForReady(Date.now() + 60_000, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  etcd.assertRuns();
  const call = client.makeBidiStreamRequest(method, requestSerialize, responseDeserialize);
  let isThere = false;
  call.on('error', () => undefined);
  call.on('data', (response: WatchResponse) => {
    isThere ||= response.created === true;
    for (const { kv } of response.events ?? []) if (kv?.value) options.onValue(kv.value);
  });
  // Everything below the prefix: up to the key that follows its last character.
  call.write({ createRequest: { key: Buffer.from('bench/'), rangeEnd: Buffer.from('bench0') } });
  await stage.until('etcd watches', () => isThere);
  return client;
}
