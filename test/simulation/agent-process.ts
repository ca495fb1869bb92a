import type { HypervisorEvent, HypervisorPort } from '../../agent/hypervisor/port.ts';
import { Pusher } from '../../agent/push/pusher.ts';
import type { StreamDialer } from '../../agent/push/stream.ts';
import { Outbox } from '../../agent/report/outbox.ts';
import type { OutboxLimits } from '../../agent/report/outbox.ts';
import { Sampler } from '../../agent/sampler.ts';
import { silentLogger } from '../../shared/log.ts';
import type { Change, ChangeBody } from '../../shared/model/protocol.ts';
import type { GoodbyeKind } from '../../shared/model/status.ts';
import type { Chance } from './chance.ts';
import { intervalMs } from './central-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Keeps every change that got a number: what the central must know one by one, or say that it does not. */
class RecordingOutbox extends Outbox {
  readonly #recorded: Change[];

  constructor(outboxLimits: OutboxLimits, recorded: Change[]) {
    super(outboxLimits);
    this.#recorded = recorded;
  }

  override observe(body: ChangeBody, observedAt: number): void {
    const before = this.lastChange;
    super.observe(body, observedAt);
    const change = this.lastChange;
    if (change > before) this.#recorded.push({ change, observedAt, body });
  }
}

export interface AgentProcessOptions {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly hostId: string;
  readonly bootId: string;
  readonly dialer: (isAlive: () => boolean) => StreamDialer;
  readonly hypervisor: HypervisorPort;
  readonly outboxLimits: OutboxLimits;
  readonly addresses: readonly string[];
  /** How wrong the host's clock is, ms. */
  readonly skewMs: number;
}

/** One life of an agent, put together as the program does. */
export class AgentProcess {
  readonly run: string;
  readonly recorded: Change[] = [];
  readonly outbox: Outbox;
  readonly #pusher: Pusher;
  readonly #sampler: Sampler;
  readonly #hypervisor: HypervisorPort;
  readonly #unixMs: () => number;
  #isAlive = true;

  constructor(options: AgentProcessOptions) {
    const { time, chance, hostId, bootId, hypervisor } = options;
    this.run = `${bootId}-${chance.random.id(8)}`;
    const clock = time.clock(() => this.#isAlive, options.skewMs);
    this.#unixMs = () => clock.unixMs();
    this.#hypervisor = hypervisor;
    this.outbox = new RecordingOutbox(options.outboxLimits, this.recorded);
    this.#sampler = new Sampler(
      {
        clock,
        outbox: this.outbox,
        sampleHost: () => Promise.resolve(hostStats(chance)),
        sampleVms: (deadlineMs) => hypervisor.sample(deadlineMs),
      },
      intervalMs,
    );
    this.#pusher = new Pusher({
      ...{ clock, random: chance.random, log: silentLogger, outbox: this.outbox },
      dial: options.dialer(() => this.#isAlive),
      settings: {
        ...{ intervalMs, reconnectWindowMs: 200, ackDeadlineMs: 6_000 },
        addresses: options.addresses,
      },
      facts: () => ({
        ...{ hostId, name: hostId, site: 'sim', labels: {}, class: 'PERMANENT' },
        ...{ agentVersion: '1', protocolVersion: 1, capabilities: ['report'] },
        ...{ run: this.run, bootId, machineIdHash: '' },
      }),
      onInterval: (ms) => {
        this.#sampler.setInterval(ms);
      },
    });
  }

  get isConnected(): boolean {
    return this.#pusher.isConnected;
  }

  start(): void {
    this.#pusher.start();
    this.#hypervisor.start((event) => {
      if (!this.#isAlive) return;
      this.#observe(event);
      this.#pusher.changed();
    });
    this.#sampler.start();
  }

  kill(): void {
    this.#isAlive = false;
  }

  /** Says goodbye; the process ends by itself, or after a while by force. */
  stop(goodbye: GoodbyeKind): void {
    this.#sampler.stop();
    void this.#pusher.stop(goodbye);
    void this.#hypervisor.stop();
  }

  #observe(event: HypervisorEvent): void {
    const now = this.#unixMs();
    switch (event.kind) {
      case 'available':
        this.#observeAvailability('', now);
        this.outbox.observeInventory(event.vms, now);
        break;
      case 'unavailable':
        this.#observeAvailability(event.reason, now);
        this.outbox.observeNoInventory();
        break;
      case 'vm':
      case 'vm-removed':
      case 'incident':
        this.outbox.observe(event, now);
        break;
      case 'notice':
        break;
    }
  }

  #observeAvailability(reason: string, now: number): void {
    const isActive = reason !== '';
    const condition = { type: 'HYPERVISOR_UNAVAILABLE', isActive, reason, message: '' } as const;
    this.outbox.observe({ kind: 'condition', condition }, now);
  }
}

function hostStats(chance: Chance): Parameters<Outbox['setHostStats']>[0] {
  const host = { cpuPermille: chance.whole(0, 1000), load1: chance.between(0, 4) };
  return { host, disks: [], filesystems: [], networkInterfaces: [] };
}
