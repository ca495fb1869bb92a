import { guestLimits } from '../../../shared/guest-limits.ts';
import { limits } from '../../../shared/limits.ts';
import type { ConsoleClient, DomainEvent } from './domain-event.ts';
import type { KnownVm, Outcome } from './vm-events.ts';

type ConsoleEvent = DomainEvent & { readonly kind: 'console' };

/** 0, a connection alone, is any port scanner's. */
const phases = { initialized: 1, disconnected: 2 } as const;

/**
 * Who sees the console is told by address: a viewer opens several connections, and is there while one of them is (OV-19).
 * PURE.
 */
export function applyConsole(known: KnownVm, { phase, client }: ConsoleEvent): Outcome {
  const others = known.consoles.filter((other) => !isSameClient(other, client));
  const isThere = others.length < known.consoles.length;
  const hasRoom = known.consoles.length < guestLimits.consolesMax;
  const isNew = phase === phases.initialized && !isThere && hasRoom;
  const isEnded = phase === phases.disconnected && isThere;
  if (!isNew && !isEnded) return { known, emits: [] };
  const kind = isNew ? 'CONSOLE_CONNECTED' : 'CONSOLE_DISCONNECTED';
  const incident = { kind, action: '', detail: nameOf(client) } as const;
  const isSeenAnyway = others.some(({ node }) => node === client.node);
  return {
    known: { ...known, consoles: isNew ? [...others, client] : others },
    emits: isSeenAnyway ? [] : [{ kind: 'incident', vmId: known.vm.id, incident }],
  };
}

function isSameClient(a: ConsoleClient, b: ConsoleClient): boolean {
  return a.node === b.node && a.service === b.service;
}

/** A client at a local socket has no address. */
function nameOf({ node }: ConsoleClient): string {
  return node === '' ? 'local' : node.slice(0, limits.detailLengthMax);
}
