import type { ConditionReport, Hardware } from '../../shared/model/host.ts';
import type { ChangeBody, Hello } from '../../shared/model/protocol.ts';
import {
  conditionTypes,
  vmIncidentKinds,
  vmReasons,
  vmStatuses,
} from '../../shared/model/status.ts';
import type { VmState } from '../../shared/model/vm.ts';
import type { Phrase } from './script.ts';

/** The words of a script as values of the model. Everything throws on words it does not know. */

export function oneOf<Word extends string>(words: readonly Word[], said: string | undefined): Word {
  const word = words.find((known) => known === said);
  if (word === undefined) throw new Error(`"${String(said)}" is none of ${words.join(' ')}`);
  return word;
}

export function numberOf(said: string | undefined): number {
  const value = Number(said);
  if (said === undefined || !Number.isFinite(value))
    throw new Error(`"${String(said)}" is no number`);
  return value;
}

/** `250ms` or `3s`. */
export function durationMsOf(said: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(said ?? '');
  if (match === null) throw new Error(`"${String(said)}" is no duration`);
  return numberOf(match[1]) * (match[2] === 's' ? 1000 : 1);
}

/** `a [host= run= boot= safe= epoch-seen= name= site=]` */
export function helloOf({ words, options }: Phrase, nowUnixMs: number): Hello {
  const hostId = options.get('host') ?? words[0] ?? '';
  return {
    hostId,
    run: options.get('run') ?? 'r1',
    bootId: options.get('boot') ?? 'b1',
    ...{ machineIdHash: '', protocolVersion: 1, agentVersion: options.get('version') ?? '1' },
    ...{ capabilities: [], name: options.get('name') ?? hostId, site: options.get('site') ?? '' },
    ...{ labels: {}, class: 'PERMANENT' },
    epochSeen: Number(options.get('epoch-seen') ?? 0),
    safeChange: Number(options.get('safe') ?? 0),
    ...{ lastChange: 0, unreachableOwner: '', redirects: 0, sentAt: nowUnixMs },
  };
}

/** `v1 UP BOOTED [name=web persistent=true since=0 to=b from=a pass=1]` */
export function vmOf({ words, options }: Phrase, nowUnixMs: number): VmState {
  const [id, status, reason = 'UNSPECIFIED'] = words;
  const migration = {
    fromHostId: options.get('from') ?? '',
    toHostId: options.get('to') ?? '',
    iteration: Number(options.get('pass') ?? 0),
  };
  const isMoving = ['from', 'to', 'pass'].some((key) => options.has(key));
  return {
    id: id ?? '',
    name: options.get('name') ?? id ?? '',
    status: oneOf(vmStatuses, status),
    reason: oneOf(vmReasons, reason),
    sinceAt: nowUnixMs,
    isPersistent: options.get('persistent') === 'true',
    vcpuCount: Number(options.get('vcpus') ?? 1),
    memoryMaxKib: 1024,
    isGuestAgentConnected: options.get('guest-agent') === 'true',
    ...(isMoving && { migration }),
  };
}

/** `MEMORY_PRESSURE on|off LOW [message=..]` */
export function conditionOf({ words, options }: Phrase): ConditionReport {
  const [type, edge, reason = ''] = words;
  return {
    type: oneOf(conditionTypes, type),
    isActive: oneOf(['on', 'off'], edge) === 'on',
    reason,
    message: options.get('message') ?? '',
  };
}

/** `cpus=4` */
export function hardwareOf({ options }: Phrase): Hardware {
  return {
    ...{ cpuModel: 'cpu', cpuCount: numberOf(options.get('cpus')), socketCount: 1 },
    ...{ architecture: 'x86_64', memoryKib: 1024, operatingSystem: 'os', kernel: '6.1' },
    ...{ virtualization: [], networkInterfaces: [], disks: [], probeSource: 'proc' },
  };
}

function rest({ words, options }: Phrase): Phrase {
  return { words: words.slice(1), options };
}

/** `vm v1 UP`, `removed v1`, `incident v1 REBOOTED`, `condition ..`, `hardware ..`, `unknown`. */
export function bodyOf(phrase: Phrase, nowUnixMs: number): ChangeBody {
  const [kind, vmId = '', incident] = phrase.words;
  const { options } = phrase;
  switch (oneOf(['vm', 'removed', 'incident', 'condition', 'hardware', 'unknown'], kind)) {
    case 'vm':
      return { kind: 'vm', vm: vmOf(rest(phrase), nowUnixMs) };
    case 'removed':
      return { kind: 'vm-removed', vmId };
    case 'incident': {
      const said = { action: options.get('action') ?? '', detail: options.get('detail') ?? '' };
      return {
        kind: 'incident',
        vmId,
        incident: { kind: oneOf(vmIncidentKinds, incident), ...said },
      };
    }
    case 'condition':
      return { kind: 'condition', condition: conditionOf(rest(phrase)) };
    case 'hardware':
      return { kind: 'hardware', hardware: hardwareOf(phrase) };
    case 'unknown':
      return { kind: 'unknown' };
  }
}
