/**
 * The word of a proto enum value, without its prefix. The wire type is read directly, not through the model, because
 * a person should see what a newer central said instead of the stand-in that the model reads it as.
 */
export function wordOf(prefix: string, value: unknown): string {
  if (typeof value === 'string') {
    const word = value.startsWith(prefix) ? value.slice(prefix.length) : value;
    return word === 'UNSPECIFIED' ? '' : word;
  }
  return typeof value === 'number' ? `#${value}` : '';
}

/** `env=prod, rack=r1`, ordered by key. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(', ');
}
