import { readDomain, type DomainRef } from './domain.ts';
import { domainEvents } from './protocol.ts';
import type { XdrReader } from './xdr.ts';

/** What libvirt tells about a domain, numbers as on the wire. */
export type DomainEvent = { readonly domain: DomainRef } & DomainEventContent;

type DomainEventContent =
  | { readonly kind: 'lifecycle'; readonly event: number; readonly detail: number }
  | { readonly kind: 'reboot' }
  | { readonly kind: 'watchdog'; readonly action: number }
  | {
      readonly kind: 'io-error';
      readonly device: string;
      readonly action: number;
      readonly reason: string;
    }
  | { readonly kind: 'control-error' }
  | { readonly kind: 'agent'; readonly state: number }
  | { readonly kind: 'migration-iteration'; readonly iteration: number };

/** PURE. Undefined: a message of a kind we did not ask for. */
export function readDomainEvent(procedure: number, reader: XdrReader): DomainEvent | undefined {
  const readContent = contentReaders.get(procedure);
  if (readContent === undefined) return undefined;
  reader.int(); // Callback id: one registration per kind, so the procedure says it all.
  const domain = readDomain(reader);
  return { domain, ...readContent(reader) };
}

const contentReaders = new Map<number, (reader: XdrReader) => DomainEventContent>([
  [
    domainEvents.lifecycle.procedure,
    (reader) => ({ kind: 'lifecycle', event: reader.int(), detail: reader.int() }),
  ],
  [domainEvents.reboot.procedure, () => ({ kind: 'reboot' })],
  [domainEvents.watchdog.procedure, (reader) => ({ kind: 'watchdog', action: reader.int() })],
  [domainEvents.ioError.procedure, (reader) => ({ ...readIoError(reader), reason: '' })],
  [
    domainEvents.ioErrorReason.procedure,
    (reader) => ({ ...readIoError(reader), reason: reader.string() }),
  ],
  [domainEvents.controlError.procedure, () => ({ kind: 'control-error' })],
  [domainEvents.agentLifecycle.procedure, (reader) => ({ kind: 'agent', state: reader.int() })],
  [
    domainEvents.migrationIteration.procedure,
    (reader) => ({ kind: 'migration-iteration', iteration: reader.int() }),
  ],
]);

function readIoError(reader: XdrReader): {
  readonly kind: 'io-error';
  readonly device: string;
  readonly action: number;
} {
  const path = reader.string();
  const alias = reader.string();
  return { kind: 'io-error', device: alias === '' ? path : alias, action: reader.int() };
}
