const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Bytes in the unit that leaves at most four digits: `512B`, `1.5GiB`, `128GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let index = 0;
  while (Number(rounded(value)) >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${rounded(value)}${units[index] ?? ''}`;
}

/** One decimal below 10 unless it is a whole number. */
function rounded(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : value.toFixed(0);
}

export function formatKib(kib: number): string {
  return formatBytes(kib * 1024);
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** Thousandths as a percentage: `7.5%`, `12%`. */
export function formatPermille(permille: number): string {
  return `${rounded(permille / 10)}%`;
}

/** A share of a whole: `19%`; `-` when the whole is nothing. */
export function formatShare(part: number, whole: number): string {
  return whole > 0 ? formatPermille((part / whole) * 1000) : '-';
}

/** `format(value)`, or `-` when the value is not known. */
export function known(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '-' : format(value);
}

/** `1 VM`, `3 VMs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
