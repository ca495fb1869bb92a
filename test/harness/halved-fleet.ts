import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'vitest';

import type { Event } from '../../shared/model/event.ts';
import type { CentralProcess } from './central-process.ts';
import { eventually } from './eventually.ts';
import { Link } from './replicas.ts';
import type { Stage } from './stage.ts';
import { SwarmProcess } from './swarm-process.ts';
import { WatchRecorder } from './watch-recorder.ts';

export interface HalvedFleetOptions {
  /** Hosts that stay in contact. */
  readonly staying: number;
  /** Hosts whose link can be cut. */
  readonly cut: number;
  readonly nats?: string;
}

/** Of `HalvedFleet.central`, ms. */
export const holdMs = 8_000;
export const silenceMs = 3_000;
export const suspectTimeoutMs = 2_000;
/** In contact for as long as the window is in which a mass of hosts falls silent, and a little. */
const inContactMs = 2 * silenceMs + 1_500;

/** A central, and simulated hosts of which some come over a link that can be cut. */
export class HalvedFleet {
  readonly central: CentralProcess;
  readonly link: Link;
  readonly watch: WatchRecorder;
  readonly #size: number;

  private constructor(parts: {
    readonly central: CentralProcess;
    readonly link: Link;
    readonly watch: WatchRecorder;
    readonly size: number;
  }) {
    ({ central: this.central, link: this.link, watch: this.watch, size: this.#size } = parts);
  }

  static async start(
    stage: Stage,
    { staying, cut, nats }: HalvedFleetOptions,
  ): Promise<HalvedFleet> {
    const args = [
      ...['--liveness-takeover-grace', '0s', '--liveness-brake-hold', `${holdMs}ms`],
      ...['--liveness-suspect-timeout', `${suspectTimeoutMs}ms`],
    ];
    const central = await stage.central({ args, ...(nats !== undefined && { nats }) });
    const link = stage.keep(await Link.to(central.agentsAddress));
    const watch = stage.keep(await WatchRecorder.start(central.client));
    const common = { vms: 2, changeRate: 0 };
    const near = { ...common, addresses: [central.agentsAddress], agents: staying };
    const far = { ...common, addresses: [link.address], agents: cut, first: staying };
    const swarms = [near, far].map((options) => stage.keep(new SwarmProcess(options)));
    await Promise.all(swarms.map((swarm) => swarm.settled()));
    return new HalvedFleet({ central, link, watch, size: staying + cut });
  }

  /** Waits until all are UP and have been in contact for as long as a mass silence looks back. */
  async isWell(): Promise<void> {
    await eventually(
      async () => {
        const { hosts = [] } = await this.central.client.listHosts({ pageSize: 1_000 });
        const up = hosts.filter(({ status }) => status === 'HOST_STATUS_UP').length;
        expect(up).toBe(this.#size);
        return true;
      },
      { what: 'all hosts are UP', timeoutMs: 60_000, intervalMs: 100 },
    );
    await sleep(inContactMs);
  }

  /** Waits until the central says that it suspects itself for the `count`th time. */
  async isDoubted(count: number): Promise<Event> {
    return eventually(() => this.doubts[count - 1], {
      what: 'the central suspects itself',
      timeoutMs: 30_000,
    });
  }

  async areGivenUp(count: number): Promise<void> {
    await eventually(() => this.verdicts.length >= count || undefined, {
      what: `${count} hosts are given up`,
      timeoutMs: 90_000,
    });
  }

  get doubts(): Event[] {
    return this.watch.events.filter(({ type }) => type === 'ReplicaSuspectsItself');
  }

  /** Events that gave a host up. */
  get verdicts(): Event[] {
    return this.watch.events.filter(
      ({ type, after }) =>
        type === 'HostStatusChanged' &&
        after?.kind === 'host' &&
        after.host.status === 'NON_RESPONSIVE',
    );
  }
}
