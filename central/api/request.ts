import { limits } from '../../shared/limits.ts';
import { eventTypes } from '../../shared/model/event.ts';
import type { EventType } from '../../shared/model/event.ts';
import type { HostFilter, LabelSelector, VmFilter } from '../../shared/model/query.ts';
import { hostStatusCodec, vmHealthCodec, vmStatusCodec } from '../../shared/wire/enums.ts';
import type { EnumCodec } from '../../shared/wire/enums.ts';
import { countOf, FieldError, idOf, listOf, nameOf, textOf } from '../../shared/wire/fields.ts';
import type { HostFilter__Output } from '../../shared/wire/generated/muster/v1/HostFilter.ts';
import type { VmFilter__Output } from '../../shared/wire/generated/muster/v1/VmFilter.ts';
import type { FieldViolation } from '../../shared/wire/rpc-status.ts';
import { invalidArgument } from './api-error.ts';

/** Reads a request field by field and remembers everything wrong with it, so that a caller hears it all at once. */
export class RequestReader {
  readonly #violations: FieldViolation[] = [];

  /** What `read` returns; `fallback` if it throws FieldError. */
  field<T>(read: () => T, fallback: T): T {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof FieldError)) throw thrown;
      const description = thrown.message.replace(`${thrown.field}: `, '');
      this.#violations.push({ field: thrown.field, description });
      return fallback;
    }
  }

  /** Each entry of a list of at most `filterEntriesMax`; the wrong ones are left out. */
  list<Entry, T>(
    path: string,
    entries: readonly Entry[] | undefined,
    read: (entryPath: string, entry: Entry) => T,
  ): T[] {
    const readable = this.field(() => listOf(path, entries, limits.filterEntriesMax), []);
    return readable.flatMap((entry, i) =>
      this.field(() => [read(`${path}[${String(i)}]`, entry)], []),
    );
  }

  /** Throws ApiError INVALID_ARGUMENT if anything was wrong. */
  end(): void {
    if (this.#violations.length > 0) throw invalidArgument(this.#violations);
  }
}

export function pageSizeOf(reader: RequestReader, value: number | undefined): number {
  const size = reader.field(() => {
    const count = countOf('page_size', value);
    if (count <= limits.pageSizeMax) return count;
    const message = `must be at most ${String(limits.pageSizeMax)}, is ${String(count)}`;
    throw new FieldError('page_size', 'out_of_range', message);
  }, 0);
  return size === 0 ? limits.pageSizeDefault : size;
}

/** Key, then "=" or "!=" and a value. A key as Kubernetes writes "is absent" (!key) is a mistake here, not a key. */
const selectorPattern = /^([^\s,=!]+)(?:(=|!=)(.*))?$/s;

function selectorOf(path: string, text: string): LabelSelector {
  const lengthMax = limits.labelKeyLengthMax + limits.labelValueLengthMax + 2;
  const [matched, key, operator, value] = selectorPattern.exec(textOf(path, text, lengthMax)) ?? [];
  if (matched === undefined || key === undefined) {
    const message = `must be key=value, key!=value or key, is "${text}"`;
    throw new FieldError(path, 'bad_selector', message);
  }
  if (operator === undefined || value === undefined) return { kind: 'exists', key };
  return { kind: operator === '=' ? 'equals' : 'differs', key, value };
}

function wordOf<Word extends string, Wire extends string>(codec: EnumCodec<Word, Wire>) {
  return (path: string, value: unknown): Word => {
    const word = codec.fromWire(value);
    if (word !== undefined) return word;
    const message = `is no status this version knows (${String(value)})`;
    throw new FieldError(path, 'unknown_value', message);
  };
}

const siteOf = (path: string, site: string): string => textOf(path, site, limits.idLengthMax);

/** `path` names the filter in errors. Unset holds always. */
export function hostFilterOf(
  reader: RequestReader,
  path: string,
  wire: HostFilter__Output | null | undefined,
): HostFilter {
  return {
    statuses: reader.list(`${path}.statuses`, wire?.statuses, wordOf(hostStatusCodec)),
    sites: reader.list(`${path}.sites`, wire?.sites, siteOf),
    labels: reader.list(`${path}.label_selectors`, wire?.labelSelectors, selectorOf),
    namePrefix: reader.field(() => nameOf(`${path}.name_prefix`, wire?.namePrefix), ''),
  };
}

export function vmFilterOf(
  reader: RequestReader,
  path: string,
  wire: VmFilter__Output | null | undefined,
): VmFilter {
  return {
    statuses: reader.list(`${path}.statuses`, wire?.statuses, wordOf(vmStatusCodec)),
    healths: reader.list(`${path}.healths`, wire?.healths, wordOf(vmHealthCodec)),
    hostIds: reader.list(`${path}.host_ids`, wire?.hostIds, idOf),
    sites: reader.list(`${path}.sites`, wire?.sites, siteOf),
    labels: reader.list(`${path}.label_selectors`, wire?.labelSelectors, selectorOf),
    namePrefix: reader.field(() => nameOf(`${path}.name_prefix`, wire?.namePrefix), ''),
  };
}

const eventTypeByName = new Map<string, EventType>(eventTypes.map((type) => [type, type]));

export function eventTypesOf(
  reader: RequestReader,
  types: readonly string[] | undefined,
): EventType[] {
  return reader.list('types', types, (path, name) => {
    const type = eventTypeByName.get(name);
    if (type !== undefined) return type;
    const message = `is no event type this version knows ("${name}"); it knows ${eventTypes.join(', ')}`;
    throw new FieldError(path, 'unknown_value', message);
  });
}

/** An id that a request must name. Throws ApiError INVALID_ARGUMENT. */
export function idFieldOf(field: string, value: string | undefined): string {
  const reader = new RequestReader();
  const id = reader.field(() => idOf(field, value), '');
  reader.end();
  return id;
}
