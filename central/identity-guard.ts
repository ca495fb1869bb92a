import type { Host } from '../shared/model/host.ts';
import type { Hello } from '../shared/model/protocol.ts';
import type { HostSession } from './ports.ts';
import type { IdentityReport } from './state/machine.ts';

interface Rival {
  readonly current: HostSession;
  readonly session: HostSession;
  readonly hello: Hello;
  readonly untilMs: number;
}

export interface IdentityGuardShell {
  nowMs(): number;
  /** The newcomer carries the host from now on. */
  admit(session: HostSession, hello: Hello): void;
  tell(hostId: string, report: IdentityReport): void;
}

/** How long a session that another run wants to replace has to answer, ms. */
const answerMs = 2_000;
/** How long a conflict stays a condition after it was seen last, ms. */
const memoryMs = 300_000;

/**
 * Two runs under one host id: a clone, or an agent that restarted before its old stream was missed. The old one is
 * asked; if it answers, both are real, and the newcomer is refused (DESIGN section 5).
 */
export class IdentityGuard {
  readonly #shell: IdentityGuardShell;
  readonly #rivals = new Map<string, Rival>();
  readonly #conflicts = new Map<string, number>();

  constructor(shell: IdentityGuardShell) {
    this.#shell = shell;
  }

  challenge(current: HostSession, session: HostSession, hello: Hello): void {
    const waiting = this.#rivals.get(session.hostId);
    waiting?.session.end({
      kind: 'busy',
      message: 'another agent with this host id asked since',
      retryAfterMs: answerMs,
    });
    const untilMs = this.#shell.nowMs() + answerMs;
    this.#rivals.set(session.hostId, { current, session, hello, untilMs });
    current.send({ kind: 'ping', nonce: session.id });
  }

  /** The session that was asked answered: there are two. */
  heard(current: HostSession): void {
    if (this.#rivals.size === 0) return;
    const rival = this.#rivals.get(current.hostId);
    if (rival?.current !== current) return;
    const { hostId } = current;
    this.#rivals.delete(hostId);
    const message =
      `host id "${hostId}" is in use by a live agent at ${current.peer} and by another one at ` +
      `${rival.session.peer}; give one of them an id of its own (setting host.id, or remove its state file)`;
    rival.session.end({ kind: 'conflict', message });
    this.conflicted(hostId, message);
  }

  /** Two live agents were found to use the id. */
  conflicted(hostId: string, message: string): void {
    this.#conflicts.set(hostId, this.#shell.nowMs() + memoryMs);
    this.#shell.tell(hostId, { isActive: true, reason: 'TWO_AGENTS', message });
  }

  /** A conflict that another owner, or another process, has noted ends here, unless it is seen again. */
  owned({ id, conditions }: Pick<Host, 'id' | 'conditions'>): void {
    if (this.#conflicts.has(id)) return;
    const isNoted = conditions.some(
      ({ type, isActive, reason }) =>
        isActive && type === 'IDENTITY_CONFLICT' && reason === 'TWO_AGENTS',
    );
    if (isNoted) this.#conflicts.set(id, this.#shell.nowMs() + memoryMs);
  }

  /** A session is over; if it was the one asked, the newcomer takes its place. */
  closed(session: HostSession): void {
    const rival = this.#rivals.get(session.hostId);
    if (rival === undefined) return;
    if (rival.session === session) this.#rivals.delete(session.hostId);
    else if (rival.current === session) this.#replace(rival);
  }

  look(): void {
    const nowMs = this.#shell.nowMs();
    for (const rival of [...this.#rivals.values()]) {
      if (nowMs >= rival.untilMs) this.#replace(rival);
    }
    for (const [hostId, untilMs] of this.#conflicts) {
      if (nowMs < untilMs) continue;
      this.#conflicts.delete(hostId);
      this.#shell.tell(hostId, { isActive: false, reason: 'TWO_AGENTS', message: '' });
    }
  }

  #replace(rival: Rival): void {
    this.#rivals.delete(rival.session.hostId);
    rival.current.end({ kind: 'done' });
    this.#shell.admit(rival.session, rival.hello);
  }
}
