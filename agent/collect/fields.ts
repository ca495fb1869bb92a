/** Leaves out what is not known: a sample has no field rather than a wrong one. */
export function knownFields<Key extends string>(
  fields: Readonly<Record<Key, number | undefined>>,
): Readonly<Partial<Record<Key, number>>> {
  const known: Partial<Record<Key, number>> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && Number.isFinite(value)) known[key] = value;
  }
  return known;
}

/** Sum of the known values. */
export function sumKnown(values: Iterable<number | undefined>): number {
  let sum = 0;
  for (const value of values) sum += value ?? 0;
  return sum;
}
