import type { Event } from '../../shared/model/event.ts';

interface VmObject {
  readonly vm?: { readonly status: string; readonly reason: string };
}

/** An event as `muster watch -o json` prints it. */
export interface PrintedEvent {
  readonly type: string;
  readonly vmId?: string;
  readonly reason?: string;
  readonly before?: VmObject;
  readonly after?: VmObject;
}

/** One event in short: type, before, after, and why. */
export function printedLine({ type, before, after, reason }: PrintedEvent): string {
  const state = (object: VmObject | undefined): string =>
    object?.vm === undefined ? 'nothing' : `${word(object.vm.status)}/${word(object.vm.reason)}`;
  return `${type}: ${state(before)} -> ${state(after)} (${reason ?? ''})`;
}

const word = (name: string): string => name.replace(/^VM_(STATUS|REASON)_/, '');

export function lineOf(event: Event): string {
  const object = (one: Event['after']): VmObject => (one?.kind === 'vm' ? { vm: one.vm } : {});
  const { type, reason, before, after } = event;
  return printedLine({ type, reason, before: object(before), after: object(after) });
}

/**
 * libvirt tells that the processors run before it tells that the machine has started; on a busy machine the agent may
 * see it in between. Told or not, it is no step of its own. Nor are the resets of the firmware that follow a reset, when
 * they come so late that the agent tells them again.
 */
export function withoutDetours(lines: readonly string[]): string[] {
  const starting = 'POWERING_UP/STARTING';
  const found: string[] = [];
  for (const text of lines) {
    const before = found.at(-1);
    if (before?.includes(`-> ${starting}`) === true && text.includes(`: ${starting} ->`)) {
      const [head = ''] = before.split(' -> ');
      const [, tail = ''] = text.split(' -> ');
      found[found.length - 1] = `${head} -> ${tail}`;
    } else if (text !== before || !text.startsWith('VmRebooted')) {
      found.push(text);
    }
  }
  return found;
}

/** Whether `part` comes in `whole` in this order, perhaps with others between. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const one of whole) if (one === part[next]) next += 1;
  return next === part.length;
}
