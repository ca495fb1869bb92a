import { describe, expect, it } from 'vitest';

import { pagesOf } from '../../../../central/cli/pages.ts';

const rows = Array.from({ length: 25 }, (_, index) => index);

async function read(options: { readonly serverMax: number; readonly limit?: number }) {
  const sizes: number[] = [];
  const pages = pagesOf<number>(({ pageSize, pageToken }) => {
    sizes.push(pageSize);
    const from = Number(pageToken);
    const end = from + Math.min(pageSize, options.serverMax);
    const nextToken = end < rows.length ? String(end) : '';
    return Promise.resolve({ items: rows.slice(from, end), nextToken });
  }, options.limit);
  const items: number[] = [];
  let page = await pages.next();
  for (; page.done !== true; page = await pages.next()) items.push(...page.value);
  return { items, sizes, isCut: page.value };
}

describe('paging', () => {
  it('reads to the end', async () => {
    expect(await read({ serverMax: 10 })).toEqual({
      items: rows,
      sizes: [1000, 1000, 1000],
      isCut: false,
    });
  });

  it('asks for no more than the limit leaves, and says when it cut', async () => {
    expect(await read({ serverMax: 10, limit: 12 })).toEqual({
      items: rows.slice(0, 12),
      sizes: [12, 2],
      isCut: true,
    });
  });

  it('cuts nothing when the limit is exactly the number of rows', async () => {
    expect(await read({ serverMax: 100, limit: 25 })).toMatchObject({ items: rows, isCut: false });
  });
});
