/** Ids that appear in subjects and keys (hosts, runs, sites, replicas): DESIGN section 4. */
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Key that names a bucket's incarnation, so no host or VM may be called so. */
const reservedKey = '_meta';

export function isId(text: string): boolean {
  return idPattern.test(text) && text !== reservedKey;
}
