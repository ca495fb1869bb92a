import { backoffConnected, backoffFailed, freshBackoff } from '../../shared/backoff.ts';
import type { CentralMessage, SessionSettings } from '../../shared/model/protocol.ts';
import { nextDeadlineMs, welcomeDeadlineMs } from './connection-state.ts';
import type {
  Connection,
  ConnectionInput,
  ConnectionSettings,
  ConnectionStep,
  Moment,
} from './connection-state.ts';

/**
 * When to dial whom, and when to give a channel up. PURE: every input comes with `now` (monotonic ms) and answers with
 * what to do; the hands (stream.ts) hold no rule of their own.
 *
 *     idle -> waiting -> dialing -> open -> waiting ...          stopped ends it
 *
 * A missed deadline destroys the channel and not only the call: the channel may be half-open, and a new call on it
 * would hang as well (G3).
 */

export function stepConnection(
  connection: Connection,
  input: ConnectionInput,
  moment: Moment,
): ConnectionStep {
  if (connection.phase.kind === 'stopped') return { connection, effects: [] };
  switch (input.kind) {
    case 'start':
      return connection.phase.kind === 'idle' ? dial(connection, moment) : unchanged(connection);
    case 'deadline':
      return onDeadline(connection, moment);
    case 'message':
      return onMessage(connection, input.message, moment);
    case 'frame-sent':
      return onFrameSent(connection, input.frame, moment);
    case 'closed':
      return onClosed(connection, input.retryAfterMs, moment);
    case 'woke':
      return onWoke(connection, moment);
    case 'stop':
      return {
        connection: { ...connection, phase: { kind: 'stopped' } },
        effects: [{ kind: 'hang-up', reason: 'stopped' }],
      };
  }
}

function unchanged(connection: Connection): ConnectionStep {
  return { connection, effects: [] };
}

function dial(connection: Connection, { nowMs }: Moment): ConnectionStep {
  const { addresses } = connection.settings;
  const listed = addresses[connection.nextAddress % addresses.length] ?? '';
  const isRedirect = connection.redirectTo !== '';
  const address = isRedirect ? connection.redirectTo : listed;
  const untilMs = nowMs + welcomeDeadlineMs(connection.backoff);
  return {
    connection: {
      ...connection,
      phase: { kind: 'dialing', address, untilMs, isRedirect },
      redirectTo: '',
    },
    effects: [
      {
        kind: 'dial',
        address,
        redirects: connection.redirects,
        unreachableOwner: connection.unreachableOwner,
      },
    ],
  };
}

function onDeadline(connection: Connection, moment: Moment): ConnectionStep {
  const deadlineMs = nextDeadlineMs(connection);
  if (deadlineMs === undefined || moment.nowMs < deadlineMs) return unchanged(connection);
  const { phase } = connection;
  switch (phase.kind) {
    case 'waiting':
      return dial(connection, moment);
    case 'dialing':
      return fail(connection, `no answer from ${phase.address}`, moment);
    case 'open':
      if (phase.moveAtMs !== undefined && moment.nowMs >= phase.moveAtMs) {
        return redial(connection, 'drained', moment);
      }
      return fail(connection, `${phase.address} stopped acknowledging`, moment);
    case 'idle':
    case 'stopped':
      return unchanged(connection);
  }
}

/** Hangs up on purpose and dials again at once. */
function redial(connection: Connection, reason: string, moment: Moment): ConnectionStep {
  const next = dial(connection, moment);
  return { ...next, effects: [{ kind: 'hang-up', reason }, ...next.effects] };
}

function fail(connection: Connection, reason: string, moment: Moment): ConnectionStep {
  const failed = onClosed(connection, undefined, moment);
  return { ...failed, effects: [{ kind: 'hang-up', reason }, ...failed.effects] };
}

/**
 * Spreads the next attempt at random over the window. A central that named a time is not failing but pacing us: then the
 * window does not grow, or a fleet that is let in bit by bit would back off further the better the central protects itself.
 */
function onClosed(
  connection: Connection,
  retryAfterMs: number | undefined,
  { nowMs, random }: Moment,
): ConnectionStep {
  const { phase } = connection;
  if (phase.kind !== 'dialing' && phase.kind !== 'open') return unchanged(connection);
  const windowMs = connection.settings.reconnectWindowMs;
  const { backoff, delayMs } =
    retryAfterMs === undefined
      ? backoffFailed(connection.backoff, { nowMs, windowMs, random })
      : { backoff: connection.backoff, delayMs: retryAfterMs + random * windowMs };
  return {
    connection: {
      ...connection,
      phase: { kind: 'waiting', untilMs: nowMs + delayMs },
      backoff,
      nextAddress: connection.nextAddress + (isSentOn(connection) ? 0 : 1),
      unreachableOwner:
        retryAfterMs === undefined ? unreachable(connection) : stillUnreachable(connection),
    },
    effects: [],
  };
}

/** The owner that was lost, or that the central sent us to in vain: who answers next leaves it out. */
function unreachable({ phase, unreachableOwner }: Connection): string {
  if (phase.kind === 'open') return phase.owner;
  return phase.kind === 'dialing' && phase.isRedirect ? phase.address : unreachableOwner;
}

