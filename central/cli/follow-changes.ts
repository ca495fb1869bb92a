import type { WatchRequest } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import type { WatchResponse__Output } from '../../shared/wire/generated/muster/v1/WatchResponse.ts';
import type { Clock } from '../../shared/clock.ts';
import { CliError } from './exit.ts';
import type { FleetClient } from './fleet-client.ts';
import { follow, type Followed } from './follow.ts';
import type { HostChoice } from './options.ts';
import { rpcReason } from './rpc-error.ts';
import { defaultTimeoutMs, type Session } from './session.ts';

export interface FollowJob {
  readonly request: WatchRequest;
  /** Returns `enough` to end. */
  readonly onItem: (item: WatchResponse__Output) => Promise<'more' | 'enough'>;
  /** What was shown so far is void: a whole new picture follows. */
  readonly onRestart: () => void;
}

export interface FollowEnd {
  readonly kind: 'enough' | 'timeout' | 'interrupted';
  /** Where to go on; empty if the central named no place. */
  readonly token: string;
}

/** The options that choose what a watch is about. */
export interface WatchChoice extends HostChoice {
  readonly type?: readonly string[];
}

export function watchRequest(choice: WatchChoice): WatchRequest {
  const hostFilter = {
    sites: [...(choice.site ?? [])],
    labelSelectors: [...(choice.label ?? [])],
    namePrefix: choice.namePrefix ?? '',
  };
  const isFiltered = Object.values(hostFilter).some((value) => value.length > 0);
  return { types: [...(choice.type ?? [])], ...(isFiltered && { hostFilter }) };
}

/** A signal that is aborted after `timeoutMs`; never without one. */
function deadlineSignal(
  clock: Clock,
  timeoutMs: number | undefined,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const abort = new AbortController();
  const timer =
    timeoutMs === undefined
      ? undefined
      : clock.setTimer(() => {
          abort.abort();
        }, timeoutMs);
  return { signal: abort.signal, stop: () => timer?.cancel() };
}

/**
 * Hands every item to the job until it has enough, --timeout is over or the user interrupts. Says on standard error when
 * the connection breaks and what became of it. A central that never answered within --timeout is a failure.
 */
export function followChanges(session: Session, job: FollowJob): Promise<FollowEnd> {
  const { timeout } = session.options;
  return session.withFleet(
    async (fleet) => {
      // Started only now: loading the program is not the central's time.
      const deadline = deadlineSignal(session.terminal.clock, timeout);
      try {
        return await followUntil(session, { ...job, fleet, deadline: deadline.signal });
      } finally {
        deadline.stop();
      }
    },
    Math.min(timeout ?? Infinity, defaultTimeoutMs),
  );
}

interface RunningJob extends FollowJob {
  readonly fleet: FleetClient;
  readonly deadline: AbortSignal;
}

async function followUntil(session: Session, job: RunningJob): Promise<FollowEnd> {
  const { clock, random, interrupted } = session.terminal;
  const open = job.fleet.watch.bind(job.fleet);
  const signal = AbortSignal.any([interrupted, job.deadline]);
  let token = job.request.resumeToken ?? '';
  let isMet = false;
  for await (const news of follow({ open, request: job.request, clock, random, signal })) {
    tell(session, news);
    if (news.kind === 'restarted') job.onRestart();
    if (news.kind !== 'item') continue;
    isMet = true;
    token = news.item.resumeToken ?? token;
    if ((await job.onItem(news.item)) === 'enough') return { kind: 'enough', token };
  }
  if (interrupted.aborted) return { kind: 'interrupted', token };
  if (isMet) return { kind: 'timeout', token };
  throw new CliError('deadline', 'the central did not say anything within --timeout');
}

function tell({ terminal }: Session, news: Followed): void {
  switch (news.kind) {
    case 'broken':
      terminal.err(`muster: the connection broke (${rpcReason(news.error)}); trying again\n`);
      break;
    case 'resumed':
      terminal.err('muster: connected again, no change was missed\n');
      break;
    case 'restarted':
      terminal.err(
        'muster: connected again, but the changes in between are not known any more: starting again with the whole picture\n',
      );
      break;
    case 'item':
      break;
  }
}
