import type { CentralMessage, SessionSettings, Welcome } from '../model/protocol.ts';
import type { CentralMessage as CentralMessageWire } from './generated/muster/v1/CentralMessage.ts';
import type { CentralMessage__Output as CentralMessageRead } from './generated/muster/v1/CentralMessage.ts';
import type { Configure as ConfigureWire } from './generated/muster/v1/Configure.ts';
import type { Configure__Output as ConfigureRead } from './generated/muster/v1/Configure.ts';
import type { Welcome__Output as WelcomeRead } from './generated/muster/v1/Welcome.ts';

function settingsToWire(settings: SessionSettings): ConfigureWire {
  return { ...settings, replicas: [...settings.replicas] };
}

function settingsFromWire(wire: ConfigureRead | null | undefined): SessionSettings {
  return {
    ...(wire?.intervalMs !== undefined && { intervalMs: wire.intervalMs }),
    ...(wire?.reconnectWindowMs !== undefined && { reconnectWindowMs: wire.reconnectWindowMs }),
    ...(wire?.ackDeadlineMs !== undefined && { ackDeadlineMs: wire.ackDeadlineMs }),
    replicas: wire?.replicas ?? [],
  };
}

export function centralMessageToWire(message: CentralMessage): CentralMessageWire {
  switch (message.kind) {
    case 'welcome': {
      const { settings, sentAt, ...welcome } = message.welcome;
      return { welcome: { ...welcome, settings: settingsToWire(settings), sentAtMs: sentAt } };
    }
    case 'ack': {
      const { received, safe, stalledReason } = message;
      return { ack: { received, safe, stalledReason } };
    }
    case 'redirect': {
      const { address, afterMs, reason } = message;
      return { redirect: { address, afterMs, reason } };
    }
    case 'request-snapshot':
      return { requestSnapshot: { reason: message.reason } };
    case 'configure':
      return { configure: settingsToWire(message.settings) };
    case 'ping':
      return { ping: { nonce: message.nonce } };
    case 'drain':
      return { drain: { address: message.address, withinMs: message.withinMs } };
    case 'unknown':
      return {};
  }
}

function welcomeFromWire(wire: WelcomeRead): Welcome {
  return {
    epoch: wire.epoch ?? 0,
    replicaId: wire.replicaId ?? '',
    settings: settingsFromWire(wire.settings),
    appliedChange: wire.appliedChange ?? 0,
    wantSnapshot: wire.wantSnapshot ?? false,
    snapshotReason: wire.snapshotReason ?? '',
    sentAt: wire.sentAtMs ?? 0,
  };
}

function moveFromWire(wire: CentralMessageRead): CentralMessage | undefined {
  if (wire.redirect) {
    const { address, afterMs, reason } = wire.redirect;
    return {
      kind: 'redirect',
      address: address ?? '',
      afterMs: afterMs ?? 0,
      reason: reason ?? '',
    };
  }
  if (wire.drain) {
    return {
      kind: 'drain',
      address: wire.drain.address ?? '',
      withinMs: wire.drain.withinMs ?? 0,
    };
  }
  return undefined;
}

function ackFromWire(wire: NonNullable<CentralMessageRead['ack']>): CentralMessage {
  return {
    kind: 'ack',
    received: wire.received ?? 0,
    safe: wire.safe ?? 0,
    stalledReason: wire.stalledReason ?? '',
  };
}

/** What the central sent; the agent trusts it, and ignores kinds of a newer central. */
export function centralMessageFromWire(wire: CentralMessageRead): CentralMessage {
  if (wire.ack) return ackFromWire(wire.ack);
  if (wire.welcome) return { kind: 'welcome', welcome: welcomeFromWire(wire.welcome) };
  if (wire.requestSnapshot) {
    return { kind: 'request-snapshot', reason: wire.requestSnapshot.reason ?? '' };
  }
  if (wire.configure) return { kind: 'configure', settings: settingsFromWire(wire.configure) };
  if (wire.ping) return { kind: 'ping', nonce: wire.ping.nonce ?? 0 };
  return moveFromWire(wire) ?? { kind: 'unknown' };
}
