/** Runs `task` for each item, at most `inFlightMax` at once. Rejects with the first failure, when all running ones ended. */
export async function eachLimited<T>(
  items: readonly T[],
  inFlightMax: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items.values();
  let failure: { readonly cause: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true && !failure; next = iterator.next()) {
      try {
        await task(next.value);
      } catch (cause) {
        failure ??= { cause };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlightMax, items.length) }, work));
  if (failure) throw failure.cause;
}
