import type { Clock, Timer } from '../shared/clock.ts';
import type { Logger } from '../shared/log.ts';
import type { Hardware, HypervisorInfo } from '../shared/model/host.ts';
import type { GoodbyeKind, HostClass } from '../shared/model/status.ts';
import type { Random } from '../shared/random.ts';
import type { Service } from '../shared/service.ts';
import { protocolVersion } from '../shared/wire/agent-message.ts';
import type { HostCollector } from './collect/collector.ts';
import type { HypervisorEvent, HypervisorPort } from './hypervisor/port.ts';
import { Pusher } from './push/pusher.ts';
import type { HelloFacts } from './push/pusher.ts';
import type { StreamDialer } from './push/stream.ts';
import { Outbox } from './report/outbox.ts';
import type { OutboxLimits } from './report/outbox.ts';
import { Sampler } from './sampler.ts';
import { SleepWatch } from './sleep-watch.ts';

export interface AgentOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly collector: HostCollector;
  /** Unset: the host alone is reported. */
  readonly hypervisor?: HypervisorPort;
  readonly dial: StreamDialer;
  readonly addresses: readonly string[];
  readonly hostId: string;
  readonly name: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly class: HostClass;
  readonly version: string;
  /** Why the agent is stopped. */
  readonly farewell: () => Promise<GoodbyeKind>;
  /** Ms since boot with all sleep in it; undefined: nobody knows. */
  readonly uptimeMs: () => number | undefined;
  readonly outboxLimits?: OutboxLimits;
}

const defaultIntervalMs = 2_000;
const hardwareMs = 60_000;
/** Until a central says otherwise. */
const connectionDefaults = { reconnectWindowMs: 250, ackDeadlineMs: 6_000 };

/** Joins observers, outbox and stream. The stream comes first: heartbeats wait for nothing (OV-30). */
export class Agent implements Service {
  readonly name = 'agent';
  readonly #options: AgentOptions;
  readonly #outbox: Outbox;
  #pusher: Pusher | undefined;
  #sampler: Sampler | undefined;
  #hypervisorInfo: HypervisorInfo | undefined;
  readonly #sleep: SleepWatch;
  #hardwareTimer: Timer | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.outboxLimits);
    const { clock, uptimeMs } = options;
    const woke = (sleptMs: number): void => {
      this.#pusher?.woke(sleptMs);
    };
    this.#sleep = new SleepWatch({ clock, uptimeMs, woke });
  }

  get isConnected(): boolean {
    return this.#pusher?.isConnected ?? false;
  }

  async start(): Promise<void> {
    const { clock, random, log, collector, hypervisor, dial, addresses } = this.#options;
    const [identity, hardware] = await Promise.all([collector.identity(), collector.hardware()]);
    this.#observeHardware(hardware);
    const run = `${identity.bootId}-${random.id(8)}`;
    const sampler = new Sampler(
      {
        clock,
        outbox: this.#outbox,
        sampleHost: () => collector.sample(),
        sampleVms: (deadlineMs) =>
          hypervisor?.sample(deadlineMs) ??
          Promise.resolve({ kind: 'unavailable', reason: 'NO_HYPERVISOR' }),
      },
      defaultIntervalMs,
    );
    this.#sampler = sampler;
    this.#pusher = new Pusher({
      ...{ clock, random, log, dial, outbox: this.#outbox },
      settings: { ...connectionDefaults, intervalMs: defaultIntervalMs, addresses },
      facts: () => ({
        ...hostFacts(this.#options, this.#outbox.picture.hardware),
        ...{ run, bootId: identity.bootId, machineIdHash: identity.machineIdHash },
      }),
      onInterval: (intervalMs) => {
        sampler.setInterval(intervalMs);
      },
    });
    log.info({ hostId: this.#options.hostId, run, addresses }, 'agent runs');
    this.#pusher.start();
    if (hypervisor === undefined) this.#outbox.observeNoInventory();
    else this.#follow(hypervisor);
    sampler.start();
    this.#sleep.start();
    this.#armHardware();
  }

  async stop(): Promise<void> {
    this.#hardwareTimer?.cancel();
    this.#sleep.stop();
    this.#sampler?.stop();
    await this.#pusher?.stop(await this.#options.farewell());
    await this.#options.hypervisor?.stop();
  }

  #follow(hypervisor: HypervisorPort): void {
    hypervisor.start((event) => {
      this.#observe(event);
      this.#pusher?.changed();
    });
  }

  #observe(event: HypervisorEvent): void {
    const now = this.#options.clock.unixMs();
    switch (event.kind) {
      case 'available':
        this.#hypervisorInfo = event.info;
        this.#observeAvailability('', '', now);
        this.#outbox.observeInventory(event.vms, now);
        this.#reviseHardware();
        break;
      case 'unavailable':
        this.#options.log.warn({ reason: event.reason }, event.message);
        this.#observeAvailability(event.reason, event.message, now);
        this.#outbox.observeNoInventory();
        break;
      case 'notice':
        this.#options.log.info({ reason: event.reason }, event.message);
        break;
      case 'vm':
      case 'vm-removed':
      case 'incident':
        this.#outbox.observe(event, now);
        break;
    }
  }

  #observeAvailability(reason: string, message: string, now: number): void {
    const isActive = reason !== '';
    const condition = { type: 'HYPERVISOR_UNAVAILABLE', isActive, reason, message } as const;
    this.#outbox.observe({ kind: 'condition', condition }, now);
  }

  /** The collector knows the machine, the hypervisor knows itself. */
  #observeHardware(hardware: Hardware): void {
    const whole = {
      ...hardware,
      ...(this.#hypervisorInfo && { hypervisor: this.#hypervisorInfo }),
    };
    this.#outbox.observe({ kind: 'hardware', hardware: whole }, this.#options.clock.unixMs());
  }

  #reviseHardware(): void {
    const { hardware } = this.#outbox.picture;
    if (hardware !== undefined) this.#observeHardware(hardware);
  }

  #armHardware(): void {
    this.#hardwareTimer = this.#options.clock.setTimer(() => {
      this.#armHardware();
      void this.#options.collector.hardware().then((hardware) => {
        this.#observeHardware(hardware);
        this.#pusher?.changed();
      });
    }, hardwareMs);
  }
}

function hostFacts(
  options: AgentOptions,
  hardware: Hardware | undefined,
): Omit<HelloFacts, 'run' | 'bootId' | 'machineIdHash'> {
  const { hostId, name, site, labels, version } = options;
  return {
    ...{ hostId, name, site, labels },
    class: options.class,
    agentVersion: version,
    protocolVersion,
    capabilities: ['report', ...(options.hypervisor ? ['libvirt'] : [])],
    ...(hardware && { hardware }),
  };
}
