import { once } from 'node:events';
import { connect } from 'node:net';

import { FleetClient } from '../harness/fleet-client.ts';
import { machine } from './parts/bench.ts';
import type { Bench } from './parts/bench.ts';
import { CentralUnderTest } from './parts/central-under-test.ts';
import { filledStore } from './parts/filled-store.ts';
import type { StoreSize } from './parts/filled-store.ts';
import { round } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';

const pageSize = 100;

/** A central starts with a full store, in mode `local`: until ListHosts and Summarize answer rightly for the first time. */
export const recover: Bench = ({ hosts = 100_000, vms }, say) =>
  Stage.run(say, async (stage) => {
    const size = { hosts, vms: vms ?? hosts * 10 };
    const dataFolder = await filledStore(stage, size);
    const central = await CentralUnderTest.create(stage, { dataFolder });
    stage.atEnd(() => {
      central.client.close();
      return Promise.resolve();
    });
    const startedMs = performance.now();
    central.spawn();
    await stage.until('the API port is open', () => isOpen(central.apiPort));
    const openMs = performance.now() - startedMs;
    // A client that dialed before would wait for its own back-off.
    const client = new FleetClient(central.apiAddress);
    await stage.until('the answers are right', () => isRight(client, size));
    const readyMs = performance.now() - startedMs;
    client.close();
    return {
      ...size,
      ready_ms: round(readyMs, 0),
      rss_mb: round(central.figures().rssKb / 1024, 1),
      api_open_ms: round(openMs, 0),
      store_mb: round(central.storeBytes() / 2 ** 20, 1),
      mode: 'local',
      machine: machine(),
    };
  });

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}

async function isRight(client: FleetClient, size: StoreSize): Promise<boolean> {
  const [page, summary] = await Promise.all([client.listHosts({ pageSize }), client.summarize()]);
  return (
    page.hosts?.length === Math.min(pageSize, size.hosts) &&
    page.hosts[0]?.id === 'host-0000000' &&
    summary.hostCount === size.hosts &&
    summary.vmCount === size.vms
  );
}
