import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Outbox } from '../../agent/report/outbox.ts';
import { SessionProtocol } from '../../central/ingest/protocol.ts';
import type { Op } from '../../central/state/host-state.ts';
import type { Change, ChangeBody } from '../../shared/model/protocol.ts';
import { isSame } from '../../shared/model/same.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { SteppedHost } from '../harness/stepped-host.ts';
import { changeBody, helloOf, vmState } from './arbitrary.ts';

/** What happens between an agent and its central. */
type Act =
  | { readonly kind: 'observe'; readonly body: ChangeBody }
  | { readonly kind: 'list'; readonly vms: readonly VmState[] }
  /** So many reports get through. */
  | { readonly kind: 'deliver'; readonly count: number }
  /** The stream breaks with whatever is on it, and a new one is opened. */
  | { readonly kind: 'break'; readonly isHeard: boolean }
  | { readonly kind: 'acknowledge' }
  /** The central asks for a picture in the middle of whatever goes on. */
  | { readonly kind: 'ask' };

const list = fc.uniqueArray(vmState, { selector: ({ id }) => id, minLength: 3, maxLength: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: changeBody.map((body): Act => ({ kind: 'observe', body })) },
  { weight: 1, arbitrary: list.map((vms): Act => ({ kind: 'list', vms })) },
  { weight: 4, arbitrary: fc.nat(2).map((count): Act => ({ kind: 'deliver', count })) },
  { weight: 2, arbitrary: fc.boolean().map((isHeard): Act => ({ kind: 'break', isHeard })) },
  { weight: 2, arbitrary: fc.constant<Act>({ kind: 'acknowledge' }) },
  { weight: 3, arbitrary: fc.constant<Act>({ kind: 'ask' }) },
);

/** An outbox and the pure central, joined by streams that may break anywhere. */
class Pair {
  readonly outbox: Outbox;
  readonly central = new SteppedHost();
  /** The plain twin: the last list, changed by every observation. */
  readonly truth = new Map<string, VmState>();
  /** All that were delivered. */
  readonly changes: Change[] = [];
  #protocol = new SessionProtocol();
  #frame = 0;
  #sessions = 0;

  constructor(journalEntriesMax: number) {
    const limits = { journalEntriesMax, changesPerReportMax: 2, vmsPerReportMax: 2 };
    this.outbox = new Outbox({ ...limits, snapshotChunkVms: 2 });
  }

