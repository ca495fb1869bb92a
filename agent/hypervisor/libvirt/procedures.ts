import type { HypervisorInfo } from '../../../shared/model/host.ts';
import { limits } from '../../../shared/limits.ts';
import { readDomain, readTypedParams, writeDomain, type DomainRef } from './domain.ts';
import { LibvirtFailure } from './failure.ts';
import type { GuestInterface } from './guest-answer.ts';
import {
  addressSources,
  authTypes,
  controlStates,
  features,
  openFlags,
  procedures,
  statsFlags,
  statsGroups,
} from './protocol.ts';
import type { Call, RpcConnection } from './rpc.ts';
import type { XdrReader } from './xdr.ts';

/** State and reason as libvirt numbers them. */
export interface RawState {
  readonly state: number;
  readonly reason: number;
}

/** The daemon wants a way to authenticate that Muster does not speak. */
export class UnsupportedAuthentication extends Error {
  override readonly name = 'UnsupportedAuthentication';
}

interface OpenOptions {
  readonly uri: string;
  readonly isReadOnly: boolean;
}

/** The one order libvirtd accepts: ask how to authenticate, do it, open. */
export async function openConnection(
  rpc: RpcConnection,
  { uri, isReadOnly }: OpenOptions,
): Promise<void> {
  const timeoutMs = limits.libvirtOpenMsMax;
  const ways = await rpc.call({
    procedure: procedures.authList,
    read: (reader) => reader.array(authTypesMax, () => reader.int()),
    timeoutMs,
  });
  if (!ways.includes(authTypes.none)) {
    if (!ways.includes(authTypes.polkit)) {
      throw new UnsupportedAuthentication(`libvirtd offers authentication ${ways.join(', ')}`);
    }
    await rpc.call({ procedure: procedures.authPolkit, read: nothing, timeoutMs });
  }
  await rpc.call({
    procedure: procedures.connectOpen,
    write: (writer) => {
      writer.optional(uri, (text) => writer.string(text));
      writer.uint(isReadOnly ? openFlags.readOnly : 0);
    },
    read: nothing,
    timeoutMs,
  });
}

const authTypesMax = 20;

/** Makes the daemon ping us, so that it drops our connection, and its queued events, should we hang. */
export function enableServerPings(rpc: RpcConnection): Promise<boolean> {
  return rpc.call({
    procedure: procedures.connectSupportsFeature,
    write: (writer) => writer.int(features.keepalive),
    read: (reader) => reader.bool(),
    timeoutMs: limits.libvirtOpenMsMax,
  });
}

export async function hypervisorInfo(rpc: RpcConnection): Promise<HypervisorInfo> {
  const [type, version, libraryVersion] = await Promise.all([
    ask(rpc, procedures.connectGetType, (reader) => reader.string()),
    ask(rpc, procedures.connectGetVersion, readVersion),
    ask(rpc, procedures.connectGetLibVersion, readVersion),
  ]);
  return { type, version, libraryVersion };
}

/** @param flags 0: all domains, running or not; otherwise a filter of `listFlags`. */
export function listDomains(rpc: RpcConnection, flags: number): Promise<DomainRef[]> {
  return rpc.call({
    procedure: procedures.connectListAllDomains,
    write: (writer) => writer.int(1).uint(flags),
    read: (reader) => reader.array(limits.libvirtDomainsMax, () => readDomain(reader)),
    timeoutMs: limits.libvirtCallMsMax,
  });
}

export function domainState(rpc: RpcConnection, domain: DomainRef): Promise<RawState> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainGetState,
    flags: 0,
    read: (reader) => ({ state: reader.int(), reason: reader.int() }),
  });
}

export interface DomainSize {
  readonly vcpuCount: number;
  readonly memoryMaxKib: number;
  /** What the guest has of it. */
  readonly memoryKib: number;
}

export function domainSize(rpc: RpcConnection, domain: DomainRef): Promise<DomainSize> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainGetInfo,
    read: (reader) => {
      reader.int();
      const memoryMaxKib = Number(reader.unsignedHyper());
      const memoryKib = Number(reader.unsignedHyper());
      return { vcpuCount: reader.int(), memoryMaxKib, memoryKib };
    },
  });
}

export function isDomainPersistent(rpc: RpcConnection, domain: DomainRef): Promise<boolean> {
  return askDomain(rpc, domain, { procedure: procedures.domainIsPersistent, read: readBool });
}

export function hasManagedSave(rpc: RpcConnection, domain: DomainRef): Promise<boolean> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainHasManagedSaveImage,
    flags: 0,
    read: readBool,
  });
}

/** @param flags 0: as it runs; or of `xmlFlags`. */
export function domainXml(rpc: RpcConnection, domain: DomainRef, flags: number): Promise<string> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainGetXmlDesc,
    flags,
    read: (reader) => reader.string(),
  });
}

