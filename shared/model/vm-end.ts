import type { VmReason, VmStatus } from './status.ts';

export interface StatusWords {
  readonly status: VmStatus;
  readonly reason: VmReason;
}

const offStatuses: ReadonlySet<VmStatus> = new Set(['DOWN', 'SUSPENDED', 'DEPARTED'] as const);

/**
 * What became of a VM that its host does not list any more, when nobody saw how it ended (OV-6). Who was leaving has
 * left: its destination has the time of a hand-over to say so, and nobody says Down before. undefined: it was off, and
 * its definition went.
 */
export function vanished({ status, reason }: StatusWords): StatusWords | undefined {
  if (offStatuses.has(status)) return undefined;
  if (isLeaving({ status, reason })) return { status: 'DEPARTED', reason: 'DOMAIN_MISSING' };
  if (status === 'POWERING_DOWN' || status === 'REBOOTING') {
    const isAsked = reason === 'ADMIN_SHUTDOWN';
    return { status: 'DOWN', reason: isAsked ? 'ADMIN_SHUTDOWN' : 'USER_SHUTDOWN' };
  }
  return { status: 'DOWN', reason: 'DOMAIN_MISSING' };
}

const postCopyReasons: ReadonlySet<VmReason> = new Set(['POSTCOPY', 'POSTCOPY_FAILED'] as const);

/** The source of a migration; in its post-copy phase the destination runs the VM already (OV-12). */
export function isLeaving({ status, reason }: StatusWords): boolean {
  return status === 'MIGRATING_FROM' || (status === 'PAUSED' && postCopyReasons.has(reason));
}
