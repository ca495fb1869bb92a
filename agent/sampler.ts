import type { Clock, Timer } from '../shared/clock.ts';
import type { HostStats } from '../shared/model/stats.ts';
import type { VmSampling } from './hypervisor/port.ts';
import type { Outbox } from './report/outbox.ts';

export interface SamplerOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly sampleHost: () => Promise<HostStats>;
  readonly sampleVms: (deadlineMs: number) => Promise<VmSampling>;
}

/**
 * Measures at the interval, into the outbox's one slot. Host and VMs apart: a libvirt that is stuck must not make the
 * host's own numbers old, and neither ever delays a heartbeat (OV-30).
 */
export class Sampler {
  readonly #options: SamplerOptions;
  #intervalMs: number;
  #timer: Timer | undefined;
  #isSamplingHost = false;
  #isSamplingVms = false;

  constructor(options: SamplerOptions, intervalMs: number) {
    this.#options = options;
    this.#intervalMs = intervalMs;
  }

  start(): void {
    this.#sample();
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  setInterval(intervalMs: number): void {
    if (intervalMs === this.#intervalMs) return;
    this.#intervalMs = intervalMs;
    if (this.#timer !== undefined) this.#arm();
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(() => {
      this.#arm();
      this.#sample();
    }, this.#intervalMs);
  }

  #sample(): void {
    if (!this.#isSamplingHost) void this.#sampleHost();
    if (!this.#isSamplingVms) void this.#sampleVms();
  }

  async #sampleHost(): Promise<void> {
    this.#isSamplingHost = true;
    this.#options.outbox.setHostStats(await this.#options.sampleHost());
    this.#isSamplingHost = false;
  }

  async #sampleVms(): Promise<void> {
    this.#isSamplingVms = true;
    const sampling = await this.#options.sampleVms(this.#intervalMs);
    if (sampling.kind === 'samples') this.#options.outbox.setVmSamples(sampling.vms);
    this.#isSamplingVms = false;
  }
}