/**
 * Milliseconds for which QEMU has left a question unanswered; 0: none is open, Infinity: the connection to it is broken.
 * Answers also when QEMU hangs.
 */
export function monitorSilenceMs(rpc: RpcConnection, domain: DomainRef): Promise<number> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainGetControlInfo,
    flags: 0,
    read: (reader) => {
      const state = reader.uint();
      reader.uint();
      const sinceMs = Number(reader.unsignedHyper());
      if (state === controlStates.error) return Infinity;
      return state === controlStates.occupied ? sinceMs : 0;
    },
  });
}

/** Number of the operation whose job is running; 0: no job, or one without a number. */
export function jobOperation(rpc: RpcConnection, domain: DomainRef): Promise<number> {
  return askDomain(rpc, domain, {
    procedure: procedures.domainGetJobStats,
    flags: 0,
    read: (reader) => {
      let operation = 0;
      reader.int();
      readTypedParams(reader, limits.libvirtParamsMax, (name, value) => {
        if (name === 'operation' && typeof value === 'number') operation = value;
      });
      return operation;
    },
  });
}

/** Interfaces of a guest, by its agent; refused where that does not answer. */
export function guestInterfaces(
  rpc: RpcConnection,
  uuid: string,
  timeoutMs: number,
): Promise<GuestInterface[]> {
  return rpc.call({
    procedure: procedures.domainInterfaceAddresses,
    write: (writer) => {
      // The daemon looks a domain up by its uuid alone.
      writeDomain(writer, { name: '', uuid, id: -1 });
      writer.uint(addressSources.agent).uint(0);
    },
    read: (reader) => reader.array(guestInterfacesMax, () => readGuestInterface(reader)),
    timeoutMs,
  });
}

/** libvirt's own limit, of interfaces and of the addresses of each. */
const guestInterfacesMax = 2048;

function readGuestInterface(reader: XdrReader): GuestInterface {
  const name = reader.string();
  const mac = reader.optional(() => reader.string()) ?? '';
  const addresses = reader.array(guestInterfacesMax, () => {
    reader.int();
    const address = reader.string();
    return { address, prefix: reader.uint() };
  });
  return { name, mac, addresses };
}

/** Asks for one kind of event of all domains; false: this libvirt or driver does not have it. */
export async function registerEvent(rpc: RpcConnection, eventId: number): Promise<boolean> {
  try {
    await rpc.call({
      procedure: procedures.domainEventRegister,
      write: (writer) => writer.int(eventId).bool(false),
      read: (reader) => reader.int(),
      timeoutMs: limits.libvirtCallMsMax,
    });
    return true;
  } catch (error) {
    if (error instanceof LibvirtFailure && error.kind === 'refused') return false;
    throw error;
  }
}

/** Statistics of all running domains; one that is busy comes with fewer values instead of holding up all. */
export function runningDomainStats<Result>(
  rpc: RpcConnection,
  options: { readonly read: (reader: XdrReader) => Result; readonly timeoutMs: number },
): Promise<Result[]> {
  const { state, cpu, balloon, interface: nic, block } = statsGroups;
  return rpc.call({
    procedure: procedures.connectGetAllDomainStats,
    write: (writer) =>
      writer
        .uint(0)
        .uint(state | cpu | balloon | nic | block)
        .uint(statsFlags.active | statsFlags.noWait),
    read: (reader) => reader.array(limits.libvirtDomainsMax, () => options.read(reader)),
    timeoutMs: options.timeoutMs,
  });
}

function ask<Result>(
  rpc: RpcConnection,
  procedure: number,
  read: (reader: XdrReader) => Result,
): Promise<Result> {
  return rpc.call({ procedure, read, timeoutMs: limits.libvirtCallMsMax });
}

interface DomainQuestion<Result> extends Pick<Call<Result>, 'procedure' | 'read'> {
  /** Left out where the procedure takes none. */
  readonly flags?: number;
}

function askDomain<Result>(
  rpc: RpcConnection,
  domain: DomainRef,
  { procedure, read, flags }: DomainQuestion<Result>,
): Promise<Result> {
  return rpc.call({
    procedure,
    write: (writer) => {
      writeDomain(writer, domain);
      if (flags !== undefined) writer.uint(flags);
    },
    read,
    timeoutMs: limits.libvirtCallMsMax,
  });
}

function nothing(): void {
  // The reply is empty, or says nothing we need.
}

function readBool(reader: XdrReader): boolean {
  return reader.int() !== 0;
}

/** major * 1 000 000 + minor * 1000 + micro. */
function readVersion(reader: XdrReader): string {
  const version = Number(reader.unsignedHyper());
  return [Math.floor(version / 1e6), Math.floor(version / 1e3) % 1000, version % 1000].join('.');
}
