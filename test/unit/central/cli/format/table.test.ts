import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  cellsOf,
  columnsFor,
  renderTable,
  type Column,
  type ColumnShape,
} from '../../../../../central/cli/format/table.ts';
import { displayWidth } from '../../../../../central/cli/format/width.ts';

const columns: readonly ColumnShape[] = [
  { header: 'ID' },
  { header: 'NAME', widthMin: 6 },
  { header: 'SIZE', align: 'right', rank: 1 },
  { header: 'NOTE', rank: 2, widthMin: 5 },
];
const rows = [
  ['a1', 'a-long-name', '7', 'something'],
  ['b22', 'short', '1000', '-'],
];

const table = (width: number | undefined): readonly string[] =>
  renderTable(columns, rows, { hasColor: false, width }).split('\n');

describe('a table', () => {
  it.each([
    [
      undefined,
      [
        'ID   NAME         SIZE  NOTE',
        'a1   a-long-name     7  something',
        'b22  short        1000  -',
        '',
      ],
    ],
    [
      // The widest gives way first.
      29,
      ['ID   NAME      SIZE  NOTE', 'a1   a-long-…     7  somethi…', 'b22  short     1000  -', ''],
    ],
    [
      // Below the minimum widths the least important column goes.
      21,
      ['ID   NAME        SIZE', 'a1   a-long-na…     7', 'b22  short       1000', ''],
    ],
    [12, ['ID   NAME', 'a1   a-long…', 'b22  short', '']],
    [8, ['ID   NA…', 'a1   a-…', 'b22  sh…', '']],
  ])('in %s columns', (width, lines) => {
    expect(table(width)).toEqual(lines);
  });

  it('is never wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string(), fc.string(), fc.string({ unit: 'grapheme' }))),
        fc.integer({ min: 10, max: 120 }),
        (cells, width) => {
          const text = renderTable(columns, cells, { hasColor: false, width });
          const widest = Math.max(...text.split('\n').map(displayWidth));
          expect(widest).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('has one line per row whatever the cells hold', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }))), (cells) => {
        const text = renderTable([{ header: 'X' }], cells, { hasColor: false });
        expect(text.split('\n')).toHaveLength(cells.length + 2);
      }),
    );
  });

  it('colors the cell and not the blanks around it', () => {
    const colored: ColumnShape[] = [{ header: 'STATUS', color: () => 'green' }, { header: 'X' }];
    const text = renderTable(colored, [['UP', '1']], { hasColor: true });
    expect(text).toBe('STATUS  X\n\u001b[32mUP\u001b[0m      1\n');
  });

  it('shows columns for wide output only there, and a dash for nothing', () => {
    const all: readonly Column<{ readonly name: string }>[] = [
      { header: 'NAME', cell: ({ name }) => name },
      { header: 'AGE', cell: (_row, now) => String(now), isWide: true },
    ];
    expect(columnsFor(all, false).map(({ header }) => header)).toEqual(['NAME']);
    expect(cellsOf(columnsFor(all, true), { name: '' }, 5)).toEqual(['-', '5']);
  });
});
