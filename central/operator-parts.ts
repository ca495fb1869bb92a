import { HostDeadlines } from './host-deadlines.ts';
import type { LoopOptions } from './loop-options.ts';
import { OperatorDesk } from './operator-desk.ts';
import type { Op } from './state/host-state.ts';
import type { LoopParts } from './surroundings.ts';

/** What operators ask for, and what ends by time, on their way to the actors. */
export function operatorParts(
  { clock, share, liveness, ephemeralTtlMs = 0 }: LoopOptions,
  { contacts, actor }: Pick<LoopParts, 'contacts' | 'actor'>,
): { readonly operators: OperatorDesk; readonly deadlines: HostDeadlines } {
  const push = (hostId: string, op: Op): void => {
    actor(hostId).push(op);
  };
  const operators = new OperatorDesk({
    ...{ clock, push },
    isOurs: (hostId) => contacts.has(hostId),
    isCountedIn: () => share.isCountedIn,
    findHost: (hostId) => actor(hostId).record?.host,
    stalledReason: (hostId) => actor(hostId).stalledReason,
  });
  const doubtsItself = (): boolean => contacts.suspectsItself || !share.isCountedIn;
  const { rebootMs } = liveness;
  const deadlines = new HostDeadlines({ ephemeralTtlMs, rebootMs, doubtsItself, push });
  return { operators, deadlines };
}
