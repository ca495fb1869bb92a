import type { DomainEvent } from './domain-event.ts';
import { lifecycleEvents } from './lifecycle.ts';

const readKinds: ReadonlySet<DomainEvent['kind']> = new Set([
  'lifecycle',
  'control-error',
  'migration-iteration',
  'definition',
] as const);

/** What such an event says may be more than it tells, or be contradicted by a reading. PURE. */
export function isWorthReading({ kind }: DomainEvent): boolean {
  return readKinds.has(kind);
}

/** After it the XML of the domain is another one. */
export function isRedefining(event: DomainEvent): boolean {
  if (event.kind === 'definition') return true;
  if (event.kind !== 'lifecycle') return false;
  return event.event === lifecycleEvents.defined || event.event === lifecycleEvents.started;
}
