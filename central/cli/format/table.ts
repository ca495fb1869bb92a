import { paint, type Color } from './color.ts';
import { cut, displayWidth, pad, printable } from './width.ts';

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row, now: number) => string;
  readonly align?: 'right';
  /** Where the terminal is too narrow, columns with the lowest rank stay; one without a rank always does. */
  readonly rank?: number;
  /** May be cut to this many columns of the terminal. Without it the column is shown whole or not at all. */
  readonly widthMin?: number;
  /** Shown with `-o wide` only. */
  readonly isWide?: boolean;
  readonly color?: (text: string) => Color;
}

/** The part of a column that does not depend on the row type. */
export type ColumnShape = Omit<Column<never>, 'cell'>;

export interface TableStyle {
  /** Columns of the terminal; undefined: as wide as needed. */
  readonly width?: number | undefined;
  readonly hasColor: boolean;
}

interface Slot {
  readonly index: number;
  readonly column: ColumnShape;
  width: number;
}

const gap = '  ';

/** A table of finished cells, one line per row, with a line of headers. Ends with a line break. */
export function renderTable(
  columns: readonly ColumnShape[],
  rows: readonly (readonly string[])[],
  style: TableStyle,
): string {
  const clean = rows.map((row) => row.map(printable));
  const slots = fit(naturalSlots(columns, clean), style.width);
  const lines = clean.map((row) => renderLine(slots, row, style.hasColor));
  const headers = columns.map((column) => column.header);
  return [renderLine(slots, headers, false), ...lines].map((line) => `${line}\n`).join('');
}

function naturalSlots(
  columns: readonly ColumnShape[],
  rows: readonly (readonly string[])[],
): readonly Slot[] {
  return columns.map((column, index) => {
    let width = displayWidth(column.header);
    for (const row of rows) width = Math.max(width, displayWidth(row[index] ?? ''));
    return { index, column, width };
  });
}

function totalWidth(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + slot.width, gap.length * (slots.length - 1));
}

const minimumWidth = ({ column }: Slot): number => column.widthMin ?? Infinity;

/** Keeps what fits, the most important first, cutting what may be cut; where that is not enough, cuts anything. */
function fit(slots: readonly Slot[], width: number | undefined): readonly Slot[] {
  if (width === undefined) return slots;
  let kept = slots.filter(({ column }) => column.rank === undefined);
  const optional = slots
    .filter((slot) => !kept.includes(slot))
    .toSorted((a, b) => (a.column.rank ?? 0) - (b.column.rank ?? 0));
  for (const candidate of optional) {
    const more = slots.filter((slot) => slot === candidate || kept.includes(slot));
    if (shrink(more, width, minimumWidth) !== undefined) kept = more;
  }
  return shrink(kept, width, minimumWidth) ?? shrink(kept, width, () => 1) ?? kept;
}

/** Takes from the widest first; undefined if the minimums do not fit. */
function shrink(
  slots: readonly Slot[],
  width: number,
  minimumOf: (slot: Slot) => number,
): readonly Slot[] | undefined {
  const shrunk = slots.map((slot) => ({ ...slot }));
  let excess = totalWidth(shrunk) - width;
  while (excess > 0) {
    const widest = shrunk
      .filter((slot) => slot.width > minimumOf(slot))
      .toSorted((a, b) => b.width - a.width)[0];
    if (widest === undefined) return undefined;
    widest.width -= 1;
    excess -= 1;
  }
  return shrunk;
}

function renderLine(slots: readonly Slot[], cells: readonly string[], hasColor: boolean): string {
  const texts = slots.map(({ index, column, width }, position) => {
    const text = cut(cells[index] ?? '', width);
    const isLast = position === slots.length - 1;
    const align = column.align ?? 'left';
    // Blanks at the end of a line would only make a narrow terminal wrap.
    const padded = isLast && align === 'left' ? text : pad(text, width, align);
    return hasColor ? padded.replace(text, () => paint(text, column.color?.(text))) : padded;
  });
  return texts.join(gap).trimEnd();
}

/** The columns of a format: all with `-o wide`, else those that are not only for it. */
export function columnsFor<Row>(
  columns: readonly Column<Row>[],
  isWide: boolean,
): readonly Column<Row>[] {
  return columns.filter((column) => isWide || column.isWide !== true);
}

/** One row as cells; empty ones read `-`. */
export function cellsOf<Row>(columns: readonly Column<Row>[], row: Row, now: number): string[] {
  return columns.map((column) => column.cell(row, now) || '-');
}
