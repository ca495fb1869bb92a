import './lean-heap.ts';

import { hostname } from 'node:os';

import { systemClock } from '../shared/clock.ts';
import type { Environment } from '../shared/config/override.ts';
import { startDaemon } from '../shared/daemon.ts';
import { MusterError } from '../shared/errors.ts';
import { createLogger } from '../shared/log.ts';
import type { Logger } from '../shared/log.ts';
import { runProgram } from '../shared/program.ts';
import { systemRandom } from '../shared/random.ts';
import { packageVersion } from '../shared/version.ts';
import { Agent } from './agent.ts';
import { createHostCollector } from './collect/collector.ts';
import { createHostFiles } from './collect/host-files.ts';
import { readUptimeMs } from './collect/uptime.ts';
import { agentConfigSchema } from './config.ts';
import type { AgentConfig } from './config.ts';
import { farewell } from './farewell.ts';
import { hostIdOf } from './host-id.ts';
import type { HypervisorPort } from './hypervisor/port.ts';
import { insecureDialer } from './push/stream.ts';

const stopTimeoutMs = 5_000;

export interface AgentProgramOptions {
  readonly process: NodeJS.Process;
  readonly env: Environment;
  /** Where virtual machines are looked for; nowhere if it says so. */
  readonly hypervisorOf: (
    config: AgentConfig,
  ) => HypervisorPort | undefined | Promise<HypervisorPort | undefined>;
}

async function agentOf(
  config: AgentConfig,
  log: Logger,
  { hypervisorOf }: AgentProgramOptions,
): Promise<Agent> {
  const { host, central, state_folder: stateFolder } = config;
  const hypervisor = await hypervisorOf(config);
  const files = createHostFiles();
  return new Agent({
    clock: systemClock,
    random: systemRandom,
    log,
    collector: createHostCollector({ clock: systemClock, log, files }),
    ...(hypervisor && { hypervisor }),
    dial: insecureDialer(),
    addresses: central.addresses,
    hostId: host.id ?? hostIdOf(stateFolder, hostname(), systemRandom),
    name: host.name ?? hostname(),
    site: host.site ?? '',
    labels: host.labels,
    class: host.class === 'ephemeral' ? 'EPHEMERAL' : 'PERMANENT',
    version: packageVersion(),
    farewell: () => farewell(stateFolder),
    uptimeMs: () => readUptimeMs(files),
  });
}

/** The whole life of the agent. Resolves to the exit code. */
export async function runAgent(options: AgentProgramOptions): Promise<number> {
  const { process, env } = options;
  const start = startDaemon({
    name: 'muster-agent',
    description: 'Reports this host and its virtual machines to a Muster central.',
    version: packageVersion(),
    schema: agentConfigSchema,
    defaultFile: '/etc/muster/agent.yaml',
    argv: process.argv.slice(2),
    env,
  });
  if (start.kind === 'exit') {
    process.stdout.write(start.output);
    process.stderr.write(start.errors);
    return start.code;
  }
  const log = createLogger({ program: 'muster-agent', level: start.config.log.level });
  for (const warning of start.warnings) log.warn(warning);
  try {
    const services = [await agentOf(start.config, log, options)];
    return await runProgram({ services, process, log, clock: systemClock, stopTimeoutMs }).done;
  } catch (thrown) {
    const error = MusterError.from(thrown);
    log.fatal({ code: error.code }, error.message);
    return error.exitCode;
  }
}
