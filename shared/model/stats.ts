/**
 * Samples are flat records of numbers, so that one small piece of code can difference, quantize, check and merge
 * them all. The tables name each field with the quantum that the agent's stream rounds it to: a value whose rounded
 * form is unchanged is not sent again.
 */

/** Field name -> quantum in the field's own unit. Order is the order of the proto fields. */
export const hostStatsFields = {
  cpuPermille: 5,
  cpuUserPermille: 5,
  cpuSystemPermille: 5,
  cpuIowaitPermille: 5,
  cpuStealPermille: 5,
  load1: 0.05,
  load5: 0.05,
  load15: 0.05,
  cpuPressurePermille: 5,
  memoryPressurePermille: 5,
  ioPressurePermille: 5,
  memoryTotalKib: 1,
  memoryAvailableKib: 1024,
  memoryCachedKib: 1024,
  swapTotalKib: 1,
  swapUsedKib: 1024,
  diskReadBps: 1024,
  diskWriteBps: 1024,
  netRxBps: 1024,
  netTxBps: 1024,
  uptimeS: 60,
} as const;

export const diskStatsFields = {
  readBps: 1024,
  writeBps: 1024,
  readOps: 1,
  writeOps: 1,
  busyPermille: 5,
} as const;

export const filesystemStatsFields = { totalKib: 1, usedKib: 1024 } as const;

export const networkInterfaceStatsFields = {
  linkUp: 1,
  rxBps: 1024,
  txBps: 1024,
  rxPps: 1,
  txPps: 1,
  rxErrors: 1,
  txErrors: 1,
  rxDropped: 1,
  txDropped: 1,
} as const;

export const vmStatsFields = {
  cpuPermille: 5,
  memoryKib: 1024,
  memoryRssKib: 1024,
  diskReadBps: 1024,
  diskWriteBps: 1024,
  diskOps: 1,
  netRxBps: 1024,
  netTxBps: 1024,
} as const;

/** A sample: a field is left out when it is not known. */
export type Sample<Fields> = { readonly [Key in keyof Fields]?: number };

export type HostSample = Sample<typeof hostStatsFields>;
export type DiskSample = Sample<typeof diskStatsFields> & { readonly name: string };
export type FilesystemSample = Sample<typeof filesystemStatsFields> & { readonly mount: string };
export type NetworkInterfaceSample = Sample<typeof networkInterfaceStatsFields> & {
  readonly name: string;
};
export type VmSample = Sample<typeof vmStatsFields> & { readonly vmId: string };

/** What a number of a sample may be; whoever says another one is not listened to any more. */
export function isSampleNumber(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

/** Everything the host probes measured in one interval. */
export interface HostStats {
  readonly host: HostSample;
  readonly disks: readonly DiskSample[];
  readonly filesystems: readonly FilesystemSample[];
  readonly networkInterfaces: readonly NetworkInterfaceSample[];
}
