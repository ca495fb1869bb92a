export type Color = 'green' | 'yellow' | 'red' | 'dim';

const codes: Readonly<Record<Color, number>> = { green: 32, yellow: 33, red: 31, dim: 2 };

export function paint(text: string, color: Color | undefined): string {
  return color === undefined ? text : `\u001b[${codes[color]}m${text}\u001b[0m`;
}

const good = new Set(['UP']);
const bad = new Set([
  'NON_RESPONSIVE',
  'NON_OPERATIONAL',
  'NOT_RESPONDING',
  'SUSPECT',
  'UNKNOWN',
  'IDENTITY_CONFLICT',
  'VM_DUPLICATED',
]);
const off = new Set(['DOWN', 'RETIRED', 'DEPARTED', 'SUSPENDED', 'MAINTENANCE']);

/** Green: all is well. Red: somebody should look. Dim: not in use. Yellow: on the way, or halted. */
export function statusColor(status: string): Color {
  if (good.has(status)) return 'green';
  if (bad.has(status)) return 'red';
  return off.has(status) ? 'dim' : 'yellow';
}
