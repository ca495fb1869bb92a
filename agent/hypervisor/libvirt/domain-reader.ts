import { readDefinition, readWantedKib } from './domain-definition.ts';
import type { DomainRef } from './domain.ts';
import { LibvirtFailure } from './failure.ts';
import {
  domainSize,
  domainState,
  domainXml,
  hasManagedSave,
  isDomainPersistent,
  jobOperation,
  listDomains,
  monitorSilenceMs,
  type DomainSize,
  type RawState,
} from './procedures.ts';
import { errorCodes, listFlags, states, xmlFlags } from './protocol.ts';
import type { RpcConnection } from './rpc.ts';
import type { KnownVm } from './vm-events.ts';
import type { Reading, RunningDefinition } from './vm-reading.ts';

/** Everything about every domain. What vanishes meanwhile is left out: an event tells about it. */
export async function readAllDomains(
  rpc: RpcConnection,
  known: ReadonlyMap<string, KnownVm>,
): Promise<Reading[]> {
  const [all, persistent, saved] = await Promise.all([
    listDomains(rpc, 0),
    listUuids(rpc, listFlags.persistent),
    listUuids(rpc, listFlags.hasManagedSave),
  ]);
  const readings = await Promise.all(
    all.map(async (domain) => {
      const state = await unlessMissing(domainState(rpc, domain));
      if (state === undefined) return undefined;
      const isPersistent = persistent.has(domain.uuid);
      return {
        ...{ domain, state, isPersistent },
        hasManagedSave: saved.has(domain.uuid),
        ...(await readDetails(rpc, { domain, state, known: known.get(domain.uuid) })),
        ...(await readRunning(rpc, { domain, state, isPersistent })),
      };
    }),
  );
  return readings.filter((reading) => reading !== undefined);
}

/** One domain again, as cheaply as possible; undefined: it is not there any more. */
export async function readDomainAgain(
  rpc: RpcConnection,
  domain: DomainRef,
  { known, isRedefined }: { readonly known: KnownVm | undefined; readonly isRedefined: boolean },
): Promise<Reading | undefined> {
  const [state, isPersistent] = await Promise.all([
    unlessMissing(domainState(rpc, domain)),
    unlessMissing(isDomainPersistent(rpc, domain)),
  ]);
  if (state === undefined || isPersistent === undefined) return undefined;
  const canHaveSave = state.state === states.shutOff && isPersistent;
  return {
    domain,
    state,
    isPersistent,
    hasManagedSave: canHaveSave && (await unlessRefused(hasManagedSave(rpc, domain), false)),
    ...(await readDetails(rpc, { domain, state, known })),
    // Long, and seldom another one: events tell when (OV-22).
    ...((known === undefined || isRedefined) &&
      (await readRunning(rpc, { domain, state, isPersistent }))),
  };
}

interface Details {
  readonly size: DomainSize;
  readonly monitorSilenceMs: number;
  readonly jobOperation: number;
}

async function readDetails(
  rpc: RpcConnection,
  subject: {
    readonly domain: DomainRef;
    readonly state: RawState;
    readonly known?: KnownVm | undefined;
  },
): Promise<Details> {
  const { domain, state, known } = subject;
  const { vcpuCount = 0, memoryMaxKib = 0 } = known?.vm ?? {};
  const size = { vcpuCount, memoryMaxKib, memoryKib: memoryMaxKib };
  return {
    monitorSilenceMs: isRunning(state) ? await unlessRefused(monitorSilenceMs(rpc, domain), 0) : 0,
    size: await unlessRefused(domainSize(rpc, domain), size),
    jobOperation: mayBeLeaving(state, known)
      ? await unlessRefused(jobOperation(rpc, domain), 0)
      : 0,
  };
}

/** Asking for the job enters QEMU's monitor, so only those are asked that gave a sign of migrating. */
function mayBeLeaving(state: RawState, known: KnownVm | undefined): boolean {
  return isRunning(state) && known !== undefined && known.iteration > 0;
}

function isRunning({ state }: RawState): boolean {
  return state === states.running || state === states.paused;
}

/** Of one that is off the definition says nothing of the next run; it is read when that begins. */
async function readRunning(
  rpc: RpcConnection,
  {
    domain,
    state,
    isPersistent,
  }: { readonly domain: DomainRef; readonly state: RawState; readonly isPersistent: boolean },
): Promise<{ readonly definition?: RunningDefinition }> {
  if (state.state === states.shutOff) return {};
  const [now, defined] = await Promise.all([
    unlessRefused(domainXml(rpc, domain, 0), ''),
    isPersistent ? unlessRefused(domainXml(rpc, domain, xmlFlags.inactive), '') : '',
  ]);
  if (now === '') return {};
  return { definition: { ...readDefinition(now), wantedKib: readWantedKib(defined) } };
}

async function listUuids(rpc: RpcConnection, flags: number): Promise<ReadonlySet<string>> {
  const domains = await unlessRefused(listDomains(rpc, flags), []);
  return new Set(domains.map(({ uuid }) => uuid));
}

async function unlessMissing<Result>(answer: Promise<Result>): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LibvirtFailure && error.replyCode === errorCodes.noDomain)
      return undefined;
    throw error;
  }
}

/** For what is good to know but not worth failing for: some drivers and versions cannot say it. */
async function unlessRefused<Result>(answer: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LibvirtFailure && error.kind === 'refused') return otherwise;
    throw error;
  }
}
