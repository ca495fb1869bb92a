/** The numbers of `1.2.3` and `1.2.3-beta`; undefined: it is no version. */
function numbersOf(version: string): readonly number[] | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  return match?.slice(1).map((digits: string | undefined) => Number(digits ?? 0));
}

/** undefined: one of them is no version. */
export function isOlder(version: string, than: string): boolean | undefined {
  const [one, other] = [numbersOf(version), numbersOf(than)];
  if (one === undefined || other === undefined) return undefined;
  const at = one.findIndex((number, i) => number !== other[i]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}
