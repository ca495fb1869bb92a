import { runAgent } from '../../agent/program.ts';

import type { AgentConfig } from '../../agent/config.ts';
import type { HypervisorEvent, HypervisorPort, VmSampling } from '../../agent/hypervisor/port.ts';
import type { VmSample } from '../../shared/model/stats.ts';
import { seededRandom } from '../../shared/random.ts';
import { vmIdsOf } from '../swarm/simulated-host.ts';
import { FieldWalks } from '../swarm/walks.ts';
import { busyEvery, loadWorkload } from '../swarm/workload.ts';

/*
 * The program that agent/main.ts runs, with its flags, its configuration and its real probes. Only the VMs are simulated, as
 * many as the label `vms` says; what simulates them, 1 MB of random walks, counts as the agent's.
 */

class SimulatedHypervisor implements HypervisorPort {
  readonly #vmIds: readonly string[];
  readonly #samples: readonly Record<string, number | string>[];
  readonly #walks: FieldWalks;
  readonly #busyEvery: number;
  #turn = 0;

  constructor(vmCount: number) {
    const workload = loadWorkload();
    this.#vmIds = vmIdsOf(0, vmCount);
    this.#samples = this.#vmIds.map((vmId) => ({ vmId }));
    this.#walks = new FieldWalks(workload.vm, seededRandom(1));
    this.#busyEvery = busyEvery(workload);
    for (const [i, sample] of this.#samples.entries()) this.#walks.write(sample, i, 0);
  }

  start(emit: (event: HypervisorEvent) => void): void {
    const vms = this.#vmIds.map((id, i) => ({
      ...({ id, name: `vm-${i}`, status: 'UP', reason: 'BOOTED', sinceAt: 0 } as const),
      ...{ isPersistent: true, vcpuCount: 4, memoryMaxKib: 8_388_608, isGuestAgentConnected: true },
    }));
    const info = { type: 'SIMULATED', version: '1.0.0', libraryVersion: '1.0.0' };
    emit({ kind: 'available', info, vms });
  }

  sample(): Promise<VmSampling> {
    this.#turn += 1;
    for (const [i, sample] of this.#samples.entries()) {
      if (i % this.#busyEvery === 0) this.#walks.write(sample, i, this.#turn);
    }
    const vms = this.#samples as unknown as readonly VmSample[];
    return Promise.resolve({ kind: 'samples', vms });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

function hypervisorOf({ host }: AgentConfig): HypervisorPort {
  return new SimulatedHypervisor(Number(host.labels['vms']));
}

process.exit(await runAgent({ process, env: process.env, hypervisorOf }));
