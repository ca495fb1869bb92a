import type { SessionSamples } from '../../central/ingest/session-samples.ts';
import type { Report } from '../../shared/model/protocol.ts';
import { sampleFields, sampleKinds, StatsRows } from '../../shared/model/stats-rows.ts';

/** What a row says, in words; of a field told twice the last counts. */
export interface ReadRow {
  readonly kind: string;
  readonly index: number;
  readonly key: string;
  readonly fields: Readonly<Record<string, number>>;
}

/** Rows as objects, kind by kind. */
export function readRows(rows: StatsRows): ReadRow[] {
  const read = Array.from({ length: rows.rowCount }, (_, row): ReadRow => {
    const kind = sampleKinds[rows.kinds[row] ?? -1] ?? 'host';
    const from = rows.ends[row - 1] ?? 0;
    const to = rows.ends[row] ?? 0;
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const fields = Object.fromEntries(
      places.map((i) => [sampleFields[kind][rows.slots[i] ?? -1] ?? '', rows.values[i] ?? NaN]),
    );
    return { kind, index: rows.indexes[row] ?? 0, key: rows.keys[row] ?? '', fields };
  });
  return sampleKinds.flatMap((kind) => read.filter((row) => row.kind === kind));
}

/** The rows that stand for the statistics of a report. */
export function rowsOf({ host, vms }: Pick<Report, 'host' | 'vms'>): StatsRows {
  const rows = new StatsRows();
  rows.fill(host, vms);
  return rows;
}

/** Hands the statistics of a report to the samples of its host. */
export function takeReport(
  session: SessionSamples,
  report: Pick<Report, 'host' | 'vms'> & { readonly sentAt?: number },
  at = 1,
): void {
  session.take(rowsOf(report), at, report.sentAt ?? 0);
}
