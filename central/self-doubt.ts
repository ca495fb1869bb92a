import type { Event } from '../shared/model/event.ts';
import type { ContactTable } from './contact-table.ts';
import type { LoopOptions } from './loop-options.ts';
import type { Pauses } from './pauses.ts';
import type { BrakeNews, Census } from './state/brake.ts';

export type SelfDoubtOptions = Pick<
  LoopOptions,
  'clock' | 'log' | 'share' | 'peers' | 'publisher' | 'replicaId' | 'instance'
>;

export interface SelfDoubtShell {
  readonly contacts: ContactTable;
  readonly pauses: Pauses;
  readonly isStopping: () => boolean;
}

/** Says, once, that this replica suspects itself before it blames its hosts, and asks the others whether it is right (I7). */
export class SelfDoubt {
  readonly #options: SelfDoubtOptions;
  readonly #shell: SelfDoubtShell;
  #count = 0;

  constructor(options: SelfDoubtOptions, shell: SelfDoubtShell) {
    this.#options = options;
    this.#shell = shell;
  }

  get count(): number {
    return this.#count;
  }

  told(news: BrakeNews): void {
    const { log } = this.#options;
    switch (news.kind) {
      case 'tripped': {
        const holdMs = news.untilMs - this.#options.clock.monotonicMs();
        log.warn({ ...news.census, holdMs }, 'so many hosts fell silent that we suspect ourselves');
        this.#count += 1;
        void this.#publish(this.#eventOf(news.census, Math.max(0, Math.round(holdMs))));
        break;
      }
      case 'ask-peers':
        void this.#askPeers();
        break;
      case 'paced':
        log.warn({ missing: news.missing }, 'hosts that are silent are given up, at the pace');
        break;
      case 'released':
        log.info('no host is silent any more since we suspected ourselves');
        break;
    }
  }

  /** One that hears its own hosts well makes it more likely that we are deaf. */
  async #askPeers(): Promise<void> {
    const { share, peers, log } = this.#options;
    const standings = await Promise.all(share.livingPeers().map((peer) => peers.standing(peer)));
    if (!standings.some((standing) => standing?.hearsHosts === true)) return;
    log.warn('a peer hears its own hosts well: we wait longer');
    this.#shell.contacts.lengthenHold();
  }

  #eventOf({ inContact, lost }: Census, holdMs: number): Event {
    const { clock, replicaId, instance } = this.#options;
    const at = clock.unixMs();
    return {
      id: `${replicaId}/${instance}/${this.#count}`,
      type: 'ReplicaSuspectsItself',
      ...{ hostId: '', vmId: '', epoch: 0, n: 0, placement: 0, vmIds: [] },
      ...{ observedAt: at, recordedAt: at, reason: 'MASS_SILENCE', replicaId },
      selfSuspicion: { hostsInContact: inContact, silentHosts: lost, holdMs },
    };
  }

  /** Until it is out: no record holds it for a successor. */
  async #publish(event: Event): Promise<void> {
    const { publisher } = this.#options;
    const { pauses, isStopping } = this.#shell;
    for (let attempt = 0; !isStopping(); attempt++) {
      const said = { hostId: '', events: [event], vms: [], removedVmIds: [], isRepeat: false };
      const outcome = await publisher.publish(said);
      if (outcome.kind === 'out') return;
      await pauses.pause(attempt);
    }
  }
}
