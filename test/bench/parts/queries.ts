import type { FleetClient } from '../../harness/fleet-client.ts';

/** The questions of an orchestration tool, each until its whole answer is there. */
export const queries: Readonly<Record<string, (client: FleetClient) => Promise<unknown>>> = {
  first_page_100: (client) => client.listHosts({ pageSize: 100 }),
  page_500: (client) => client.listHosts({ pageSize: 500 }),
  by_label: (client) =>
    client.listHosts({ pageSize: 100, filter: { labelSelectors: ['rack=rack-17'] } }),
  summarize: (client) => client.summarize(),
};

/** The whole picture, up to its end. */
export async function watchSnapshot(client: FleetClient): Promise<void> {
  const watch = client.watch();
  try {
    for await (const answer of watch) if (answer.snapshotEnd) return;
  } finally {
    watch.cancel();
  }
}
