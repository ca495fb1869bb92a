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
  | { readonly kind: 'migration-iteration'; readonly iteration: number }
  | { readonly kind: 'console'; readonly phase: number; readonly client: ConsoleClient }
  /** Its XML is another one now. */
  | { readonly kind: 'definition' };

/** Who sees the console, as libvirt gives it: a host and a port. */
export interface ConsoleClient {
  readonly node: string;
  readonly service: string;
}

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
  [domainEvents.graphics.procedure, readConsole],
  [domainEvents.diskChange.procedure, readRedefined],
  [domainEvents.trayChange.procedure, readRedefined],
  [domainEvents.deviceRemoved.procedure, readRedefined],
  [domainEvents.deviceAdded.procedure, readRedefined],
  [domainEvents.metadataChange.procedure, readRedefined],
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

/** What was added or removed is of less use than the whole list, which is read then. */
function readRedefined(): { readonly kind: 'definition' } {
  return { kind: 'definition' };
}

/** What follows the two ends of the connection, the way of authentication and who it was, is left. */
function readConsole(reader: XdrReader): {
  readonly kind: 'console';
  readonly phase: number;
  readonly client: ConsoleClient;
} {
  const phase = reader.int();
  readAddress(reader);
  return { kind: 'console', phase, client: readAddress(reader) };
}

function readAddress(reader: XdrReader): ConsoleClient {
  reader.int();
  const node = reader.string();
  return { node, service: reader.string() };
}
