import { limits } from '../../shared/limits.ts';
import type { StatsRows } from '../../shared/model/stats-rows.ts';
import { sampleKinds } from '../../shared/model/stats-rows.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import type { SampleBlock } from './sample-block.ts';

/** Where each kind stands in a report, for errors. */
const fields = [
  'report.host',
  'report.host.disks',
  'report.host.filesystems',
  'report.host.network_interfaces',
  'report.vms',
] as const;

/** The things one session speaks of by index, for one kind of thing: where their numbers are. */
interface Indexes {
  readonly offsets: number[];
  /** Names given to them, in place of others too. */
  nameCount: number;
}

/** What one session tells of the samples of its host. */
export class SessionSamples {
  readonly #block: SampleBlock;
  readonly #indexes: readonly Indexes[] = sampleKinds.map(() => ({ offsets: [], nameCount: 0 }));

  constructor(block: SampleBlock) {
    this.#block = block;
    // The host needs no name.
    this.#name(0, 0, '');
  }

  /**
   * `at`: now, unix ms; `sentAt`: the same by the host's clock, 0: not said. Throws FieldError for indexes that were never
   * named; then part of the report may have been taken over.
   */
  take(rows: StatsRows, at: number, sentAt: number): void {
    if (!this.#block.begin(at, sentAt)) return;
    let from = 0;
    for (let row = 0; row < rows.rowCount; row++) {
      const kind = rows.kinds[row] ?? 0;
      const index = rows.indexes[row] ?? 0;
      const key = rows.keys[row] ?? '';
      const to = rows.ends[row] ?? from;
      const offset = key === '' ? this.#offsetOf(kind, index) : this.#name(kind, index, key);
      this.#block.write(offset, rows, [from, to]);
      from = to;
    }
  }

  #offsetOf(kind: number, index: number): number {
    const offset = this.#indexes[kind]?.offsets[index];
    if (offset !== undefined) return offset;
    const message = `${String(index)} was never named`;
    throw new FieldError(`${fieldOf(kind)}.index`, 'unknown_index', message);
  }

  #name(kind: number, index: number, key: string): number {
    const offset = this.#block.offsetOf(kind, key);
    const indexes = this.#indexes[kind];
    if (indexes === undefined) return offset;
    // A name in place of another one takes as much room as one under a new index.
    if (indexes.offsets[index] !== offset) {
      if (indexes.nameCount >= limits.sampleIndexesMax) {
        const message = `a session may name at most ${String(limits.sampleIndexesMax)}`;
        throw new FieldError(fieldOf(kind), 'too_many', message);
      }
      indexes.nameCount += 1;
    }
    indexes.offsets[index] = offset;
    return offset;
  }
}

function fieldOf(kind: number): string {
  return fields[kind] ?? 'report';
}
