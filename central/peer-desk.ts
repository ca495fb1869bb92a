import type { Clock } from '../shared/clock.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import type { SessionAnswer, SessionQuestion } from './peer-port.ts';
import type { HostSession } from './ports.ts';

export interface PeerDeskShell {
  readonly clock: Clock;
  session(hostId: string): HostSession | undefined;
  /** The agent goes to another replica; until it is there, its silence means nothing. */
  sentAway(hostId: string): void;
  conflicted(hostId: string, message: string): void;
}

interface Question {
  readonly session: HostSession;
  readonly answer: (isThere: boolean) => void;
}

/** What a peer is told that is about to claim a host of ours (DESIGN section 7). */
export class PeerDesk {
  readonly #shell: PeerDeskShell;
  readonly #questions = new Set<Question>();

  constructor(shell: PeerDeskShell) {
    this.#shell = shell;
  }

  async hasSession(question: SessionQuestion): Promise<SessionAnswer> {
    const { hostId, run } = question;
    const session = this.#shell.session(hostId);
    if (session === undefined) {
      // Its agent is alive, and with that peer.
      this.#shell.sentAway(hostId);
      return { kind: 'none' };
    }
    if (session.run !== run) {
      const isThere = await this.#isThere(session);
      if (this.#shell.session(hostId) !== session) return this.hasSession(question);
      if (isThere) return this.#conflict(session, question);
    }
    this.#shell.sentAway(hostId);
    session.end({ kind: 'done' });
    return { kind: 'released' };
  }

  #conflict({ peer }: HostSession, { hostId, askedBy }: SessionQuestion): SessionAnswer {
    const message =
      `host id "${hostId}" is in use by a live agent at ${peer} and by another one that dialed ` +
      `replica ${askedBy}; give one of them an id of its own (setting host.id, or remove its state file)`;
    this.#shell.conflicted(hostId, message);
    return { kind: 'conflict', message };
  }

  /** A message of its agent came. */
  heard(session: HostSession): void {
    for (const question of this.#questions) if (question.session === session) question.answer(true);
  }

  /** It is over. */
  closed(session: HostSession): void {
    for (const question of this.#questions)
      if (question.session === session) question.answer(false);
  }

  #isThere(session: HostSession): Promise<boolean> {
    return new Promise((resolve) => {
      const question: Question = {
        session,
        answer: (isThere) => {
          timer.cancel();
          this.#questions.delete(question);
          resolve(isThere);
        },
      };
      const timer = this.#shell.clock.setTimer(() => {
        question.answer(false);
      }, peerLimits.peerRivalAnswerMs);
      this.#questions.add(question);
      session.send({ kind: 'ping', nonce: session.id });
    });
  }
}
