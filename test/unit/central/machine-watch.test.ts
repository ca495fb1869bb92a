import { describe, expect, it } from 'vitest';

import { MachineWatch } from '../../../central/machine-watch.ts';
import type { Op } from '../../../central/state/host-state.ts';
import { MemoryStore } from '../../../central/store/memory-store.ts';
import type { Event, EventType } from '../../../shared/model/event.ts';
import type { Host } from '../../../shared/model/host.ts';
import { hostOf } from '../../harness/model-objects.ts';
import { anEvent, aStoredHost } from '../../harness/store-rows.ts';

interface Scene {
  readonly watch: MachineWatch;
  readonly own: Set<string>;
  readonly inSession: Set<string>;
  readonly told: string[];
  /** The host is so now, and this event says so. */
  readonly say: (type: EventType, host: Host, over?: Partial<Event>) => void;
}

function scene(): Scene {
  const store = new MemoryStore();
  const watch = new MachineWatch({ rows: store });
  const [own, inSession, told] = [new Set(['a']), new Set<string>(), [] as string[]];
  watch.start({
    isOwn: (id) => own.has(id),
    situation: (id) => ({
      ...{ isSessionOpen: inSession.has(id), peer: '', lastFrame: 0, silentMs: 0, brakes: [] },
      ...{ silenceLimitMs: 0, next: undefined, movingMs: undefined, stalledReason: '' },
    }),
    decide: (id, op: Op) => {
      if (op.kind === 'succeeded') told.push(`${id} succeeded ${op.report.reason}`);
      if (op.kind === 'identity-conflict')
        told.push(`${id} ${op.reason} ${op.isActive ? 'on' : 'off'}`);
    },
  });
  return {
    ...{ watch, own, inSession, told },
    say: (type, host, over = {}) => {
      const before = store.getHost(host.id);
      const stored = aStoredHost(host.id);
      void store.apply({ hosts: [{ ...stored, record: { ...stored.record, host } }] });
      watch.noted({
        ...anEvent(host.id, 1),
        type,
        ...(before && { before: { kind: 'host', host: before } }),
        ...{ after: { kind: 'host', host }, ...over },
      });
    },
  };
}

const machineIdHash = 'm';
const [a, b] = [hostOf('a', { machineIdHash }), hostOf('b', { machineIdHash })];

describe('machines that are several hosts', () => {
  it('are told at the hosts of this replica', () => {
    const { say, own, told } = scene();
    say('HostAdded', a);
    say('HostAdded', hostOf('c', { machineIdHash: 'another' }));
    expect(told).toEqual([]);
    say('HostAdded', { ...b, bootId: 'another' });
    expect(told).toEqual(['a SAME_MACHINE on']);
    own.add('b');
    say('HostOwnerChanged', b);
    expect(told.slice(1)).toEqual(['a SAME_MACHINE on', 'b SAME_MACHINE on']);
  });

  it('a return under a new id is told when nobody speaks for the old one', () => {
    const { say, told } = scene();
    say('HostAdded', a);
    say('HostStatusChanged', { ...a, status: 'NON_RESPONSIVE' });
    say('HostAdded', b);
    expect(told).toEqual(['a RETURNED_AS on']);
  });

  it('at once, where the boot id proves it and the old one is in no session', () => {
    const { say, inSession, told } = scene();
    say('HostAdded', a);
    say('HostAdded', { ...b, status: 'INITIALIZING' });
    expect(told).toEqual(['a succeeded RETURNED_AS']);
    inSession.add('a');
    say('HostAdded', { ...b, id: 'c', status: 'INITIALIZING' });
    expect(told.slice(1)).toEqual(['a SAME_MACHINE on']);
  });

  it('a machine that was installed anew ends what was told at the other', () => {
    const { say, told } = scene();
    const conditions = [
      {
        type: 'IDENTITY_CONFLICT',
        isActive: true,
        reason: 'SAME_MACHINE',
        message: '',
        sinceAt: 0,
      },
    ] as const;
    say('HostAdded', { ...a, conditions });
    say('HostAdded', b);
    told.length = 0;
    say('HostChanged', { ...b, machineIdHash: 'another' });
    expect(told).toEqual(['a SAME_MACHINE off']);
  });

  it('other events of hosts cost no look', () => {
    const { say, told } = scene();
    say('HostAdded', b);
    say('HostConditionChanged', a, { reason: 'CPU_PRESSURE' });
    say('HostVmsRestored', a);
    expect(told).toEqual([]);
    say('HostConditionChanged', a, { reason: 'IDENTITY_CONFLICT' });
    expect(told).toEqual(['a SAME_MACHINE on']);
  });

  it('events that were missed are made up for by the next listing', () => {
    const { say, watch, own, told } = scene();
    own.delete('a');
    say('HostAdded', a);
    say('HostAdded', b);
    own.add('a');
    watch.listed();
    expect(told).toEqual(['a SAME_MACHINE on']);
  });
});
