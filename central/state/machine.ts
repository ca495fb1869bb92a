import type { Condition, Host } from '../../shared/model/host.ts';
import type { HostStatus } from '../../shared/model/status.ts';

/**
 * Which machine a host is. Its id may be copied (two agents under one id) or lost (one machine under two ids); the hash of
 * the machine id tells the second: a clone of an installation while both are there, a return under a new id when one is
 * not. Told at the host, as IDENTITY_CONFLICT; nobody is refused for it, since machine ids are copied more often than hosts.
 */
export type IdentityReason = 'TWO_AGENTS' | 'SAME_MACHINE' | 'RETURNED_AS';

export interface IdentityReport {
  readonly isActive: boolean;
  readonly reason: IdentityReason;
  readonly message: string;
}

type Presence = 'there' | 'doubtful' | 'gone';

const presences: Readonly<Record<HostStatus, Presence>> = {
  PENDING: 'gone',
  INITIALIZING: 'there',
  UP: 'there',
  NON_OPERATIONAL: 'there',
  SUSPECT: 'doubtful',
  NON_RESPONSIVE: 'gone',
  DOWN: 'gone',
  REBOOTING: 'gone',
  PREPARING_FOR_MAINTENANCE: 'there',
  // Its silence means nothing, and its word may be old.
  MAINTENANCE: 'doubtful',
  RETIRED: 'gone',
};

/** Hosts named in a message, at most. */
const namedMax = 3;

/** What is to be told of the host, by the others of the same machine; undefined: it is told, or nobody can tell now. */
export function judgeMachine(host: Host, others: readonly Host[]): IdentityReport | undefined {
  const told = host.conditions.find(
    ({ type, isActive }) => isActive && type === 'IDENTITY_CONFLICT',
  );
  if (!isKnown(host, told)) return undefined;
  const isThere = presences[host.status] === 'there';
  const report = isThere ? sameMachine(others) : returnedAs(host, others);
  if (report === undefined) return told && over(told);
  const isTold = told?.message === report.message && told.reason === report.reason;
  return isTold ? undefined : report;
}

/** Two agents under its id: which of them speaks, nobody knows. */
function isKnown({ status }: Host, told: Condition | undefined): boolean {
  return presences[status] !== 'doubtful' && status !== 'RETIRED' && told?.reason !== 'TWO_AGENTS';
}

/** A new host is the machine that this one was: nobody has to wait for its silence. */
export function isSucceeded(host: Host, by: Host): boolean {
  const isWaited = presences[host.status] !== 'gone' && host.status !== 'MAINTENANCE';
  return isWaited && host.bootId !== '' && host.bootId === by.bootId;
}

function sameMachine(others: readonly Host[]): IdentityReport | undefined {
  const twins = others.filter(({ status }) => status !== 'RETIRED' && presences[status] !== 'gone');
  if (twins.length === 0) return undefined;
  const message =
    `its machine id is also that of ${namesOf(twins)}: a machine was cloned with its machine id, or runs several ` +
    'agents; give each machine an id of its own (remove /etc/machine-id and run systemd-machine-id-setup)';
  return { isActive: true, reason: 'SAME_MACHINE', message };
}

function returnedAs(host: Host, others: readonly Host[]): IdentityReport | undefined {
  const heirs = others.filter(({ status }) => presences[status] === 'there');
  if (heirs.length === 0) return undefined;
  const message =
    `its machine reports as ${namesOf(heirs)} now; retire host "${host.id}" if that is meant, or give the ` +
    'agent its old id back (setting host.id)';
  return { isActive: true, reason: 'RETURNED_AS', message };
}

function over({ reason }: Condition): IdentityReport {
  const ended = reason === 'RETURNED_AS' ? reason : 'SAME_MACHINE';
  return { isActive: false, reason: ended, message: '' };
}

function namesOf(hosts: readonly Host[]): string {
  const ids = hosts.map(({ id }) => `"${id}"`).sort();
  const more = ids.length - namedMax;
  const text = ids.slice(0, namedMax).join(', ');
  const word = ids.length > 1 ? 'hosts' : 'host';
  return more > 0 ? `${word} ${text} and ${String(more)} more` : `${word} ${text}`;
}
