#!/usr/bin/env node
import { hostname } from 'node:os';

import { systemClock } from '../shared/clock.ts';
import { startDaemon } from '../shared/daemon.ts';
import { MusterError } from '../shared/errors.ts';
import { createLogger } from '../shared/log.ts';
import type { Logger } from '../shared/log.ts';
import { runProgram } from '../shared/program.ts';
import { systemRandom } from '../shared/random.ts';
import { packageVersion } from '../shared/version.ts';
import { Agent } from './agent.ts';
import { createHostCollector } from './collect/collector.ts';
import { agentConfigSchema } from './config.ts';
import type { AgentConfig } from './config.ts';
import { farewell } from './farewell.ts';
import { hostIdOf } from './host-id.ts';
import { LibvirtHypervisor } from './hypervisor/libvirt/libvirt-hypervisor.ts';
import type { HypervisorPort } from './hypervisor/port.ts';
import { insecureDialer } from './push/stream.ts';

const stopTimeoutMs = 5_000;

function hypervisorOf({ hypervisor }: AgentConfig): HypervisorPort | undefined {
  if (hypervisor.kind === 'none') return undefined;
  return new LibvirtHypervisor({
    clock: systemClock,
    uri: hypervisor.uri,
    ...(hypervisor.sockets && { socketPaths: hypervisor.sockets }),
  });
}

function agentOf(config: AgentConfig, log: Logger): Agent {
  const { host, central, state_folder: stateFolder } = config;
  const hypervisor = hypervisorOf(config);
  return new Agent({
    clock: systemClock,
    random: systemRandom,
    log,
    collector: createHostCollector({ clock: systemClock, log }),
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
  });
}

async function main(): Promise<number> {
  const start = startDaemon({
    name: 'muster-agent',
    description: 'Reports this host and its virtual machines to a Muster central.',
    version: packageVersion(),
    schema: agentConfigSchema,
    defaultFile: '/etc/muster/agent.yaml',
    argv: process.argv.slice(2),
    env: process.env,
  });
  if (start.kind === 'exit') {
    process.stdout.write(start.output);
    process.stderr.write(start.errors);
    return start.code;
  }
  const log = createLogger({ program: 'muster-agent', level: start.config.log.level });
  for (const warning of start.warnings) log.warn(warning);
  try {
    const services = [agentOf(start.config, log)];
    return await runProgram({ services, process, log, clock: systemClock, stopTimeoutMs }).done;
  } catch (thrown) {
    const error = MusterError.from(thrown);
    log.fatal({ code: error.code }, error.message);
    return error.exitCode;
  }
}

// A connection that is still being tried must not keep a stopped program alive.
process.exit(await main());
