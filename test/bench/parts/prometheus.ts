import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../../harness/free-port.ts';
import type { BenchResult } from './bench.ts';
import { prometheusDurability } from './durability.ts';
import { installed } from './installed.ts';
import { cpuPercent, round } from './process-figures.ts';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';

export interface ScrapeLoad {
  readonly agents: number;
  readonly vms: number;
  readonly seconds: number;
  readonly warmup: number;
}

export interface ScrapeCost {
  readonly usPerUpdate: number;
  readonly rssKbPerHost: number;
  readonly result: BenchResult;
}

/** Prometheus with its defaults scrapes the same hosts with the same data every second. */
export async function measurePrometheus(stage: Stage, load: ScrapeLoad): Promise<ScrapeCost> {
  const { agents, vms, seconds, warmup } = load;
  const pages = await startPages(stage, agents, vms);
  const idle = await startPrometheus(stage, 'prometheus-idle', []);
  await sleep(2000);
  const idleKb = idle.figures().rssKb;
  await idle.end();
  const targets = Array.from({ length: agents }, (_, index) => ({
    targets: [`127.0.0.1:${pages.port}`],
    labels: { instance: `host-${index}`, __metrics_path__: `/host/${index}` },
  }));
  const prometheus = await startPrometheus(stage, 'prometheus', targets);
  // It reads its list of targets seconds after its start.
  await stage.until('Prometheus scrapes every host', async () => {
    prometheus.assertRuns();
    return (await pages.served()) >= agents;
  });
  stage.say(`Prometheus: warm-up ${warmup} s, then ${seconds} s are measured`);
  await sleep(warmup * 1000);
  const [before, servedBefore] = [prometheus.figures(), await pages.served()];
  await sleep(seconds * 1000);
  const [after, served] = [prometheus.figures(), (await pages.served()) - servedBefore];
  await prometheus.end();
  await pages.program.end();
  const usPerUpdate = round((1000 * (after.cpuMs - before.cpuMs)) / served);
  const rssKbPerHost = round((after.rssKb - idleKb) / agents, 1);
  return {
    ...{ usPerUpdate, rssKbPerHost },
    result: {
      cpu_us_per_host_update: usPerUpdate,
      rss_kb_per_host: rssKbPerHost,
      updates_per_s: round((1000 * served) / (after.atMs - before.atMs), 1),
      cpu_percent: cpuPercent(before, after),
      rss_mb: round(after.rssKb / 1024, 1),
      durability: prometheusDurability,
    },
  };
}

interface Pages {
  readonly program: Program;
  readonly port: number;
  /** Pages so far. */
  served(): Promise<number>;
}

async function startPages(stage: Stage, agents: number, vms: number): Promise<Pages> {
  let port = 0;
  const counts: number[] = [];
  const program = stage.script('test/bench/exporter-process', {
    name: 'exporter',
    args: [String(agents), String(vms)],
    onLine: (line) => {
      if (line.startsWith('ready ')) port = Number(line.slice(6));
      else counts.push((JSON.parse(line) as { served: number }).served);
    },
  });
  await stage.until('the pages are served', () => {
    program.assertRuns();
    return port > 0;
  });
  return {
    program,
    port,
    served: async () => {
      const known = counts.length;
      program.say('count');
      await stage.until('the exporter counts', () => counts.length > known);
      return counts.at(-1) ?? 0;
    },
  };
}

async function startPrometheus(
  stage: Stage,
  name: string,
  targets: readonly object[],
): Promise<Program> {
  const port = await freePort();
  const [file, hosts] = [path.join(stage.folder, `${name}.yml`), `${name}-targets.json`];
  writeFileSync(path.join(stage.folder, hosts), JSON.stringify(targets));
  // JSON is YAML.
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'hosts', file_sd_configs: [{ files: [hosts] }] }],
  };
  writeFileSync(file, JSON.stringify(configuration));
  const program = stage.program({
    name,
    command: installed.prometheus.command,
    args: [
      ...[
        `--config.file=${file}`,
        `--storage.tsdb.path=${path.join(stage.folder, `${name}-data`)}`,
      ],
      ...[`--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'],
    ],
  });
  await stage.until('Prometheus is ready', async () => {
    program.assertRuns();
    return (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok;
  });
  return program;
}
