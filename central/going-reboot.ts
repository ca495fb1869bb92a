import type { ContactTable } from './contact-table.ts';

export interface GoingReboot {
  /** How long owners before have waited for it, ms. */
  readonly countedMs: number;
  readonly nowMs: number;
  readonly intervalMs: number;
}

/** A reboot was announced to an owner before: its time goes on, and its agent has that of a take-over to come. */
export function goOnRebooting(
  contacts: ContactTable,
  hostId: string,
  { countedMs, nowMs, intervalMs }: GoingReboot,
): void {
  if (contacts.heardMs(hostId) !== undefined) return;
  contacts.know(hostId, 'REBOOTING', { nowMs: nowMs - countedMs, intervalMs });
  contacts.spare(hostId, nowMs);
}
