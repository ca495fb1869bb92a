import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** A nats-server to run. */
export interface NatsProgram {
  readonly command: string;
  /** As it says itself, such as `2.9.10`. */
  readonly version: string;
}

/** Where test/setup.sh puts the current one; the system's own is several years older. */
const current = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'muster-test/nats-server/nats-server',
);

/** For programs that Debian keeps where only root looks. */
export const natsEnvironment = {
  ...process.env,
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`,
};

function program(command: string): NatsProgram {
  const said = execFileSync(command, ['--version'], { env: natsEnvironment, encoding: 'utf8' });
  return { command, version: said.replace(/^nats-server: v/, '').trim() };
}

/** The system's nats-server. */
function systemNats(): NatsProgram {
  return program('nats-server');
}

/** A current nats-server; undefined where test/setup.sh could not get one. */
function currentNats(): NatsProgram | undefined {
  return existsSync(current) ? program(current) : undefined;
}

/** The system's, and a current one where it could be had. */
export function natsPrograms(): NatsProgram[] {
  const [system, newer] = [systemNats(), currentNats()];
  return newer && newer.version !== system.version ? [system, newer] : [system];
}
