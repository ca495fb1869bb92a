import type { VmReason, VmStatus } from '../../../shared/model/status.ts';
import { isActive, type StatusReason } from './vm-status.ts';

/** What is known of a VM when a lifecycle event comes. */
export interface Before extends StatusReason {
  readonly isPersistent: boolean;
  /** Reason of the last I/O error that paused it; undefined: none so far. */
  readonly ioErrorReason: string | undefined;
}

/** Undefined: the event changes nothing. */
type Rule = (before: Before | undefined) => StatusReason | undefined;

const to =
  (status: VmStatus, reason: VmReason): Rule =>
  () => ({ status, reason });
const unchanged: Rule = () => undefined;

/** An end is news only of something that was there. */
const end =
  (rule: (before: Before) => StatusReason): Rule =>
  (before) =>
    before && rule(before);

/** Definitions say nothing about the state of what is running. */
const defined =
  (reason: VmReason): Rule =>
  (before) =>
    before === undefined ? { status: 'DOWN', reason } : undefined;

/** A resume comes also before `started`, and after it: the start itself is the news, once. */
const resumed: Rule = (before) => {
  const isStart =
    before === undefined || before.status === 'POWERING_UP' || !isActive(before.status);
  if (isStart) return { status: 'UP', reason: 'BOOTED' };
  if (before.status === 'UP') return undefined;
  if (before.status === 'MIGRATING_FROM') return { status: 'UP', reason: 'CANCELED' };
  if (before.status === 'MIGRATING_TO') return { status: 'UP', reason: 'MIGRATED' };
  if (before.status === 'SAVING') return { status: 'UP', reason: 'CANCELED' };
  if (before.reason === 'GUEST_CRASHED') return { status: 'UP', reason: 'RESTARTED_AFTER_CRASH' };
  return { status: 'UP', reason: 'RESUMED' };
};

/** Both ends of a migration say it: the destination when it is through, the source when it was given up. */
const resumedAfterMigration: Rule = (before) => {
  const isSource = before?.status === 'MIGRATING_FROM' || before?.reason === 'POSTCOPY';
  return { status: 'UP', reason: isSource ? 'CANCELED' : 'MIGRATED' };
};

const resumedFromSnapshot: Rule = (before) =>
  before?.status === 'UP' ? undefined : { status: 'UP', reason: 'FROM_SNAPSHOT' };

const suspended: Rule = (before) =>
  before?.reason === 'GUEST_CRASHED' ? undefined : { status: 'PAUSED', reason: 'USER' };

/** PURE. libvirt names an I/O error only "enospc", QEMU knows more of them. */
export function ioErrorReason(text: string | undefined): VmReason {
  switch (text) {
    case 'enospc':
      return 'ENOSPC';
    case 'eperm':
    case 'eacces':
      return 'EPERM';
    case undefined:
    case '':
    case 'eio':
      return 'EIO';
    default:
      return 'EOTHER';
  }
}

const shutDown = end((before) => ({
  status: 'DOWN',
  reason:
    before.status === 'POWERING_DOWN' && before.reason === 'ADMIN_SHUTDOWN'
      ? 'ADMIN_SHUTDOWN'
      : 'USER_SHUTDOWN',
}));

const failed = end((before) => ({ status: 'DOWN', reason: failureReason(before.status) }));

function failureReason(status: VmStatus): VmReason {
  if (!isActive(status) || status === 'POWERING_UP') return 'START_FAILED';
  return status === 'MIGRATING_TO' ? 'MIGRATION_FAILED' : 'LOST_QEMU_CONNECTION';
}

/** Of what stays defined we first believe that the image is kept for its next start; the reading after it tells. */
const saved = end((before) => ({
  status: before.isPersistent ? 'SUSPENDED' : 'DOWN',
  reason: 'SAVE_SUCCEEDED',
}));

/** Event number -> detail number -> rule. The last rule of a row stands for details of a newer libvirt. */
const rules: readonly (readonly Rule[])[] = [
  // 0 defined: added, updated, renamed, from snapshot
  [defined('DEFINED'), defined('DEFINED'), defined('DEFINED'), defined('FROM_SNAPSHOT')],
  // 1 undefined: whether it goes depends on whether it runs, see vm-events.ts
  [unchanged],
  // 2 started: booted, migrated, restored, from snapshot, wakeup, recreated
  [
    to('UP', 'BOOTED'),
    to('MIGRATING_TO', 'MIGRATION'),
    to('UP', 'RESTORED'),
    to('UP', 'FROM_SNAPSHOT'),
    to('UP', 'WAKEUP'),
    to('UP', 'BOOTED'),
  ],
  // 3 suspended: paused, migrated, I/O error, watchdog, restored, from snapshot, API error, post-copy, post-copy failed
  [
    suspended,
    to('MIGRATING_FROM', 'MIGRATION'),
    (before) => ({ status: 'PAUSED', reason: ioErrorReason(before?.ioErrorReason) }),
    to('PAUSED', 'WATCHDOG'),
    to('PAUSED', 'USER'),
    to('PAUSED', 'FROM_SNAPSHOT'),
    to('PAUSED', 'EOTHER'),
    to('PAUSED', 'POSTCOPY'),
    to('PAUSED', 'POSTCOPY_FAILED'),
    to('PAUSED', 'UNSPECIFIED'),
  ],
  // 4 resumed: unpaused, migrated, from snapshot, post-copy, post-copy failed
  [
    resumed,
    resumedAfterMigration,
    resumedFromSnapshot,
    to('UP', 'MIGRATED'),
    to('UP', 'POSTCOPY_FAILED'),
    resumed,
  ],
  // 5 stopped: shutdown, destroyed, crashed, migrated, saved, failed, from snapshot, recreated
  [
    shutDown,
    end(() => ({ status: 'DOWN', reason: 'DESTROYED' })),
    end(() => ({ status: 'DOWN', reason: 'GUEST_CRASHED' })),
    end(() => ({ status: 'DEPARTED', reason: 'MIGRATION_SUCCEEDED' })),
    saved,
    failed,
    end(() => ({ status: 'DOWN', reason: 'FROM_SNAPSHOT' })),
    end(() => ({ status: 'DOWN', reason: 'GENERIC_ERROR' })),
  ],
  // 6 shutdown: finished, by the guest, by the host
  [
    to('POWERING_DOWN', 'UNSPECIFIED'),
    to('POWERING_DOWN', 'USER_SHUTDOWN'),
    to('POWERING_DOWN', 'ADMIN_SHUTDOWN'),
    to('POWERING_DOWN', 'UNSPECIFIED'),
  ],
  // 7 guest sleep
  [to('PAUSED', 'GUEST_SLEEP')],
  // 8 crashed: panicked, and a crash kernel was loaded, which goes on running
  [to('PAUSED', 'GUEST_CRASHED'), unchanged],
];

/** PURE. What a lifecycle event makes of a VM; undefined: nothing. */
export function lifecycleStatus(
  event: number,
  detail: number,
  before: Before | undefined,
): StatusReason | undefined {
  const row = rules[event];
  const rule = row?.[detail] ?? row?.at(-1);
  return rule?.(before);
}

/** Event numbers with a meaning beyond the status. */
export const lifecycleEvents = {
  defined: 0,
  undefined: 1,
  started: 2,
  stopped: 5,
  crashed: 8,
} as const;