/** Who names a time to come again was reached, and says nothing of the one that was not. */
function stillUnreachable({ phase, unreachableOwner }: Connection): string {
  const isAnother = phase.kind === 'dialing' && phase.address !== unreachableOwner;
  return isAnother ? unreachableOwner : '';
}

/** Whoever sent us on in vain has answered, unlike perhaps the rest of the list, and still has the host if it had it. */
function isSentOn({ phase }: Connection): boolean {
  return phase.kind === 'dialing' && phase.isRedirect;
}

/** Failures from before say nothing. Guests of one host wake together, so each takes its own moment of the window. */
function onWoke(connection: Connection, { nowMs, random }: Moment): ConnectionStep {
  if (connection.phase.kind === 'idle') return unchanged(connection);
  const untilMs = nowMs + random * connection.settings.reconnectWindowMs;
  return {
    connection: { ...connection, phase: { kind: 'waiting', untilMs }, backoff: freshBackoff },
    effects: [{ kind: 'hang-up', reason: 'the system slept' }],
  };
}

function onFrameSent(connection: Connection, frame: number, { nowMs }: Moment): ConnectionStep {
  const { phase } = connection;
  if (phase.kind !== 'open') return unchanged(connection);
  const unackedSinceMs = phase.unackedSinceMs ?? nowMs;
  return unchanged({ ...connection, phase: { ...phase, lastFrame: frame, unackedSinceMs } });
}

function onMessage(
  connection: Connection,
  message: CentralMessage,
  moment: Moment,
): ConnectionStep {
  const { phase } = connection;
  switch (message.kind) {
    case 'welcome':
      return unchanged(onWelcome(connection, message.welcome.settings, moment));
    case 'configure':
      return unchanged(onConfigure(connection, message.settings));
    case 'ack':
      return unchanged(onAck(connection, message.received, moment));
    case 'redirect': {
      const redirected = { ...connection, redirects: connection.redirects + 1 };
      return {
        connection: {
          ...redirected,
          redirectTo: message.address,
          phase: { kind: 'waiting', untilMs: moment.nowMs + message.afterMs },
        },
        effects: [{ kind: 'hang-up', reason: `redirected to ${message.address}` }],
      };
    }
    case 'drain': {
      if (phase.kind !== 'open') return unchanged(connection);
      const moveAtMs = moment.nowMs + message.withinMs * moment.random;
      const redirectTo = message.address;
      return unchanged({ ...connection, redirectTo, phase: { ...phase, moveAtMs } });
    }
    case 'ping':
      return unchanged(onPing(connection, moment));
    case 'request-snapshot':
    case 'unknown':
      return unchanged(connection);
  }
}

function onConfigure(connection: Connection, settings: SessionSettings): Connection {
  const { phase } = connection;
  const owner = settings.replicas[0];
  const isKnown = phase.kind === 'open' && owner !== undefined;
  return {
    ...connection,
    ...withReplicas(connection, settings),
    phase: isKnown ? { ...phase, owner } : phase,
  };
}

/** Before Welcome it says that we wait for our turn: who hangs up would only be one more to be let in. */
function onPing(connection: Connection, { nowMs }: Moment): Connection {
  const { phase } = connection;
  if (phase.kind !== 'dialing') return connection;
  const untilMs = Math.max(phase.untilMs, nowMs + welcomeDeadlineMs(connection.backoff));
  return { ...connection, phase: { ...phase, untilMs } };
}

function onWelcome(
  connection: Connection,
  settings: SessionSettings,
  { nowMs }: Moment,
): Connection {
  const { phase } = connection;
  if (phase.kind !== 'dialing') return connection;
  return {
    ...connection,
    phase: {
      kind: 'open',
      address: phase.address,
      owner: settings.replicas[0] ?? phase.address,
      lastFrame: 0,
      receivedFrame: 0,
      unackedSinceMs: undefined,
      moveAtMs: undefined,
    },
    ...withReplicas(connection, settings),
    backoff: backoffConnected(connection.backoff, nowMs),
    redirects: 0,
    unreachableOwner: '',
  };
}

function onAck(connection: Connection, received: number, { nowMs }: Moment): Connection {
  const { phase } = connection;
  if (phase.kind !== 'open' || received <= phase.receivedFrame) return connection;
  const unackedSinceMs = received >= phase.lastFrame ? undefined : nowMs;
  return { ...connection, phase: { ...phase, receivedFrame: received, unackedSinceMs } };
}

/** The replicas come in the order in which they should own the host after the one that speaks: it is the first. */
function withReplicas(
  connection: Connection,
  said: SessionSettings,
): Pick<Connection, 'settings' | 'nextAddress'> {
  const nextAddress = said.replicas.length > 0 ? 0 : connection.nextAddress;
  return { settings: withSettings(connection.settings, said), nextAddress };
}

function withSettings(known: ConnectionSettings, said: SessionSettings): ConnectionSettings {
  return {
    intervalMs: said.intervalMs ?? known.intervalMs,
    reconnectWindowMs: said.reconnectWindowMs ?? known.reconnectWindowMs,
    ackDeadlineMs: said.ackDeadlineMs ?? known.ackDeadlineMs,
    addresses: said.replicas.length > 0 ? said.replicas : known.addresses,
  };
}
