import { Agent } from '../../agent/agent.ts';
import { createHostCollector } from '../../agent/collect/collector.ts';
import type { HypervisorEvent, HypervisorPort, VmSampling } from '../../agent/hypervisor/port.ts';
import { insecureDialer } from '../../agent/push/stream.ts';
import { systemClock } from '../../shared/clock.ts';
import { createLogger } from '../../shared/log.ts';
import { systemRandom } from '../../shared/random.ts';
import { vmIdsOf } from '../swarm/simulated-host.ts';
import { SimulatedLoad } from '../swarm/simulated-load.ts';
import type { HostLoad } from '../swarm/simulated-load.ts';
import { loadWorkload } from '../swarm/workload.ts';

/** The agent as agent/main.ts puts it together, real probes included; only the VMs are simulated. Arguments: central, VMs. */
class SimulatedHypervisor implements HypervisorPort {
  readonly #vmIds: readonly string[];
  readonly #load: HostLoad;

  constructor(vmCount: number) {
    this.#vmIds = vmIdsOf(0, vmCount);
    this.#load = new SimulatedLoad(loadWorkload()).of(0, this.#vmIds);
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
    this.#load.advance();
    return Promise.resolve({ kind: 'samples', vms: this.#load.vms });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

const [address = '', vmCount = '20'] = process.argv.slice(2);
const log = createLogger({ program: 'agent', level: 'warn' });
await new Agent({
  ...{ clock: systemClock, random: systemRandom, log },
  collector: createHostCollector({ clock: systemClock, log }),
  hypervisor: new SimulatedHypervisor(Number(vmCount)),
  dial: insecureDialer(),
  addresses: [address],
  ...{ hostId: 'bench-agent', name: 'bench-agent', site: '', labels: {}, class: 'PERMANENT' },
  version: '0.0.0',
  farewell: () => Promise.resolve('RESTART'),
}).start();