  play(step: Act): void {
    switch (step.kind) {
      case 'observe':
        this.#observe(step.body);
        break;
      case 'list':
        this.outbox.observeInventory(step.vms, 0);
        this.truth.clear();
        for (const vm of step.vms) this.truth.set(vm.id, vm);
        break;
      case 'deliver':
        for (let i = 0; i < step.count; i++) this.deliver(true);
        break;
      case 'break':
        this.deliver(step.isHeard);
        this.connect();
        break;
      case 'acknowledge':
        this.outbox.acknowledge(this.#safe);
        break;
      case 'ask':
        this.outbox.requestSnapshot();
        break;
    }
  }

  connect(): void {
    this.outbox.endSession();
    this.#protocol = new SessionProtocol();
    this.#frame = 0;
    const hello = helloOf({ safeChange: this.outbox.safeChange });
    this.#protocol.receive({ kind: 'hello', hello });
    const sessionId = ++this.#sessions;
    this.central.apply({ kind: 'hello', hello, sessionId });
    const welcome = this.central.effects.findLast(({ kind }) => kind === 'welcome');
    if (welcome?.kind !== 'welcome') throw new Error('not welcomed');
    const { appliedChange, snapshotReason } = welcome;
    this.outbox.startSession({ appliedChange, wantSnapshot: snapshotReason !== '' });
  }

  /** One report; false: nothing to say. */
  deliver(isHeard: boolean): boolean {
    const draft = this.outbox.next(0, false);
    if (draft === undefined) return false;
    const report = { ...draft, frame: ++this.#frame };
    if (!isHeard) return true;
    const received = this.#protocol.receive({ kind: 'report', report });
    if (received.kind !== 'report') throw new Error(`refused: ${JSON.stringify(received)}`);
    const run = 'run-1';
    this.changes.push(...report.changes);
    const ops: Op[] = report.changes.map((change) => ({ kind: 'change', change, run }));
    if (received.snapshot) ops.push({ kind: 'snapshot', snapshot: received.snapshot, run });
    const asked = this.central.effects.length;
    this.central.apply(...ops);
    const isAsked = ({ kind }: { kind: string }): boolean => kind === 'request-snapshot';
    if (this.central.effects.slice(asked).some(isAsked)) this.outbox.requestSnapshot();
    return true;
  }

  settle(): void {
    while (this.deliver(true)) this.outbox.acknowledge(this.#safe);
    // What comes by migration from nobody is the host's own after a while.
    this.central.apply({ kind: 'retry-strays', afterMs: 10_000 });
  }

  get #safe(): number {
    return this.central.state.record?.appliedChanges[0]?.change ?? 0;
  }

  #observe(body: ChangeBody): void {
    this.outbox.observe(body, 0);
    if (body.kind === 'vm') this.truth.set(body.vm.id, body.vm);
    if (body.kind === 'vm-removed') this.truth.delete(body.vmId);
  }
}

function playAll(journalEntriesMax: number, first: readonly VmState[], acts: readonly Act[]): Pair {
  const pair = new Pair(journalEntriesMax);
  pair.play({ kind: 'list', vms: first });
  pair.connect();
  for (const step of acts) pair.play(step);
  pair.connect();
  pair.settle();
  return pair;
}

/** VMs as their host says they are; what left by migration is not the host's any more, and waits for its destination. */
function heldBy(pair: Pair): Map<string, unknown> {
  const { vms, departed } = pair.central.state;
  const held = [...vms.values()].filter(({ id }) => !departed.has(id));
  return new Map(
    held.map(({ id, reported, memoryMaxKib, details }) => {
      return [id, [reported.status, reported.reason, memoryMaxKib, details]];
    }),
  );
}

function saidOf(truth: ReadonlyMap<string, VmState>): Map<string, unknown> {
  return new Map(
    [...truth.values()].map((vm) => {
      return [vm.id, [vm.status, vm.reason, vm.memoryMaxKib, detailsOf(vm)]];
    }),
  );
}

/** What is off has no guest. */
function detailsOf({ status, details }: VmState): VmState['details'] {
  const isOff = status === 'DOWN' || status === 'SUSPENDED' || status === 'DEPARTED';
  if (!isOff || details?.memory === undefined || details.devices === undefined) return details;
  return { memory: details.memory, devices: details.devices };
}

/** Parts of details that went over the streams although the central had them so. */
function repeatedParts(pair: Pair): number {
  let repeated = 0;
  const told = new Map<string, Readonly<Record<string, unknown>>>();
  for (const change of pair.changes) {
    if (change.body.kind !== 'vm') continue;
    const { id, details = {}, status } = change.body.vm;
    const before = told.get(id) ?? {};
    const same = Object.entries(details).filter(([part, value]) => isSame(before[part], value));
    repeated += same.length;
    const isOff = status === 'DOWN' || status === 'SUSPENDED' || status === 'DEPARTED';
    const { memory, devices, ...guest } = { ...before, ...details };
    told.set(id, { memory, devices, ...(!isOff && guest) });
  }
  return repeated;
}

const story = fc.tuple(list, fc.array(act, { maxLength: 60, size: 'max' }));
const gapsOf = (pair: Pair): string[] =>
  pair.central.events.filter(({ type }) => type === 'HistoryGap').map(({ reason }) => reason);

describe('delta reports through streams that break anywhere', () => {
  it('give the central exactly what a plain twin of all observations holds', () => {
    fc.assert(
      fc.property(fc.constantFrom(3, 1_000), story, (journalEntriesMax, [first, acts]) => {
        const pair = playAll(journalEntriesMax, first, acts);
        expect(heldBy(pair)).toEqual(saidOf(pair.truth));
        expect(pair.outbox.safeChange).toBe(pair.outbox.lastChange);
      }),
      { numRuns: 400 },
    );
  });

  it('say that history is lost only when the journal had no room (I3)', () => {
    fc.assert(
      fc.property(story, ([first, acts]) => {
        expect(gapsOf(playAll(1_000, first, acts))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('tell every observed state of a VM once and in order when the journal has room (I3, I4)', () => {
    const observations = fc
      .array(act, { maxLength: 60 })
      .map((acts) => acts.filter((step) => step.kind !== 'list'));
    fc.assert(
      fc.property(list, observations, (first, acts) => {
        const pair = playAll(1_000, first, acts);
        const numbers = pair.central.events
          .filter(({ id }) => id.startsWith('host-1/run-1/'))
          .map(({ id }) => Number(id.split('/')[2]));
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        const ids = pair.central.events.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });

  it('carry devices, addresses and the like only when they changed (OV-21, OV-22)', () => {
    const observed = fc.array(
      vmState.map((vm): Act => ({ kind: 'observe', body: { kind: 'vm', vm } })),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(observed, (acts) => {
        const pair = new Pair(1_000);
        pair.play({ kind: 'list', vms: [] });
        pair.connect();
        for (const step of acts) pair.play(step);
        pair.settle();
        expect(repeatedParts(pair)).toBe(0);
        expect(heldBy(pair)).toEqual(saidOf(pair.truth));
      }),
      { numRuns: 300 },
    );
  });

  it('say which changes were lost when the journal has none', () => {
    const busy: Act[] = Array.from({ length: 10 }, (_, i) => ({
      kind: 'observe',
      body: { kind: 'vm', vm: anyVm(i % 2 === 0 ? 'UP' : 'PAUSED') },
    }));
    const pair = playAll(3, [anyVm('DOWN')], busy);
    expect(gapsOf(pair)).toEqual(['JOURNAL_OVERFLOW']);
    expect(heldBy(pair)).toEqual(saidOf(pair.truth));
  });
});

function anyVm(status: VmState['status']): VmState {
  return {
    ...{ id: 'vm-1', name: 'vm-1', status, reason: 'UNSPECIFIED', sinceAt: 0, isPersistent: true },
    ...{ vcpuCount: 1, memoryMaxKib: 1024, isGuestAgentConnected: false },
  };
}
