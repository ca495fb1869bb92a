import { createHash } from 'node:crypto';

import { FieldError } from '../../shared/wire/fields.ts';

/** A question that is answered in pages; `list` and `filter` together say which. */
export interface PagedQuestion {
  readonly list: 'hosts' | 'vms';
  readonly filter: object;
}

const digestLength = 16;

/** Token that goes on after `afterId`. Bound to the question, so that a token never silently continues another one. */
export function pageTokenOf({ list, filter }: PagedQuestion, afterId: string): string {
  if (afterId === '') return '';
  const digest = createHash('sha256')
    .update(JSON.stringify([list, filter, afterId]))
    .digest('base64url')
    .slice(0, digestLength);
  return Buffer.from(`${digest}${afterId}`).toString('base64url');
}

/** Id to go on after. Throws FieldError for anything that `pageTokenOf` did not make for this question. */
export function afterIdOf(question: PagedQuestion, token: string): string {
  if (token === '') return '';
  const afterId = Buffer.from(token, 'base64url').toString().slice(digestLength);
  if (pageTokenOf(question, afterId) === token) return afterId;
  throw new FieldError(
    'page_token',
    'bad_token',
    'is not a token of this list with this filter; ask again without a token',
  );
}
