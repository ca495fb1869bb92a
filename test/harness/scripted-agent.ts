import { createInterface } from 'node:readline';

import { Agent } from '../../agent/agent.ts';
import { createHostCollector } from '../../agent/collect/collector.ts';
import type { HypervisorEvent, HypervisorPort, VmSampling } from '../../agent/hypervisor/port.ts';
import { insecureDialer } from '../../agent/push/stream.ts';
import { systemClock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import { createLogger } from '../../shared/log.ts';
import { runProgram } from '../../shared/program.ts';
import { systemRandom } from '../../shared/random.ts';

/**
 * The agent as agent/main.ts puts it together, but with a hypervisor that tells what the test wants: each line of
 * standard input is a HypervisorEvent. Standard output says `connected` and `disconnected` as it happens; the log goes to standard error.
 */
export interface ScriptedAgentSettings {
  /** Of the central, host:port. */
  readonly addresses: readonly string[];
  readonly hostId: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Changes it holds until they are safe; as real agents unless told. */
  readonly journalEntriesMax?: number;
}

class ScriptedHypervisor implements HypervisorPort {
  #emit: ((event: HypervisorEvent) => void) | undefined;
  /** What was said before anybody listened. */
  readonly #early: HypervisorEvent[] = [];

  start(emit: (event: HypervisorEvent) => void): void {
    this.#emit = emit;
    for (const event of this.#early.splice(0)) emit(event);
  }

  tell(event: HypervisorEvent): void {
    if (this.#emit) this.#emit(event);
    else this.#early.push(event);
  }

  sample(): Promise<VmSampling> {
    return Promise.resolve({ kind: 'samples', vms: [] });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

async function main(settings: ScriptedAgentSettings): Promise<number> {
  const log = createLogger({
    program: 'scripted-agent',
    level: 'info',
    destination: process.stderr,
  });
  const hypervisor = new ScriptedHypervisor();
  createInterface(process.stdin).on('line', (line) => {
    hypervisor.tell(JSON.parse(line) as HypervisorEvent);
  });
  const { addresses, hostId, site, labels, journalEntriesMax } = settings;
  const agent = new Agent({
    ...{ clock: systemClock, random: systemRandom, log, hypervisor },
    ...{ addresses, hostId, site, labels, name: hostId, class: 'PERMANENT', version: '0.0.0' },
    collector: createHostCollector({ clock: systemClock, log }),
    dial: insecureDialer(),
    farewell: () => Promise.resolve('RESTART'),
    uptimeMs: () => undefined,
    ...(journalEntriesMax !== undefined && { outboxLimits: { ...limits, journalEntriesMax } }),
  });
  let wasConnected = false;
  setInterval(() => {
    if (agent.isConnected === wasConnected) return;
    wasConnected = agent.isConnected;
    process.stdout.write(wasConnected ? 'connected\n' : 'disconnected\n');
  }, 5).unref();
  const services = [agent];
  const stopTimeoutMs = 5_000;
  const { done } = runProgram({ services, process, log, clock: systemClock, stopTimeoutMs });
  const code = await done;
  process.stdin.destroy();
  return code;
}

process.exitCode = await main(JSON.parse(process.argv[2] ?? '') as ScriptedAgentSettings);
