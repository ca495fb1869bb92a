import type { GoodbyeKind } from '../../shared/model/status.ts';
import { waitForHolders } from './arrival.ts';
import { applyCondition } from './condition.ts';
import type { Draft } from './draft.ts';
import { lookForDuplicates } from './duplicates.ts';
import { applyHello, contactStatus } from './hello.ts';
import type { Decision, Verdict } from './host-state.ts';
import type { IdentityReport } from './machine.ts';
import { sayStorageChanged } from './loss.ts';
import { endVm } from './maintenance.ts';
import { ownVm } from './possession.ts';
import { isHiding } from './view.ts';
import { applyVmState, expireHandover } from './vm-change.ts';
import { sayVmOverdue, sayVmsOverdue } from './vm-health.ts';

/** What the central decides, or learned from somebody else than the agent. */
export function applyDecision(draft: Draft, op: Decision): void {
  if ('vmId' in op) {
    applyVmDecision(draft, op);
    return;
  }
  switch (op.kind) {
    case 'hello':
      applyHello(draft, op.hello, op.sessionId);
      break;
    case 'goodbye':
      applyGoodbye(draft, op.goodbye);
      break;
    case 'contact':
      applyContact(draft);
      break;
    case 'verdict':
      applyVerdict(draft, op.verdict);
      break;
    case 'retry-strays':
      retryStrays(draft, op.afterMs);
      break;
    case 'storage-changed':
      sayStorageChanged(draft, op.reason);
      break;
    case 'identity-conflict':
      applyIdentityReport(draft, op);
      break;
    case 'succeeded':
      applySuccession(draft, op.report);
      break;
  }
}

type VmDecision = Extract<Decision, { readonly vmId: string | undefined }>;

function applyVmDecision(draft: Draft, op: VmDecision): void {
  if (op.kind === 'vm-taken') ownVm(draft, op.vmId);
  else if (op.kind === 'vm-ended') endVm(draft, op.vmId, op.reason);
  else if (op.kind === 'handover-expired') expireHandover(draft, op.vmId);
  else if (op.vmId === undefined) sayVmsOverdue(draft, op.health);
  else sayVmOverdue(draft, op.vmId, op.health);
}

/** A restart or an upgrade of the agent changes no status: silence decides, later (planned moves, section 6). */
function applyGoodbye(draft: Draft, goodbye: GoodbyeKind): void {
  // Somebody works on it, and shuts it down as often as need be.
  if (draft.host.status === 'MAINTENANCE') return;
  if (goodbye === 'SHUTDOWN') draft.setStatus('DOWN', 'SHUTDOWN_ANNOUNCED');
  if (goodbye === 'REBOOT') draft.setStatus('REBOOTING', 'REBOOT_ANNOUNCED');
}

function applyContact(draft: Draft): void {
  const { host } = draft;
  if (host.status !== 'SUSPECT' && host.status !== 'NON_RESPONSIVE') return;
  const { status, reason } = contactStatus(draft, host.run);
  draft.setStatus(status, reason);
}

function applyVerdict(draft: Draft, verdict: Verdict): void {
  // It may have been asked for twice, when the first one had to wait its turn.
  if (draft.host.status === verdict.status || draft.host.status === 'MAINTENANCE') return;
  if (draft.context.isVerdictDue(verdict)) draft.setStatus(verdict.status, verdict.reason);
}

/** Only while the host is in contact: what it said before tells nothing any more. */
function retryStrays(draft: Draft, afterMs: number): void {
  const { status } = draft.host;
  if (status === 'SUSPECT' || isHiding(status)) return;
  waitForHolders(draft, afterMs);
  for (const vm of draft.strays.values()) applyVmState(draft, vm);
  lookForDuplicates(draft, afterMs);
}

/** What one doubt says of its end does not end another one. */
function applyIdentityReport(draft: Draft, { isActive, reason, message }: IdentityReport): void {
  const known = draft.host.conditions.find(({ type }) => type === 'IDENTITY_CONFLICT');
  if (!isActive && known?.reason !== reason) return;
  const report = { type: 'IDENTITY_CONFLICT', reason, isActive, message } as const;
  applyCondition(draft, report, draft.context.nowUnixMs);
}

/** Its VMs are what the host says that the machine is now. */
function applySuccession(draft: Draft, report: IdentityReport): void {
  const { status } = draft.host;
  if (!isHiding(status) && status !== 'MAINTENANCE')
    draft.setStatus('NON_RESPONSIVE', 'RETURNED_UNDER_NEW_ID');
  applyIdentityReport(draft, report);
}
