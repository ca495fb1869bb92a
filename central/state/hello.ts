import type { Host } from '../../shared/model/host.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Draft } from './draft.ts';
import type { HostState, StepContext } from './host-state.ts';

/** A host as its first Hello describes it. */
export function newHost(hello: Hello, context: StepContext): Host {
  return {
    id: hello.hostId,
    ...descriptionOf(hello),
    run: hello.run,
    status: 'PENDING',
    reason: 'NEW',
    sinceAt: context.nowUnixMs,
    conditions: [],
    owner: context.replicaId,
    epoch: 0,
    n: 0,
    vmCount: 0,
  };
}

type Description = Pick<
  Host,
  'name' | 'site' | 'labels' | 'class' | 'agentVersion' | 'capabilities' | 'bootId' | 'hardware'
>;

function descriptionOf(hello: Hello): Description {
  const { name, site, labels, agentVersion, capabilities, bootId, hardware } = hello;
  const hostClass = hello.class;
  return {
    ...{ name, site, labels, agentVersion, capabilities, bootId, class: hostClass },
    ...(hardware && { hardware }),
  };
}

/** Epoch under which this replica may act: its own, or one above all anybody has seen (I5). */
export function claimEpoch(
  record: HostState['record'],
  epochSeen: number,
  context: StepContext,
): number {
  if (
    record !== undefined &&
    record.owner === context.replicaId &&
    record.instance === context.instance &&
    record.incarnation === context.incarnation &&
    record.epoch >= epochSeen
  ) {
    return record.epoch;
  }
  return 1 + Math.max(record?.epoch ?? 0, epochSeen);
}

/**
 * An agent spoke. A run we know goes on where it stopped; a new run begins with a full picture, and what happened
 * between the runs is said to be unknown (I3).
 */
export function applyHello(draft: Draft, hello: Hello, sessionId: number): void {
  const known = draft.host;
  const isNewHost = known.status === 'PENDING';
  const isNewRun = isNewHost || known.run !== hello.run;
  const wanted = isNewRun ? startRun(draft, hello, isNewHost) : resumeRun(draft, hello);
  if (wanted !== '' && wanted !== 'NEW_RUN') draft.loss = lossOf(draft, hello, wanted);
  const welcome = {
    kind: 'welcome',
    sessionId,
    appliedChange: draft.safeChange(hello.run),
    snapshotReason: wanted,
  } as const;
  // The epoch of a host we hold already is valid now; a claim is not before it was accepted.
  if (draft.isClaim) draft.after.push(welcome);
  else draft.now.push(welcome);
}

function lossOf(draft: Draft, hello: Hello, reason: string): Draft['loss'] {
  return { reason, fromChange: draft.appliedChange(hello.run) };
}

function startRun(draft: Draft, hello: Hello, isNewHost: boolean): string {
  const { host } = draft;
  const isRebooted = hello.bootId !== '' && hello.bootId !== host.bootId;
  const reason = isNewHost ? 'FIRST_CONTACT' : isRebooted ? 'HOST_REBOOTED' : 'AGENT_RESTARTED';
  const change = { ...descriptionOf(hello), run: hello.run };
  if (isNewHost) {
    const sinceAt = draft.context.nowUnixMs;
    const status = { status: 'INITIALIZING', reason, sinceAt } as const;
    draft.emitHost({ ...change, ...status }, { type: 'HostAdded', reason });
  } else {
    const fromChange = draft.appliedChange(host.run);
    draft.setStatus('INITIALIZING', reason, change);
    const historyGap = { fromChange, toChange: 1, reason, fromRun: host.run };
    draft.emitHost({}, { type: 'HistoryGap', reason, historyGap });
  }
  draft.setApplied(hello.run, 0);
  return 'NEW_RUN';
}

/** Returns why a full picture is needed; empty: it is not. */
function resumeRun(draft: Draft, hello: Hello): string {
  const { host } = draft;
  const description = descriptionOf(hello);
  const isComplete = draft.pictureRun === hello.run;
  const status = isComplete ? 'UP' : 'INITIALIZING';
  if (host.status !== status) draft.setStatus(status, 'CONTACT_RESTORED', description);
  else if (!isSame(host, { ...host, ...description })) {
    draft.emitHost(description, { type: 'HostChanged', reason: 'HELLO' });
  }
  if (hello.safeChange > draft.appliedChange(hello.run)) return 'STATE_LOST';
  return isComplete ? '' : 'NEW_RUN';
}
