import type { Freshness__Output } from '../../shared/wire/generated/muster/v1/Freshness.ts';
import { unixMsFrom } from '../../shared/wire/time.ts';
import { formatDate } from './format/age.ts';
import { printable } from './format/width.ts';

/** What the answers of one command said about not being of now; told once, however many pages there were. */
export class Staleness {
  readonly #silentReplicas = new Set<string>();
  #stale: Freshness__Output | undefined;

  note(freshness: Freshness__Output | null | undefined): void {
    if (freshness?.stale === true) this.#stale ??= freshness;
    for (const id of freshness?.silentReplicas ?? []) this.#silentReplicas.add(id);
  }

  /** Empty: all is of now. */
  text(): string {
    const lines: string[] = [];
    if (this.#stale !== undefined) {
      const { reason = '', asOf } = this.#stale;
      lines.push(
        `This may be old: ${printable(reason)}. Changes after ${formatDate(unixMsFrom(asOf))} may be missing.`,
      );
    }
    if (this.#silentReplicas.size > 0) {
      const ids = [...this.#silentReplicas].sort().map(printable).join(', ');
      lines.push(
        `Statistics are missing where these replicas own the host, as they do not answer: ${ids}`,
      );
    }
    return lines.map((line) => `${line}\n`).join('');
  }
}
