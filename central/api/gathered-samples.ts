import type { Host } from '../../shared/model/host.ts';
import type { Vm } from '../../shared/model/vm.ts';
import type { SamplesOfHost, WantedSamplesOfHost } from '../peer-port.ts';
import type { FleetView, SampleView } from '../ports.ts';
import type { ClusterView } from './cluster-view.ts';

/** Samples of the rows of one answer, wherever they were. */
export interface GatheredSamples {
  readonly samples: SampleView;
  /** Owners of rows that did not tell theirs in time, by id. */
  readonly silentReplicas: readonly string[];
}

interface Wanted {
  isHostWanted: boolean;
  readonly vmIds: string[];
}

/** Owner -> host -> what of it. */
type WantedByOwner = Map<string, Map<string, Wanted>>;

export interface SampleGatheringOptions {
  readonly view: Pick<FleetView, 'getHost'>;
  readonly samples: SampleView;
  readonly cluster?: Pick<ClusterView, 'membership' | 'peers'>;
}

/**
 * Samples live in the memory of the replica that hears the agent (I3). Rows are read first, then each foreign owner among
 * theirs is asked once, all at the same time; what did not come in time is left out, and said.
 */
export class SampleGathering {
  readonly #options: SampleGatheringOptions;

  constructor(options: SampleGatheringOptions) {
    this.#options = options;
  }

  /** Nothing to wait for unless another replica owns one of them. Never rejects. */
  ofHosts(hosts: readonly Host[]): GatheredSamples | Promise<GatheredSamples> {
    if (this.#isAlone()) return this.#own();
    const wanted: WantedByOwner = new Map();
    for (const { id, owner } of hosts) this.#want(wanted, owner, id).isHostWanted = true;
    return this.#gather(wanted);
  }

  /** As `ofHosts`. */
  ofVms(vms: readonly Vm[]): GatheredSamples | Promise<GatheredSamples> {
    if (this.#isAlone()) return this.#own();
    const owners = new Map<string, string>();
    const wanted: WantedByOwner = new Map();
    for (const { id, hostId } of vms) {
      const owner = owners.get(hostId) ?? this.#options.view.getHost(hostId)?.owner ?? '';
      owners.set(hostId, owner);
      this.#want(wanted, owner, hostId).vmIds.push(id);
    }
    return this.#gather(wanted);
  }

  #isAlone(): boolean {
    const { cluster } = this.#options;
    return cluster === undefined || cluster.membership.members().length <= 1;
  }

  #own(): GatheredSamples {
    return { samples: this.#options.samples, silentReplicas: [] };
  }

  #want(wanted: WantedByOwner, owner: string, hostId: string): Wanted {
    const hosts = wanted.get(owner) ?? new Map<string, Wanted>();
    wanted.set(owner, hosts);
    const entry = hosts.get(hostId) ?? { isHostWanted: false, vmIds: [] };
    hosts.set(hostId, entry);
    return entry;
  }

  #gather(wanted: WantedByOwner): GatheredSamples | Promise<GatheredSamples> {
    // Of what nobody owns any more there may be an old sample here.
    wanted.delete('');
    wanted.delete(this.#options.cluster?.membership.self.id ?? '');
    return wanted.size === 0 ? this.#own() : this.#ask(wanted);
  }

  async #ask(wanted: WantedByOwner): Promise<GatheredSamples> {
    const answers = await Promise.all(
      [...wanted].map(async ([owner, hosts]) => ({
        ...{ owner, hosts, told: await this.#askOwner(owner, hosts) },
      })),
    );
    const foreign = new Map<string, SamplesOfHost | undefined>();
    for (const { hosts, told = [] } of answers) {
      for (const hostId of hosts.keys()) foreign.set(hostId, undefined);
      for (const samples of told)
        if (hosts.has(samples.hostId)) foreign.set(samples.hostId, samples);
    }
    const silent = answers.filter(({ told }) => told === undefined).map(({ owner }) => owner);
    return { samples: withForeign(this.#options.samples, foreign), silentReplicas: silent.sort() };
  }

  async #askOwner(
    owner: string,
    hosts: ReadonlyMap<string, Wanted>,
  ): Promise<readonly SamplesOfHost[] | undefined> {
    const { cluster } = this.#options;
    const member = cluster?.membership.members().find(({ id }) => id === owner);
    if (cluster === undefined || member?.isAlive !== true) return undefined;
    const wanted: WantedSamplesOfHost[] = [...hosts].map(([hostId, of]) => ({ hostId, ...of }));
    return cluster.peers.samples(member, wanted);
  }
}

/** What this replica itself still has of a foreign host is older than what the owner did not tell. */
function withForeign(
  own: SampleView,
  foreign: ReadonlyMap<string, SamplesOfHost | undefined>,
): SampleView {
  return {
    samplesOf: (hostId) =>
      foreign.has(hostId) ? foreign.get(hostId)?.host : own.samplesOf(hostId),
    vmSampleOf: (hostId, vmId) =>
      foreign.has(hostId) ? foreign.get(hostId)?.vms.get(vmId) : own.vmSampleOf(hostId, vmId),
  };
}
