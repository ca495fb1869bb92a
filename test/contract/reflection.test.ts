import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { credentials, loadPackageDefinition, makeClientConstructor } from '@grpc/grpc-js';
import type { Client, ClientDuplexStream, ClientReadableStream } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync } from '@grpc/proto-loader';
import type { Options, ServiceDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ApiFleet } from '../harness/api-fleet.ts';
import { StagedReplica } from '../harness/replica-stage.ts';
import { aStoredHost, anEvent } from '../harness/store-rows.ts';

const root = path.resolve(import.meta.dirname, '../..');
const options: Options = { longs: Number, enums: String, oneofs: true };

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
  readonly errorResponse?: { readonly errorCode: number };
}
type Message = Readonly<Record<string, unknown>>;

/** A client that knows an address and the reflection protocol, and nothing of Muster. */
class Stranger {
  readonly #address: string;
  readonly #clients: Client[] = [];
  readonly #reflection: Client;

  constructor(address: string, version: 'v1' | 'v1alpha') {
    this.#address = address;
    const folder = `node_modules/@grpc/reflection/build/proto/grpc/reflection/${version}`;
    const definition = loadSync(path.join(root, folder, 'reflection.proto'), options);
    const loaded = loadPackageDefinition(definition) as unknown as {
      grpc: {
        reflection: Record<string, { ServerReflection: new (...args: unknown[]) => Client }>;
      };
    };
    const Service = loaded.grpc.reflection[version]?.ServerReflection;
    if (!Service) throw new Error('reflection.proto has no ServerReflection');
    this.#reflection = this.#keep(new Service(address, credentials.createInsecure()));
  }

  #keep(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  ask(question: Message): Promise<ReflectionAnswer> {
    type Call = ClientDuplexStream<Message, ReflectionAnswer>;
    const { ServerReflectionInfo: open } = this.#reflection as unknown as Record<
      string,
      () => Call
    >;
    if (!open) throw new Error('no ServerReflectionInfo');
    return new Promise((resolve, reject) => {
      const stream = open.call(this.#reflection);
      stream.once('data', (answer: ReflectionAnswer) => {
        resolve(answer);
        stream.end();
      });
      stream.once('error', reject);
      stream.write(question);
    });
  }

  async services(): Promise<string[]> {
    const { listServicesResponse } = await this.ask({ listServices: '*' });
    return (listServicesResponse?.service ?? []).map(({ name }) => name);
  }

  /** A client made from the descriptors the server gave. */
  async clientOf(service: string): Promise<Client> {
    const { fileDescriptorResponse } = await this.ask({ fileContainingSymbol: service });
    const writer = protobuf.Writer.create();
    for (const file of fileDescriptorResponse?.fileDescriptorProto ?? []) {
      writer.uint32((1 << 3) | 2).bytes(file);
    }
    const definition = loadFileDescriptorSetFromBuffer(Buffer.from(writer.finish()), options);
    const Service = makeClientConstructor(definition[service] as ServiceDefinition, service);
    return this.#keep(new Service(this.#address, credentials.createInsecure()));
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

function callUnary(client: Client, method: string, request: Message): Promise<Message> {
  return new Promise((resolve, reject) => {
    const methods = client as unknown as Record<
      string,
      (request: Message, callback: (error: unknown, answer: Message) => void) => void
    >;
    methods[method]?.call(client, request, (error, answer) => {
      if (error instanceof Error) reject(error);
      else resolve(answer);
    });
  });
}

describe('a client that knows only the address', () => {
  let replica: StagedReplica;
  let fleet: ApiFleet;

  beforeAll(async () => {
    replica = await StagedReplica.start('replica-1');
    fleet = replica.api;
    await fleet.apply({ hosts: [aStoredHost('a'), aStoredHost('b')] });
  });
  afterAll(() => replica.stop());

  it.each(['v1', 'v1alpha'] as const)(
    'lists services by reflection %s, checks health, lists hosts and follows a watch',
    async (version) => {
      const stranger = new Stranger(fleet.address, version);
      const listed = await stranger.services();
      const ours = ['ClusterService', 'FleetService', 'HostService', 'PeerService'];
      const served = ours.map((name) => `muster.v1.${name}`);
      expect(listed.sort()).toEqual(['grpc.health.v1.Health', ...served]);

      const health = await stranger.clientOf('grpc.health.v1.Health');
      for (const service of ['', ...served]) {
        expect(await callUnary(health, 'Check', { service })).toEqual({ status: 'SERVING' });
      }

      const client = await stranger.clientOf('muster.v1.FleetService');
      const { hosts } = await callUnary(client, 'ListHosts', { page_size: 1 });
      expect(hosts).toMatchObject([{ id: 'a', status: 'HOST_STATUS_UP' }]);

      const watch = (
        client as unknown as { Watch: (request: Message) => ClientReadableStream<Message> }
      ).Watch({ skip_snapshot: true });
      const items: unknown[] = [];
      for await (const answer of watch) {
        items.push((answer as Message)['item']);
        if (items.length === 2) break;
        await fleet.apply({ events: [anEvent(`host-${version}`, 1)] });
      }
      expect(items).toEqual(['bookmark', 'event']);
      stranger.close();
    },
  );

  it('hears which symbol there is none of', async () => {
    const stranger = new Stranger(fleet.address, 'v1');
    const { errorResponse } = await stranger.ask({ fileContainingSymbol: 'muster.v1.Nothing' });
    expect(errorResponse?.errorCode).toBe(5);
    stranger.close();
  });

  it('may be a strict one, which links the descriptors as a compiler does', async () => {
    const buf = path.join(root, 'node_modules/.bin/buf');
    const curl = async (method: string, request: object): Promise<unknown> => {
      const { stdout } = await promisify(execFile)(buf, [
        ...['curl', '--protocol', 'grpc', '--http2-prior-knowledge'],
        ...['--data', JSON.stringify(request), `http://${fleet.address}/${method}`],
      ]);
      return JSON.parse(stdout);
    };
    expect(await curl('grpc.health.v1.Health/Check', {})).toEqual({ status: 'SERVING' });
    const filter = { labelSelectors: ['!x'] };
    await expect(curl('muster.v1.FleetService/ListHosts', { filter })).rejects.toThrow(
      /filter\.label_selectors\[0\].*google\.rpc\.BadRequest/s,
    );
    expect(await curl('muster.v1.FleetService/GetHost', { hostId: 'b' })).toMatchObject({
      host: { id: 'b', name: 'name-of-b', site: 'north', epoch: '1' },
    });
  });
});
