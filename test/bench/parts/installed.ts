import { existsSync } from 'node:fs';
import path from 'node:path';

export interface OtherProgram {
  readonly name: string;
  readonly command: string;
  readonly isThere: boolean;
  /** How to get it. */
  readonly howTo: string;
}

function other(name: string, command: string, packages: string): OtherProgram {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'];
  const isThere = folders.some((folder) => existsSync(path.join(folder, command)));
  return { name, command, isThere, howTo: `${name}: apt-get install ${packages}` };
}

/** Programs of others that are measured beside Muster where they are installed. */
export const installed = {
  nodeExporter: other('node_exporter', 'prometheus-node-exporter', 'prometheus-node-exporter'),
  collectd: other('collectd', 'collectd', 'collectd-core'),
  prometheus: other('prometheus', 'prometheus', 'prometheus'),
  etcd: other('etcd', 'etcd', 'etcd-server'),
} as const;
