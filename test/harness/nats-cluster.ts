import { z } from 'zod';

import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { NatsServer, type NatsServerOptions } from './nats-server.ts';

const size = 3;

const jetStreamSchema = z.object({
  meta_cluster: z.object({ leader: z.string().optional() }).optional(),
  account_details: z
    .array(
      z.object({
        stream_detail: z
          .array(
            z.object({
              name: z.string(),
              cluster: z
                .object({
                  leader: z.string().optional(),
                  replicas: z.array(z.object({ current: z.boolean() })).optional(),
                })
                .optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

type StreamPlace = { readonly leader: string; readonly currentCount: number };

/** Three nats-servers that hold every stream together, each a process with a folder of its own. */
export class NatsCluster {
  readonly servers: readonly NatsServer[];

  private constructor(servers: readonly NatsServer[]) {
    this.servers = servers;
  }

  /** Resolves when they have agreed on who leads. */
  static async start(options: Omit<NatsServerOptions, 'member'> = {}): Promise<NatsCluster> {
    const ports = await Promise.all(Array.from({ length: size }, () => freePort()));
    const servers = await Promise.all(
      ports.map((port, index) =>
        NatsServer.start({ ...options, member: { name: nameOf(index), port, routes: ports } }),
      ),
    );
    const cluster = new NatsCluster(servers);
    await cluster.ready();
    return cluster;
  }

  get addresses(): string[] {
    return this.servers.map(({ address }) => address);
  }

  /** All of them, as `nats.servers` takes them. */
  get address(): string {
    return this.addresses.join(',');
  }

  /** Waits until all are up to date and agree on who leads them. */
  async ready(): Promise<void> {
    for (const server of this.servers)
      await eventually(async () => (await server.monitor('/healthz')) ?? undefined, {
        what: `nats-server ${server.address} is healthy`,
        intervalMs: 50,
      });
    await eventually(
      async () => {
        const said = await Promise.all(this.servers.map((server) => metaLeader(server)));
        return said[0] !== '' && new Set(said).size === 1 ? true : undefined;
      },
      { what: 'the servers agree on a leader', intervalMs: 50 },
    );
  }

  /** The server that leads a stream now, by the word of those that answer. Waits while none does. */
  leaderOf(stream: string, options: { readonly except?: NatsServer } = {}): Promise<NatsServer> {
    const asked = this.servers.filter((server) => server !== options.except && server.pid > 0);
    return eventually(
      async () => {
        for (const server of asked) {
          const leader = (await streamPlace(server, stream))?.leader;
          const index = this.servers.findIndex((_, other) => nameOf(other) === leader);
          const found = this.servers[index];
          if (found && found !== options.except) return found;
        }
        return undefined;
      },
      { what: `stream ${stream} has a leader`, intervalMs: 50 },
    );
  }

  /** Waits until all copies of a stream are up to date. */
  async caughtUp(stream: string): Promise<void> {
    await eventually(
      async () => {
        const leader = await this.leaderOf(stream);
        const place = await streamPlace(leader, stream);
        return place?.currentCount === size - 1 ? true : undefined;
      },
      { what: `all copies of ${stream} are current`, intervalMs: 50 },
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}

function nameOf(index: number): string {
  return `nats-${index + 1}`;
}

async function metaLeader(server: NatsServer): Promise<string> {
  const parsed = jetStreamSchema.safeParse(await server.monitor('/jsz'));
  return parsed.data?.meta_cluster?.leader ?? '';
}

async function streamPlace(server: NatsServer, stream: string): Promise<StreamPlace | undefined> {
  const parsed = jetStreamSchema.safeParse(await server.monitor('/jsz?streams=true'));
  const streams = parsed.data?.account_details?.flatMap(
    ({ stream_detail: details = [] }) => details,
  );
  const found = streams?.find(({ name }) => name === stream)?.cluster;
  if (!found) return undefined;
  const currentCount = (found.replicas ?? []).filter(({ current }) => current).length;
  return { leader: found.leader ?? '', currentCount };
}
