import type { ContactTable } from './contact-table.ts';
import { HeardAgents } from './heard-agents.ts';
import { LastLook } from './last-look.ts';
import type { LoopOptions } from './loop-options.ts';
import type { SignOfLife } from './peer-port.ts';
import type { HostSession } from './ports.ts';
import { SelfDoubt } from './self-doubt.ts';
import type { SelfDoubtOptions, SelfDoubtShell } from './self-doubt.ts';
import type { Op, Verdict } from './state/host-state.ts';

export type SilenceOptions = Pick<LoopOptions, 'clock' | 'log' | 'share' | 'peers'> &
  SelfDoubtOptions;

export interface SilenceShell extends SelfDoubtShell {
  readonly contacts: ContactTable;
  /** The session that carries the host here. */
  readonly session: (hostId: string) => HostSession | undefined;
  readonly judged: (hostId: string, op: Op) => void;
}

/** What this replica makes of what it hears. */
export interface Hearing {
  /** It hears its own hosts well. */
  readonly hearsHosts: boolean;
  /** So many hosts fell silent at once that it suspects itself. */
  readonly suspectsItself: boolean;
  /** Times that it did. */
  readonly doubtCount: number;
}

/** What follows when nothing is heard of a host, and what peers are told of hosts that they do not hear. */
export class Silence {
  readonly #options: SilenceOptions;
  readonly #shell: SilenceShell;
  readonly #heardAgents: HeardAgents;
  readonly #lastLook: LastLook;
  readonly #selfDoubt: SelfDoubt;

  constructor(options: SilenceOptions, shell: SilenceShell) {
    this.#options = options;
    this.#shell = shell;
    const { clock, share, peers } = options;
    const { contacts } = shell;
    this.#heardAgents = new HeardAgents(contacts);
    this.#lastLook = new LastLook({ clock, share, peers, contacts, confirmed: this.#judged });
    this.#selfDoubt = new SelfDoubt(options, shell);
  }

  hearing(): Hearing {
    const { contacts } = this.#shell;
    const { suspectsItself } = contacts;
    const hearsHosts = contacts.hearsWell(this.#nowMs());
    return { hearsHosts, suspectsItself, doubtCount: this.#selfDoubt.count };
  }

  /** An agent is there, whether it is let in, sent on or refused. */
  knocked(hostId: string): void {
    const nowMs = this.#nowMs();
    this.#heardAgents.atDoor(hostId, nowMs);
    this.#shell.contacts.knocked(hostId, nowMs);
  }

  /** A peer is about to give these hosts up. */
  signsOfLife(hostIds: readonly string[]): readonly SignOfLife[] {
    return this.#heardAgents.of(hostIds, this.#nowMs());
  }

  /** Everything that is due by now. `lagMs`: by how much this look came late. */
  look(lagMs: number): void {
    const { contacts, session, judged } = this.#shell;
    const nowMs = this.#nowMs();
    // Whoever is cut off from the others could not claim what it would judge, and they may hear what it does not (I7).
    if (!this.#options.share.isCountedIn) contacts.hold(nowMs);
    for (const { hostId, answer } of contacts.look(nowMs, lagMs)) {
      if (answer.kind === 'look') session(hostId)?.send({ kind: 'ping', nonce: 0 });
      else if (answer.kind === 'note') judged(hostId, { kind: 'note-silence' });
      else if (answer.verdict.status === 'SUSPECT') this.#judged(hostId, answer.verdict);
      else this.#lastLook.before(hostId, answer.verdict);
    }
    for (const news of contacts.takeNews()) this.#selfDoubt.told(news);
    this.#lastLook.look();
    this.#heardAgents.look(nowMs);
  }

  readonly #judged = (hostId: string, verdict: Verdict): void => {
    this.#options.log.info({ hostId, ...verdict }, 'silence');
    this.#shell.judged(hostId, { kind: 'verdict', verdict });
  };

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
