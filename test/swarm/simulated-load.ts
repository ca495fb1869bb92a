import { seededRandom } from '../../shared/random.ts';
import type { HostStats, VmSample } from '../../shared/model/stats.ts';
import { FieldWalks } from './walks.ts';
import { busyEvery } from './workload.ts';
import type { Workload } from './workload.ts';

type MutableSample = Record<string, number | string>;

/** The statistics of one host and its VMs, written anew in place at each turn. */
export interface HostLoad {
  readonly host: HostStats;
  readonly vms: readonly VmSample[];
  /** One interval later. */
  advance(): void;
}

/** A simulated collector for any number of hosts: the same seed gives every process the same statistics. */
export class SimulatedLoad {
  readonly #workload: Workload;
  readonly #host: FieldWalks;
  readonly #disk: FieldWalks;
  readonly #filesystem: FieldWalks;
  readonly #networkInterface: FieldWalks;
  readonly #vm: FieldWalks;

  constructor(workload: Workload, seed = 1) {
    const random = seededRandom(seed);
    this.#workload = workload;
    this.#host = new FieldWalks(workload.host, random);
    this.#disk = new FieldWalks(workload.disks.fields, random);
    this.#filesystem = new FieldWalks(workload.filesystems.fields, random);
    this.#networkInterface = new FieldWalks(workload.networkInterfaces.fields, random);
    this.#vm = new FieldWalks(workload.vm, random);
  }

  /** @param index of the host in the fleet. */
  of(index: number, vmIds: readonly string[]): HostLoad {
    const { disks, filesystems, networkInterfaces } = this.#workload;
    const host: MutableSample = {};
    const named = (names: readonly string[], key: string): MutableSample[] =>
      names.map((name) => ({ [key]: name }));
    const parts = [
      { walks: this.#host, samples: [host] },
      { walks: this.#disk, samples: named(disks.names, 'name') },
      { walks: this.#filesystem, samples: named(filesystems.names, 'mount') },
      { walks: this.#networkInterface, samples: named(networkInterfaces.names, 'name') },
    ] as const;
    const vms: MutableSample[] = vmIds.map((vmId) => ({ vmId }));
    const every = busyEvery(this.#workload);
    const busy = vms.filter((_, i) => (i + index) % every === 0);
    let turn = (index * 17) % 512;
    const advance = (): void => {
      turn += 1;
      for (const { walks, samples } of parts) {
        for (const [i, sample] of samples.entries()) walks.write(sample, index + i * 11, turn);
      }
      for (const [i, sample] of busy.entries()) this.#vm.write(sample, index + i * 3, turn);
    };
    for (const [i, sample] of vms.entries()) this.#vm.write(sample, index + i, turn);
    advance();
    const [, disk, filesystem, networkInterface] = parts;
    return {
      // The fields are those of the fixture, which a test holds to the model's tables.
      host: {
        host,
        disks: disk.samples,
        filesystems: filesystem.samples,
        networkInterfaces: networkInterface.samples,
      } as unknown as HostStats,
      vms: vms as unknown as readonly VmSample[],
      advance,
    };
  }
}
