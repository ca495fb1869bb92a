import { freshBackoff } from '../../shared/backoff.ts';
import type { Backoff } from '../../shared/backoff.ts';
import type { CentralMessage } from '../../shared/model/protocol.ts';

export interface ConnectionSettings {
  readonly intervalMs: number;
  readonly reconnectWindowMs: number;
  readonly ackDeadlineMs: number;
  /** Addresses to dial, host:port. */
  readonly addresses: readonly string[];
}

/**
 * Milliseconds from dialing until Welcome; a handshake with TLS over a slow link takes one. Who got none waits longer
 * for the next: a central that needs six seconds to let everybody in would otherwise work for dials that were given up,
 * and never be done. No longer than 20 s: the kernel asks again after 1, 3, 7 and 15 s, so that a link which is good
 * again is noticed nine seconds later at most (limits.backoffWindowMsMax). The loss of a session, which counts as one
 * failure, says nothing about the next dial.
 */
export function welcomeDeadlineMs({ attempt }: Backoff): number {
  return Math.min(20_000, 5_000 * 2 ** Math.max(0, attempt - 1));
}

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly untilMs: number }
  | {
      readonly kind: 'dialing';
      readonly address: string;
      readonly untilMs: number;
      /** The central sent us there; the address is not from the list. */
      readonly isRedirect: boolean;
    }
  | {
      readonly kind: 'open';
      readonly address: string;
      /** The same replica as others know it: what was dialed may be a name for all of them. */
      readonly owner: string;
      readonly lastFrame: number;
      readonly receivedFrame: number;
      /** When the oldest frame not acknowledged was sent, or the last progress after it. */
      readonly unackedSinceMs: number | undefined;
      /** When to move to another replica (Drain). */
      readonly moveAtMs: number | undefined;
    }
  | { readonly kind: 'stopped' };

export interface Connection {
  readonly phase: Phase;
  readonly settings: ConnectionSettings;
  readonly backoff: Backoff;
  /** Index of the address to dial next. */
  readonly nextAddress: number;
  /** Where the central sent us; dialed instead of the list, once. */
  readonly redirectTo: string;
  readonly redirects: number;
  readonly unreachableOwner: string;
}

export type ConnectionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'message'; readonly message: CentralMessage }
  | { readonly kind: 'frame-sent'; readonly frame: number }
  /** The stream ended, whatever the reason; `retryAfterMs` if the central named a time. */
  | { readonly kind: 'closed'; readonly retryAfterMs: number | undefined }
  /** The system slept: what was open is over, and what was waited for has lost its meaning. */
  | { readonly kind: 'woke' }
  | { readonly kind: 'stop' };

export type ConnectionEffect =
  | {
      readonly kind: 'dial';
      readonly address: string;
      readonly redirects: number;
      readonly unreachableOwner: string;
    }
  | { readonly kind: 'hang-up'; readonly reason: string };

export interface ConnectionStep {
  readonly connection: Connection;
  readonly effects: readonly ConnectionEffect[];
}

export interface Moment {
  readonly nowMs: number;
  /** A fresh number in [0, 1). */
  readonly random: number;
}

/** `firstAddress`: which one is dialed first; the agents of a fleet have the same list, and not all shall dial one replica. */
export function newConnection(settings: ConnectionSettings, firstAddress = 0): Connection {
  return {
    phase: { kind: 'idle' },
    settings,
    backoff: freshBackoff,
    nextAddress: firstAddress,
    redirectTo: '',
    redirects: 0,
    unreachableOwner: '',
  };
}

/** When `deadline` is to be given; undefined: never, as things stand. */
export function nextDeadlineMs({ phase, settings }: Connection): number | undefined {
  switch (phase.kind) {
    case 'idle':
    case 'stopped':
      return undefined;
    case 'waiting':
    case 'dialing':
      return phase.untilMs;
    case 'open': {
      const ackMs =
        phase.unackedSinceMs === undefined
          ? Infinity
          : phase.unackedSinceMs + settings.ackDeadlineMs;
      const earliest = Math.min(ackMs, phase.moveAtMs ?? Infinity);
      return earliest === Infinity ? undefined : earliest;
    }
  }
}
