import type { Host } from '../../shared/model/host.ts';
import type { Vm } from '../../shared/model/vm.ts';

/** Key of an index or counter: what it is about first, the row id last. */
export type IndexKey = string[];

/** Sorts after every index text and every id. */
export const lastText = '\uffff';

const indexTextLength = 60;

/**
 * The form of a free text inside an index key. Cut, because LMDB bounds keys, and freed of what its key encoding
 * cannot order (control characters, surrogates). Different texts may share a form, so an index only proposes rows:
 * the filter itself always decides. A prefix of a text has a form that is a prefix of the text's form.
 */
export function indexText(text: string): string {
  return text.slice(0, indexTextLength).replace(/[\u0000-\u001f\ud800-\udfff\uffff]/g, '?');
}

export function hostIndexKeys(host: Host): IndexKey[] {
  return [
    ['status', host.status, host.id],
    ['site', indexText(host.site), host.id],
    ['name', indexText(host.name), host.id],
    ...Object.entries(host.labels).map(([key, value]) => [
      'label',
      indexText(key),
      indexText(value),
      host.id,
    ]),
  ];
}

export function vmIndexKeys(vm: Vm): IndexKey[] {
  return [
    ['status', vm.status, vm.id],
    ['host', vm.hostId, vm.id],
    ['name', indexText(vm.name), vm.id],
  ];
}

export function hostCounterKeys(host: Host): IndexKey[] {
  return [
    ['host', host.status],
    ['site', host.site, host.status],
  ];
}

export function vmCounterKeys(vm: Vm): IndexKey[] {
  return [['vm', vm.status]];
}

/** Keys as text, for maps and for the lines of `check`. */
export function keyText(key: IndexKey): string {
  return JSON.stringify(key);
}
