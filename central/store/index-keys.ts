import type { Host } from '../../shared/model/host.ts';
import type { VmStatus } from '../../shared/model/status.ts';
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
    ...(host.machineIdHash === undefined ? [] : [['machine', host.machineIdHash, host.id]]),
    ...(host.duplicates ?? []).map(({ vmId }) => ['duplicate', vmId, host.id]),
    ...Object.entries(host.labels).map(([key, value]) => [
      'label',
      indexText(key),
      indexText(value),
      host.id,
    ]),
  ];
}

/**
 * What most VMs are has no index: its keys would name nearly every row, and cost a fifth of writing a VM. Whoever asks
 * for it walks the rows, where few would pass by in vain.
 */
const commonVmStatus: VmStatus = 'UP';

export function isVmStatusIndexed(status: VmStatus): boolean {
  return status !== commonVmStatus;
}

export function vmIndexKeys(vm: Vm): IndexKey[] {
  const keys = [
    ['host', vm.hostId, vm.id],
    ['name', indexText(vm.name), vm.id],
  ];
  if (isVmStatusIndexed(vm.status)) keys.push(['status', vm.status, vm.id]);
  return keys;
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

export function isSameKey(a: IndexKey, b: IndexKey): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

/** Keys as text, for maps and for the lines of `check`. */
export function keyText(key: IndexKey): string {
  return JSON.stringify(key);
}
