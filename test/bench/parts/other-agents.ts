import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { freePort } from '../../harness/free-port.ts';
import { installed } from './installed.ts';
import type { Stage } from './stage.ts';

const intervalMs = 1000;

/** With its defaults, asked once a second. Returns its process id. */
export async function startNodeExporter(stage: Stage): Promise<number> {
  const port = await freePort();
  const program = stage.program({
    name: 'node-exporter',
    command: installed.nodeExporter.command,
    args: [`--web.listen-address=127.0.0.1:${port}`],
  });
  const scrape = async (): Promise<boolean> => {
    program.assertRuns();
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return (await response.text()).length > 0;
  };
  await stage.until('node_exporter answers', scrape);
  const timer = setInterval(() => void scrape().catch(() => undefined), intervalMs);
  stage.atEnd(() => {
    clearInterval(timer);
    return Promise.resolve();
  });
  return program.pid;
}

/** What the Muster agent looks at as well; those that are not built in this collectd are left out. */
const collectdPlugins = ['cpu', 'memory', 'load', 'disk', 'interface', 'df', 'swap', 'uptime'];

/** Every second, to a file. Returns its process id. */
export async function startCollectd(stage: Stage): Promise<number> {
  const plugins = pluginFolder();
  const configuration = path.join(stage.folder, 'collectd.conf');
  const output = path.join(stage.folder, 'collectd-values');
  const lines = [
    'Hostname "bench"',
    'FQDNLookup false',
    'Interval 1',
    `BaseDir "${stage.folder}"`,
    `PIDFile "${path.join(stage.folder, 'collectd.pid')}"`,
    'LoadPlugin csv',
    ...collectdPlugins
      .filter((name) => existsSync(path.join(plugins, `${name}.so`)))
      .map((name) => `LoadPlugin ${name}`),
    `<Plugin csv>\n  DataDir "${output}"\n</Plugin>`,
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  const program = stage.program({
    name: 'collectd',
    command: installed.collectd.command,
    args: ['-f', '-C', configuration],
  });
  await stage.until('collectd writes values', () => {
    program.assertRuns();
    return existsSync(output);
  });
  return program.pid;
}

function pluginFolder(): string {
  const folders = ['/usr/lib/collectd', ...multiarchFolders()];
  return folders.find((folder) => existsSync(folder)) ?? '/usr/lib/collectd';
}

function multiarchFolders(): string[] {
  return readdirSync('/usr/lib')
    .filter((name) => name.includes('-linux-'))
    .map((name) => path.join('/usr/lib', name, 'collectd'));
}
