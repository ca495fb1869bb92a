import { Pusher } from '../../agent/push/pusher.ts';
import type { StreamDialer } from '../../agent/push/stream.ts';
import { Outbox } from '../../agent/report/outbox.ts';
import type { Clock, Timer } from '../../shared/clock.ts';
import type { Logger } from '../../shared/log.ts';
import type { Hardware } from '../../shared/model/host.ts';
import type { GoodbyeKind } from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import type { Random } from '../../shared/random.ts';
import { protocolVersion } from '../../shared/wire/agent-message.ts';
import { withMark } from './mark.ts';
import type { HostLoad } from './simulated-load.ts';

export interface HostParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: Random;
  readonly dial: StreamDialer;
  readonly addresses: readonly string[];
  readonly intervalMs: number;
  readonly load: HostLoad;
  readonly vmIds: readonly string[];
  /** Number of the host in the fleet. */
  readonly index: number;
  /** Says that it is the same host on another machine; 0 for the host itself. */
  readonly clone: number;
}

const hardware: Hardware = {
  cpuModel: 'AMD EPYC 7443P 24-Core Processor',
  cpuCount: 48,
  socketCount: 1,
  architecture: 'x86_64',
  memoryKib: 263_872_000,
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-18-amd64',
  virtualization: ['svm', 'kvm'],
  networkInterfaces: [{ name: 'eno1', mac: '52:54:00:12:34:56', speedMbps: 10_000 }],
  disks: [{ name: 'sda', sizeBytes: 480_103_981_056, isRotational: false }],
  hypervisor: { type: 'QEMU', version: '7.2.9', libraryVersion: '9.0.0' },
  probeSource: 'proc',
};

function hostIdOf(index: number): string {
  return `swarm-${String(index).padStart(6, '0')}`;
}

/** Shaped as a UUID, and the same in every run. */
export function vmIdsOf(index: number, count: number): string[] {
  const host = index.toString(16).padStart(8, '0');
  return Array.from({ length: count }, (_, vm) => {
    return `${host}-5eed-4000-8000-${vm.toString(16).padStart(12, '0')}`;
  });
}

function vmStateOf(id: string, hostIndex: number, vm: number): VmState {
  return {
    id,
    name: `vm-${hostIndex}-${vm}`,
    status: 'UP',
    reason: 'BOOTED',
    sinceAt: 1_735_689_600_000,
    isPersistent: true,
    vcpuCount: 4,
    memoryMaxKib: 8_388_608,
    isGuestAgentConnected: true,
  };
}

/** One host of the swarm: the agent's own outbox and push, with a scripted hypervisor and walks instead of probes. */
export class SimulatedHost {
  readonly #parts: HostParts;
  readonly #vms: VmState[];
  #outbox = new Outbox();
  #pusher: Pusher;
  #sampleTimer: Timer | undefined;
  #sequence = 0;
  #isPresent = false;

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#vms = parts.vmIds.map((id, vm) => vmStateOf(id, parts.index, vm));
    this.#pusher = this.#newPusher();
  }

  get isConnected(): boolean {
    return this.#pusher.isConnected;
  }

  /** True while it takes part in the fleet, connected or not. */
  get isPresent(): boolean {
    return this.#isPresent;
  }

  /** Everything it ever observed is safe with the central. */
  get isSafe(): boolean {
    return this.#outbox.safeChange > 0 && this.#outbox.safeChange === this.#outbox.lastChange;
  }

  /** Changes that are not safe yet. */
  get unsafeCount(): number {
    return this.#outbox.lastChange - this.#outbox.safeChange;
  }

  get scriptedCount(): number {
    return this.#sequence;
  }

  start(): void {
    const { clock, load } = this.#parts;
    const now = clock.unixMs();
    this.#isPresent = true;
    this.#outbox.observe({ kind: 'hardware', hardware }, now);
    this.#outbox.observeInventory(this.#vms, now);
    this.#outbox.setHostStats(load.host);
    this.#outbox.setVmSamples(load.vms);
    this.#pusher.start();
  }

  /** One VM stops or goes on, as the script says for this time. */
  change(scriptedMs: number): void {
    this.#sequence += 1;
    const place = this.#sequence % this.#vms.length;
    const known = this.#vms[place];
    if (known === undefined) return;
    const now = this.#parts.clock.unixMs();
    const turned: VmState =
      known.status === 'UP'
        ? { ...known, status: 'PAUSED', reason: 'USER', sinceAt: now }
        : { ...known, status: 'UP', reason: 'RESUMED', sinceAt: now };
    const vm = withMark(turned, { sequence: this.#sequence, scriptedMs });
    this.#vms[place] = vm;
    this.#outbox.observe({ kind: 'vm', vm }, now);
    this.#pusher.changed();
  }

  /** Ends the agent as its service manager would. */
  async leave(goodbye: GoodbyeKind): Promise<void> {
    this.#isPresent = false;
    this.#sampleTimer?.cancel();
    await this.#pusher.stop(goodbye);
  }

  /** The agent starts again: another run, the same VMs. */
  comeBack(): void {
    this.#outbox = new Outbox();
    this.#pusher = this.#newPusher();
    this.start();
  }

  #newPusher(): Pusher {
    const { clock, log, random, dial, addresses, intervalMs, index, clone } = this.#parts;
    const hostId = hostIdOf(index);
    const facts = {
      hostId,
      run: `boot-${clone}-${random.id(8)}`,
      bootId: `boot-${clone}`,
      machineIdHash: `${hostId}-${clone}`,
      protocolVersion,
      agentVersion: '0.0.0',
      capabilities: ['report', 'libvirt'],
      name: hostId,
      site: `site-${index % 8}`,
      labels: { rack: `rack-${index % 100}`, pool: 'swarm' },
      class: 'PERMANENT',
      hardware,
    } as const;
    return new Pusher({
      ...{ clock, random, dial, log, outbox: this.#outbox },
      settings: { intervalMs, reconnectWindowMs: 250, ackDeadlineMs: 6_000, addresses },
      facts: () => facts,
      onInterval: (interval) => {
        this.#armSample(interval);
      },
    });
  }

  #armSample(intervalMs: number): void {
    this.#sampleTimer?.cancel();
    this.#sampleTimer = this.#parts.clock.setTimer(() => {
      this.#armSample(intervalMs);
      this.#parts.load.advance();
    }, intervalMs);
  }
}
