import type { Host } from '../../shared/model/host.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { Draft } from './draft.ts';
import type { Fitness } from './fitness.ts';
import type { StepContext } from './host-state.ts';
import { standingOf } from './maintenance.ts';

/** A host as its first Hello describes it. */
export function newHost(hello: Hello, context: StepContext): Host {
  return {
    id: hello.hostId,
    ...descriptionOf(hello),
    run: '',
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
  | 'name'
  | 'site'
  | 'labels'
  | 'class'
  | 'agentVersion'
  | 'capabilities'
  | 'bootId'
  | 'machineIdHash'
  | 'hardware'
>;

function descriptionOf(hello: Hello): Description {
  const { name, site, labels, agentVersion, capabilities, bootId, machineIdHash, hardware } = hello;
  const hostClass = hello.class;
  return {
    ...{ name, site, labels, agentVersion, capabilities, bootId, class: hostClass },
    ...(machineIdHash !== '' && { machineIdHash }),
    ...(hardware && { hardware }),
  };
}

/**
 * An agent spoke. A run we know goes on where it stopped; a new run begins with a full picture, and what happened
 * between the runs is said to be unknown (I3).
 */
export function applyHello(draft: Draft, hello: Hello, sessionId: number): void {
  const known = draft.host;
  const isNewHost = known.status === 'PENDING';
  const isNewRun = isNewHost || known.run !== hello.run;
  if (isNewRun) startRun(draft, hello, isNewHost);
  else resumeRun(draft, hello);
  // Told again in each session until it has come: the agent forgets what it was asked in an earlier one.
  const isComplete = draft.pictureRun === hello.run;
  const snapshotReason = draft.wantedPicture || (isComplete && !isNewRun ? '' : 'NEW_RUN');
  const welcome = {
    kind: 'welcome',
    sessionId,
    appliedChange: draft.safeChange(hello.run),
    snapshotReason,
  } as const;
  // The epoch of a host we hold already is valid now; a claim is not before it was accepted.
  if (draft.claim) draft.after.push(welcome);
  else draft.now.push(welcome);
}

function startRun(draft: Draft, hello: Hello, isNewHost: boolean): void {
  const { host } = draft;
  const reason = isNewHost ? 'FIRST_CONTACT' : returnReason(host, hello);
  const change = { ...descriptionOf(hello), run: hello.run };
  draft.wantedPicture = '';
  if (isNewHost) {
    const sinceAt = draft.context.nowUnixMs;
    const status = { status: 'INITIALIZING', reason, sinceAt } as const;
    draft.emitHost({ ...change, ...status }, { type: 'HostAdded', reason });
  } else {
    const fromChange = draft.appliedChange(host.run);
    // Somebody works on it: that it began anew is no news, and its picture comes all the same.
    if (host.status === 'MAINTENANCE') draft.emitHost(change, { type: 'HostChanged', reason });
    else draft.setStatus('INITIALIZING', reason, change);
    draft.emitGap({ fromChange, toChange: 1, reason, fromRun: host.run });
  }
  noteForgotten(draft, hello);
  draft.setApplied(hello.run, draft.appliedChange(hello.run));
}

/** Only another boot id proves a reboot; the same one shows that what was announced has not happened. */
function returnReason({ status, bootId }: Host, hello: Hello): string {
  if (hello.bootId !== '' && hello.bootId !== bootId) return 'HOST_REBOOTED';
  const isBootKnown = hello.bootId !== '';
  if (isBootKnown && status === 'REBOOTING') return 'REBOOT_NOT_DONE';
  return isBootKnown && status === 'DOWN' ? 'SHUTDOWN_NOT_DONE' : 'AGENT_RESTARTED';
}

function resumeRun(draft: Draft, hello: Hello): void {
  const { host } = draft;
  const description = descriptionOf(hello);
  const { status, reason } = contactStatus(draft, hello.run, hello.sleptMs);
  if (host.status !== status) draft.setStatus(status, reason, description);
  else if (!isSame(host, { ...host, ...description })) {
    draft.emitHost(description, { type: 'HostChanged', reason: 'HELLO' });
  }
  noteForgotten(draft, hello);
}

/** What contact with a run makes of the host. `sleptMs`: what it was silent for, if that is known. */
export function contactStatus(draft: Draft, run: string, sleptMs?: number): Fitness {
  if (draft.host.status === 'MAINTENANCE') return draft.host;
  const reason = sleptMs === undefined ? 'CONTACT_RESTORED' : 'HOST_WOKE_UP';
  return draft.pictureRun === run ? standingOf(draft, reason) : { status: 'INITIALIZING', reason };
}

/** The agent was told that more is safe than is known here; it has forgotten it, and so has the storage (I3). */
function noteForgotten(draft: Draft, { run, safeChange }: Hello): void {
  const fromChange = draft.appliedChange(run);
  if (safeChange <= fromChange) return;
  draft.wantedPicture = 'STATE_LOST';
  draft.emitGap({ fromChange, toChange: safeChange, reason: 'STATE_LOST', fromRun: '' });
  draft.setApplied(run, safeChange);
}
