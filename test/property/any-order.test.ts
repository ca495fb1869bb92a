import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Op } from '../../central/state/host-state.ts';
import { limits } from '../../shared/limits.ts';
import type { Hello } from '../../shared/model/protocol.ts';
import { compareVersion } from '../../shared/model/record.ts';
import { goodbyeKinds } from '../../shared/model/status.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { encodeHostRecord } from '../../shared/wire/json.ts';
import { SteppedHost } from '../harness/stepped-host.ts';
import { aVm } from '../harness/store-rows.ts';
import { Reader } from '../simulation/reader.ts';
import { changeBody, condition, helloOf, vmId, vmState } from './arbitrary.ts';

/** A record remembers two runs: of an older one nothing comes any more, since each run is one process. */
const run = fc.constantFrom('run-1', 'run-2');
const number = fc.integer({ min: 1, max: 12 });

const hello: fc.Arbitrary<Hello> = fc
  .record({ run, safeChange: fc.nat(4), epochSeen: fc.nat(3), bootId: fc.constantFrom('b1', 'b2') })
  .map(helloOf);

const observation: fc.Arbitrary<Op> = fc.oneof(
  fc.tuple(run, number, changeBody).map(([of, change, body]): Op => {
    return { kind: 'change', run: of, change: { change, observedAt: 0, body } };
  }),
  fc
    .record({
      vms: fc.uniqueArray(vmState, { selector: ({ id }) => id }),
      conditions: fc.uniqueArray(condition, { selector: ({ type }) => type }),
      areVmsKnown: fc.boolean(),
      run,
      change: number,
    })
    .map(({ run: of, ...snapshot }): Op => {
      return { kind: 'snapshot', run: of, snapshot: { ...snapshot, observedAt: 0 } };
    }),
  fc.tuple(run, number, fc.nat(3)).map(([of, change, vmCount]): Op => {
    return { kind: 'digest', run: of, digest: { change, vmCount, hash: 0 } };
  }),
);

const decision: fc.Arbitrary<Op> = fc.oneof(
  fc
    .tuple(hello, fc.nat(9))
    .map(([said, sessionId]): Op => ({ kind: 'hello', hello: said, sessionId })),
  fc.constantFrom(...goodbyeKinds).map((goodbye): Op => ({ kind: 'goodbye', goodbye })),
  fc.constantFrom<Op>(
    { kind: 'contact' },
    { kind: 'retry-strays', afterMs: 250 },
    { kind: 'verdict', verdict: { status: 'SUSPECT', reason: 'SILENT' } },
    { kind: 'verdict', verdict: { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } },
    { kind: 'storage-changed', reason: 'STORAGE_LOST' },
    { kind: 'identity-conflict', isActive: true, reason: 'TWO_AGENTS', message: 'two' },
    { kind: 'identity-conflict', isActive: false, reason: 'TWO_AGENTS', message: '' },
  ),
  fc.tuple(fc.constantFrom('vm-taken', 'handover-expired'), vmId).map(([kind, id]): Op => {
    return { kind, vmId: id };
  }),
);

/** A few ops that join one step, and what other hosts hold by then. */
interface Turn {
  readonly ops: readonly Op[];
  readonly foreign: readonly string[];
  readonly busy: readonly string[];
  readonly isNewProcess: boolean;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  ops: fc.array(fc.oneof({ weight: 3, arbitrary: observation }, decision), { maxLength: 6 }),
  foreign: fc.subarray(['vm-1', 'vm-2', 'vm-5']),
  busy: fc.subarray(['vm-3']),
  isNewProcess: fc.boolean(),
});

const story = fc.array(turn, { maxLength: 20, size: 'max' });

