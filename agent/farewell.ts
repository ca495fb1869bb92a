import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { GoodbyeKind } from '../shared/model/status.ts';

/** Milliseconds for asking systemd; at shutdown it may be too busy to answer. */
const askMs = 1_000;

/**
 * What systemd's job list says about the system: it starts exactly one of these targets when it stops. A service that
 * is stopped for another reason sees none of them.
 */
export function goodbyeFromJobs(jobs: string): GoodbyeKind | undefined {
  const starting = new Set(
    jobs
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[2] === 'start')
      .map((columns) => columns[1]),
  );
  if (starting.has('reboot.target') || starting.has('kexec.target')) return 'REBOOT';
  if (['poweroff.target', 'halt.target'].some((target) => starting.has(target))) return 'SHUTDOWN';
  return undefined;
}

function listJobs(): Promise<string> {
  return new Promise((resolve) => {
    const args = ['list-jobs', '--no-legend', '--plain', '--no-pager'];
    execFile('systemctl', args, { timeout: askMs }, (error, stdout) => {
      resolve(error === null ? stdout : '');
    });
  });
}

/**
 * Why this agent is being stopped. Shutdown and reboot are said only when the system itself is stopping: a wrong one
 * would hide the host's VMs. A file `upgrading` in the state folder, laid by whoever replaces the agent, says upgrade.
 */
export async function farewell(
  stateFolder: string,
  jobs: () => Promise<string> = listJobs,
): Promise<GoodbyeKind> {
  const ofSystem = existsSync('/run/systemd/system') ? goodbyeFromJobs(await jobs()) : undefined;
  if (ofSystem !== undefined) return ofSystem;
  return existsSync(join(stateFolder, 'upgrading')) ? 'UPGRADE' : 'RESTART';
}
