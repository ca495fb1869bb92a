import type { Host } from '../shared/model/host.ts';
import { operatorLimits } from '../shared/operator-limits.ts';
import type { SessionEnd } from './ports.ts';

/** Why the agent of a retired host is not let in, for its log. */
export function retiredEnd({ id, sinceAt, retirement }: Host): SessionEnd {
  const { by = '', reason = '' } = retirement ?? {};
  const who = by === '' ? '' : ` by ${by}`;
  const why = reason === '' ? '' : ` (${reason})`;
  const message =
    `host "${id}" was retired at ${new Date(sinceAt).toISOString()}${who}${why}; an operator may let it in ` +
    `again (muster host delete ${id}), or give this machine an id of its own (setting host.id)`;
  return { kind: 'retired', message, retryAfterMs: operatorLimits.retiredRetryMs };
}

/** The agent finds its way. */
export const movedAway: SessionEnd = {
  ...{ kind: 'busy', message: 'the host moved to another replica', retryAfterMs: 0 },
};

/** A moment later it is let in as a host that nobody knows. */
export const beingRemoved: SessionEnd = {
  ...{ kind: 'busy', message: 'the host is being removed' },
  retryAfterMs: operatorLimits.removedRetryMs,
};
