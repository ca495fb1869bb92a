import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DomainEvent } from '../../../../../agent/hypervisor/libvirt/domain-event.ts';
import {
  appeared,
  applyEvent,
  type KnownVm,
} from '../../../../../agent/hypervisor/libvirt/vm-events.ts';
import type { VmReason, VmStatus } from '../../../../../shared/model/status.ts';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const domain = { name: 'web', uuid, id: 7 };

type Content = DomainEvent extends infer Event
  ? Event extends DomainEvent
    ? Omit<Event, 'domain'>
    : never
  : never;

const life = (event: number, detail: number): Content => ({ kind: 'lifecycle', event, detail });
const iteration = (count: number): Content => ({ kind: 'migration-iteration', iteration: count });

function known(status: VmStatus, reason: VmReason, isPersistent = false): KnownVm {
  const base = appeared(domain);
  const vm = { ...base.vm, status, reason, isPersistent, sinceAt: 1, vcpuCount: 2 };
  return { ...base, vm };
}

const now = { monotonicMs: 1000, unixMs: 5000 };
const persistentUp = known('UP', 'BOOTED', true);
const up = known('UP', 'BOOTED');
const off = known('DOWN', 'DEFINED', true);

const apply = (before: KnownVm | undefined, content: Content): ReturnType<typeof applyEvent> =>
  applyEvent(before, { domain, ...content }, now);

describe('an event', () => {
  it('that changes the status sets the time, one that changes only the reason keeps it', () => {
    expect(apply(up, life(3, 0)).known?.vm.sinceAt).toBe(5000);
    expect(apply(known('PAUSED', 'USER'), life(3, 3)).known?.vm.sinceAt).toBe(1);
  });

  it('that defines what runs makes it persistent, one that undefines it makes it transient', () => {
    expect(apply(up, life(0, 0)).emits).toMatchObject([
      { kind: 'vm', vm: { status: 'UP', isPersistent: true } },
    ]);
    expect(apply(persistentUp, life(1, 0)).emits).toMatchObject([
      { kind: 'vm', vm: { status: 'UP', isPersistent: false } },
    ]);
  });

  it('under another name renames', () => {
    const event: DomainEvent = {
      domain: { ...domain, name: 'web2' },
      kind: 'lifecycle',
      event: 0,
      detail: 2,
    };
    expect(applyEvent(off, event, now).emits).toMatchObject([{ kind: 'vm', vm: { name: 'web2' } }]);
  });

  it('tells when the guest agent comes and goes, and that it is gone when the VM stops', () => {
    const connected = apply(persistentUp, { kind: 'agent', state: 1 });
    expect(connected.emits).toMatchObject([{ vm: { isGuestAgentConnected: true } }]);
    expect(apply(connected.known, { kind: 'agent', state: 1 }).emits).toEqual([]);
    expect(apply(connected.known, { kind: 'agent', state: 2 }).emits).toMatchObject([
      { vm: { isGuestAgentConnected: false } },
    ]);
    expect(apply(connected.known, life(5, 1)).emits).toMatchObject([
      { vm: { status: 'DOWN', isGuestAgentConnected: false } },
    ]);
  });

  it('of a reboot after the burst is a new incident, also in an endless series', () => {
    let state: KnownVm | undefined = up;
    let count = 0;
    for (let atMs = 0; atMs < 3000; atMs += 100) {
      const outcome = applyEvent(
        state,
        { domain, kind: 'reboot' },
        { monotonicMs: atMs, unixMs: 0 },
      );
      state = outcome.known;
      count += outcome.emits.length;
    }
    expect(count).toBe(3);
  });

  it('of a migration carries the pass, and the end of it clears that', () => {
    const passed = apply(up, iteration(3));
    const leaving = apply(passed.known, life(3, 1));
    expect(leaving.known?.vm.migration).toEqual({ fromHostId: '', toHostId: '', iteration: 3 });
    expect(apply(leaving.known, life(4, 1)).known?.vm).not.toHaveProperty('migration');
  });

  it('keeps the id of the run, which the end of a run no longer carries', () => {
    const event: DomainEvent = {
      domain: { ...domain, id: -1 },
      kind: 'lifecycle',
      event: 5,
      detail: 1,
    };
    expect(applyEvent(persistentUp, event, now).known?.domain.id).toBe(7);
  });
});

const number = fc.integer({ min: -1, max: 10 });
const anyContent: fc.Arbitrary<Content> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('lifecycle'), event: number, detail: number }),
  },
  fc.record({ kind: fc.constantFrom('reboot', 'control-error') }),
  fc.record({ kind: fc.constant('watchdog'), action: number }),
  fc.record({ kind: fc.constant('agent'), state: number }),
  fc.record({ kind: fc.constant('migration-iteration'), iteration: fc.nat() }),
  fc.record({
    kind: fc.constant('io-error'),
    device: fc.string(),
    action: number,
    reason: fc.constantFrom('', 'enospc', 'odd'),
  }),
);

describe('any series of events', () => {
  it('tells each change of a VM once, a removal exactly when it is forgotten, and times of statuses', () => {
    fc.assert(
      fc.property(fc.array(anyContent, { maxLength: 30 }), (contents) => {
        let state: KnownVm | undefined;
        contents.forEach((content, i) => {
          const event = { domain, ...content };
          const { known: next, emits } = applyEvent(state, event, {
            monotonicMs: i,
            unixMs: i + 1,
          });
          const told = emits.flatMap((emitted) => (emitted.kind === 'vm' ? [emitted.vm] : []));
          const isRemoved = emits.some(({ kind }) => kind === 'vm-removed');
          expect(isRemoved).toBe(state !== undefined && next === undefined);
          if (next !== undefined && told.length === 0)
            expect(next.vm).toMatchObject(
              state?.vm.status === next.vm.status
                ? { status: state.vm.status, reason: state.vm.reason }
                : { status: 'told' },
            );
          for (const vm of told) {
            expect(vm.status).not.toBe('UNKNOWN');
            expect(vm.sinceAt).toBe(vm.status === state?.vm.status ? state.vm.sinceAt : i + 1);
            expect(vm).not.toEqual(state?.vm);
          }
          state = next;
        });
      }),
    );
  });
});