/** Plays a story, and looks at every step. */
function play(turns: readonly Turn[]): SteppedHost {
  const host = new SteppedHost();
  let placement = host.context.nowUnixMs;
  turns.forEach(({ ops, foreign, busy, isNewProcess }, i) => {
    const held = new Map<string, Vm>();
    for (const id of foreign) {
      placement += 10;
      held.set(id, aVm(id, 'host-2', { placement, status: i % 2 === 0 ? 'DEPARTED' : 'UP' }));
    }
    host.context = {
      ...host.context,
      nowUnixMs: host.context.nowUnixMs + 10_000,
      ...(isNewProcess && { instance: `instance-${String(i)}` }),
      findVm: (id) => held.get(id) ?? host.state.vms.get(id),
      isVmBusy: (id) => busy.includes(id) && !host.state.vms.has(id),
    };
    const applied = host.state.record?.appliedChanges ?? [];
    const before = structuredClone(host.state);
    const { state } = host;
    host.apply(...ops);
    expect(state).toEqual(before);
    for (const { run: of, change } of applied) {
      const now = host.state.record?.appliedChanges.find((one) => one.run === of);
      if (now !== undefined) expect(now.change).toBeGreaterThanOrEqual(change);
    }
  });
  return host;
}

describe('messages in any order, lost and repeated', () => {
  it('number the events of a host in one growing order, each with an id of its own (I4, I5)', () => {
    fc.assert(
      fc.property(story, (turns) => {
        const { events } = play(turns);
        events.slice(1).forEach((event, i) => {
          const before = events[i];
          expect(before && compareVersion(event, before)).toBeGreaterThan(0);
        });
        const ids = events.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });

  it('make steps whose record counts what it holds and fits into a commit (I2, I8)', () => {
    fc.assert(
      fc.property(story, (turns) => {
        const { steps, state } = play(turns);
        for (const { record, events } of steps) {
          expect(record.pending).toEqual(events);
          expect(events.length).toBeLessThanOrEqual(limits.pendingEntriesMax);
          expect(encodeHostRecord(record).length).toBeLessThan(1024 ** 2 / 2);
          const last = events.at(-1);
          if (last !== undefined) expect(compareVersion(last, record)).toBe(0);
          expect(record.host.n).toBe(record.n);
        }
        expect(state.record?.host.vmCount ?? 0).toBe(state.vms.size);
      }),
      { numRuns: 300 },
    );
  });

  it('apply each change of a run at most once (I4)', () => {
    fc.assert(
      fc.property(story, (turns) => {
        const { events } = play(turns);
        const applied = new Map<string, number>();
        for (const { id } of events) {
          const [, of = '', change = ''] = id.split('/');
          if (!of.startsWith('run-')) continue;
          expect(Number(change)).toBeGreaterThanOrEqual(applied.get(of) ?? 0);
          applied.set(of, Number(change));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tell a reader who knows only the events everything the record holds', () => {
    fc.assert(
      fc.property(story, (turns) => {
        const host = play(turns);
        const problems: string[] = [];
        const reader = new Reader((text) => problems.push(text));
        for (const event of host.events) reader.take(event);
        // What another host took is told by that host, which is not in this story.
        const own = problems.filter(
          (text) => !text.includes('VmAdded') && !text.includes('VmMigrated'),
        );
        expect(own).toEqual([]);
        for (const vm of host.vms.values()) {
          expect(reader.vms.get(vm.id)?.status).toBe(vm.status);
          expect(vm.hostId).toBe('host-1');
        }
        const status = host.state.record?.host.status;
        if (status !== undefined) expect(reader.hosts.get('host-1')?.status).toBe(status);
      }),
      { numRuns: 300 },
    );
  });

  it('leave nothing known of the VMs of a host that is not in contact', () => {
    fc.assert(
      fc.property(story, (turns) => {
        const { state } = play(turns);
        const status = state.record?.host.status ?? 'UP';
        if (!['NON_RESPONSIVE', 'DOWN', 'REBOOTING'].includes(status)) return;
        for (const vm of state.vms.values()) expect(vm.status).toBe('UNKNOWN');
      }),
      { numRuns: 300 },
    );
  });
});
