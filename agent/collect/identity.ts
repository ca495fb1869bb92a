import { createHmac } from 'node:crypto';
import os from 'node:os';

import type { Clock } from '../../shared/clock.ts';
import { isId } from '../../shared/model/id.ts';
import type { HostFiles } from './host-files.ts';

export interface HostIdentity {
  /** Another one after each boot; an id. */
  readonly bootId: string;
  /** The same for the life of an installation, 64 hex digits; empty: the system has no machine id. */
  readonly machineIdHash: string;
  readonly hostName: string;
}

/**
 * machine-id(5) asks that the id itself is never shown to others, and derived per application instead; with a key of
 * one's own nobody can match it with what another program shows.
 */
const machineIdKey = 'muster machine id v1';

export function hashMachineId(text: string): string {
  const machineId = text.trim();
  if (!/^[0-9a-f]{32}$/.test(machineId)) return '';
  return createHmac('sha256', machineIdKey).update(machineId).digest('hex');
}

/** Read at once, as the agent needs it before anything else, and these are small files that nothing can block. */
export function readIdentity(files: HostFiles, clock: Clock): HostIdentity {
  const bootId = firstText(files, ['/proc/sys/kernel/random/boot_id']);
  const machineId = firstText(files, ['/etc/machine-id', '/var/lib/dbus/machine-id']);
  const hostName = firstText(files, ['/proc/sys/kernel/hostname']);
  return {
    bootId: isId(bootId) ? bootId : bootIdFromUptime(clock),
    machineIdHash: hashMachineId(machineId),
    hostName: hostName === '' ? os.hostname() : hostName,
  };
}

/** Second of the boot by the wall clock: the same for agents started in one boot unless the clock was set meanwhile. */
export function bootIdFromUptime(clock: Clock): string {
  return `boot-${Math.round(clock.unixMs() / 1000 - os.uptime())}`;
}

/** Text of the first file that is not empty; empty if there is none. */
function firstText(files: HostFiles, candidates: readonly string[]): string {
  for (const file of candidates) {
    try {
      const text = files.readNow(file).trim();
      if (text !== '') return text;
    } catch {
      // Absent or not readable for us is the same here: the next one, or none.
    }
  }
  return '';
}
