import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { FleetClient } from '../harness/fleet-client.ts';
import { machine } from './parts/bench.ts';
import type { Bench } from './parts/bench.ts';
import { CentralUnderTest } from './parts/central-under-test.ts';
import { filledHost, filledStore, siteCount } from './parts/filled-store.ts';
import type { StoreSize } from './parts/filled-store.ts';
import { round } from './parts/process-figures.ts';
import { Stage } from './parts/stage.ts';

const pageSize = 100;

/**
 * A central starts with a full store, in mode `local`: until ListHosts and Summarize answer rightly for the first time.
 * Once with the store in the system's file cache, as after a crash of the process, and once without, as after a boot.
 */
export const recover: Bench = ({ hosts = 100_000, vms }, say) =>
  Stage.run(say, async (stage) => {
    const size = { hosts, vms: vms ?? hosts * 10 };
    const dataFolder = await filledStore(stage, size, 'UP');
    const central = await CentralUnderTest.create(stage, { dataFolder });
    stage.atEnd(() => {
      central.client.close();
      return Promise.resolve();
    });
    const warm = await start(stage, central, size);
    await central.program.end();
    dropFromCache(dataFolder);
    say('the same from the disk');
    const cold = await start(stage, central, size);
    return {
      ...size,
      ...warm,
      cold,
      store_mb: round(central.storeBytes() / 2 ** 20, 1),
      mode: 'local',
      machine: machine(),
    };
  });

interface Started {
  readonly ready_ms: number;
  readonly rss_mb: number;
  /** Of its own; the rest is programs and the store as the system's file cache holds them, which it takes back at need. */
  readonly rss_anon_mb: number;
  readonly cpu_ms: number;
  readonly api_open_ms: number;
}

async function start(stage: Stage, central: CentralUnderTest, size: StoreSize): Promise<Started> {
  const startedMs = performance.now();
  central.spawn();
  await stage.until('the API port is open', () => isOpen(central.apiPort));
  const openMs = performance.now() - startedMs;
  // A client that dialed before would wait for its own back-off.
  const client = new FleetClient(central.apiAddress);
  await stage.until('the answers are right', () => isRight(client, size));
  const readyMs = performance.now() - startedMs;
  client.close();
  const { rssKb, cpuMs } = central.figures();
  return {
    ready_ms: round(readyMs, 0),
    rss_mb: round(rssKb / 1024, 1),
    rss_anon_mb: round(anonKb(central.program.pid) / 1024, 1),
    cpu_ms: round(cpuMs, 0),
    api_open_ms: round(openMs, 0),
  };
}

function anonKb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
}

/** The system forgets what it holds of these files; needs no rights. */
function dropFromCache(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}

/** What was filled, host by host of the first page, and every count. */
async function isRight(client: FleetClient, size: StoreSize): Promise<boolean> {
  const [page, summary] = await Promise.all([client.listHosts({ pageSize }), client.summarize()]);
  const shown = (page.hosts ?? []).map(({ id, site, labels, status, vmCount, stats }) => ({
    ...{ id, site, labels: { ...labels }, status, vmCount, hasStats: Boolean(stats) },
  }));
  const all = Array.from({ length: size.hosts }, (_, index) => filledHost(index, size));
  const first = all
    .slice(0, pageSize)
    .map((host) => ({ ...host, status: 'HOST_STATUS_UP', hasStats: true }));
  const bySite = Array.from({ length: Math.min(siteCount, size.hosts) }, (_, site) => ({
    site: `site-${site}`,
    hosts: all.filter((host) => host.site === `site-${site}`).length,
  }));
  const shownBySite = summary.sites?.map(({ site, hostCount }) => ({ site, hosts: hostCount }));
  return (
    isDeepStrictEqual(shown, first) &&
    isDeepStrictEqual(shownBySite, bySite) &&
    summary.hostCount === size.hosts &&
    summary.vmCount === size.vms
  );
}
