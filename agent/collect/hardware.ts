import os from 'node:os';

import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Hardware } from '../../shared/model/host.ts';
import { CallGuard } from './call-guard.ts';
import { readDisks } from './disk-inventory.ts';
import type { HostFiles } from './host-files.ts';
import { parseMeminfo } from './memory.ts';
import { readInterfaces, readSpeeds } from './network-inventory.ts';
import { readOperatingSystem } from './operating-system.ts';
import type { ProbeHealth } from './probe-health.ts';
import { readProcessor } from './processor.ts';

/** One question about the machine. What it said last holds while it does not answer, so that hardware never flickers. */
interface Part<T> {
  readonly name: string;
  value: T;
  read(files: HostFiles): Promise<T>;
}

function part<T>(name: string, read: (files: HostFiles) => Promise<T>, unknown: T): Part<T> {
  return { name, read, value: unknown };
}

export interface HardwareProbeOptions {
  readonly clock: Clock;
  readonly files: HostFiles;
  readonly health: ProbeHealth;
}

/** What the machine is made of, asked part by part, so that one that hangs hides nothing of the others. */
export class HardwareProbe {
  readonly #files: HostFiles;
  readonly #health: ProbeHealth;
  readonly #guard: CallGuard;
  readonly #processor = part('processor', readProcessor, {
    cpuModel: '',
    cpuCount: 0,
    socketCount: 0,
    virtualization: [],
  });
  readonly #memory = part('memory size', readMemoryKib, 0);
  readonly #system = part('operating system', readOperatingSystem, {
    operatingSystem: '',
    kernel: '',
  });
  readonly #disks = part('disk inventory', readDisks, []);
  readonly #interfaces = part('network inventory', readInterfaces, []);
  readonly #speeds = part('link speeds', readSpeeds, new Map());

  constructor({ clock, files, health }: HardwareProbeOptions) {
    this.#files = files;
    this.#health = health;
    this.#guard = new CallGuard({ clock, inFlightMax: 6 });
  }

  /** Never rejects; takes `limits.probeDeadlineMs` at most. */
  async read(): Promise<Hardware> {
    await Promise.all([
      this.#ask(this.#processor),
      this.#ask(this.#memory),
      this.#ask(this.#system),
      this.#ask(this.#disks),
      this.#ask(this.#interfaces),
      this.#ask(this.#speeds),
    ]);
    const { virtualization, ...processor } = this.#processor.value;
    const hasKvm = this.#files.exists('/dev/kvm');
    return {
      ...processor,
      architecture: os.machine(),
      memoryKib: this.#memory.value,
      ...this.#system.value,
      virtualization: hasKvm ? [...virtualization, 'kvm'] : virtualization,
      networkInterfaces: this.#interfaces.value.map((one) => ({
        ...one,
        speedMbps: this.#speeds.value.get(one.name) ?? 0,
      })),
      disks: this.#disks.value,
      probeSource: 'proc',
    };
  }

  async #ask<T>(asked: Part<T>): Promise<void> {
    const outcome = await this.#guard.run(asked.name, limits.probeDeadlineMs, () =>
      asked.read(this.#files),
    );
    if (this.#health.noteOutcome(asked.name, outcome)) asked.value = outcome.value;
  }
}

async function readMemoryKib(files: HostFiles): Promise<number> {
  return parseMeminfo(await files.read('/proc/meminfo')).get('MemTotal') ?? 0;
}
