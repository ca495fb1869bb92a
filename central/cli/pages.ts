import { limits } from '../../shared/limits.ts';

export interface FetchedPage<Item> {
  readonly items: readonly Item[];
  /** Empty: this was the last. */
  readonly nextToken: string;
}

export type FetchPage<Item> = (page: {
  readonly pageSize: number;
  readonly pageToken: string;
}) => Promise<FetchedPage<Item>>;

/** Every item, a page at a time, at most `limit`. Returns true when the limit left something out. */
export async function* pagesOf<Item>(
  fetch: FetchPage<Item>,
  limit = Infinity,
): AsyncGenerator<readonly Item[], boolean> {
  let pageToken = '';
  let left = limit;
  do {
    const pageSize = Math.min(limits.pageSizeMax, left);
    const { items, nextToken } = await fetch({ pageSize, pageToken });
    yield items.slice(0, left);
    left -= items.length;
    pageToken = nextToken;
  } while (pageToken !== '' && left > 0);
  return pageToken !== '' || left < 0;
}
