import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { domainEvents, procedures } from '../../../../../agent/hypervisor/libvirt/protocol.ts';
import { LibvirtHypervisor } from '../../../../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import type { HypervisorEvent } from '../../../../../agent/hypervisor/port.ts';
import { eventually } from '../../../../harness/eventually.ts';
import { FakeClock } from '../../../../harness/fake-clock.ts';
import {
  ScriptedLibvirtd,
  type Answer,
  type ScriptedDomain,
} from '../../../../harness/scripted-libvirtd.ts';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const running: ScriptedDomain = {
  ref: { name: 'web', uuid, id: 7 },
  state: 1,
  reason: 1,
  isPersistent: false,
};

let daemon: ScriptedLibvirtd;
let clock: FakeClock;
let hypervisor: LibvirtHypervisor;
let events: HypervisorEvent[];

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  daemon.domains = [running];
  clock = new FakeClock();
  events = [];
  hypervisor = new LibvirtHypervisor({ clock, socketPaths: [daemon.socketPath] });
});

afterEach(async () => {
  await hypervisor.stop();
  await daemon.stop();
  expect(clock.timerCount).toBe(0);
});

function start(): void {
  hypervisor.start((event) => events.push(event));
}

function last(kind: HypervisorEvent['kind']): Promise<HypervisorEvent> {
  return eventually(() => events.findLast((event) => event.kind === kind), { what: kind });
}

const lifecycle = (event: number, detail: number): void => {
  daemon.tell(domainEvents.lifecycle.procedure, running.ref, (writer) =>
    writer.int(event).int(detail),
  );
};

const statuses = (): string[] =>
  events.flatMap((event) => {
    if (event.kind === 'vm') return [`${event.vm.status}/${event.vm.reason}`];
    return event.kind === 'vm-removed' ? ['removed'] : [];
  });

/** Moves time on, again and again, until something has come of it. */
function inTime<T>(what: string, check: () => T | undefined): Promise<T> {
  return eventually(
    () => {
      clock.advance(100);
      return check();
    },
    { what },
  );
}

describe('start', () => {
  it('tells the daemon and everything it has', async () => {
    start();
    expect(await last('available')).toEqual({
      kind: 'available',
      info: { type: 'SCRIPT', version: '1.2.3', libraryVersion: '9.0.0' },
      vms: [
        {
          id: uuid,
          name: 'web',
          status: 'UP',
          reason: 'BOOTED',
          sinceAt: 0,
          isPersistent: false,
          vcpuCount: 2,
          memoryMaxKib: 65_536,
          isGuestAgentConnected: false,
          details: {
            guestAgent: 'NONE',
            memory: { guaranteedKib: 0, wantedKib: 0 },
            memoryIssues: [],
            devices: { list: [], omitted: 0 },
          },
        },
      ],
    });
  });

  it('registers for events before it lists, so that nothing falls in between', async () => {
    start();
    await last('available');
    const { domainEventRegister, connectListAllDomains } = procedures;
    expect(daemon.calls.lastIndexOf(domainEventRegister)).toBeLessThan(
      daemon.calls.indexOf(connectListAllDomains),
    );
  });

  it('folds events that come while it lists into the list, and tells their incidents after it', async () => {
    let letGo: (answer: Answer) => void = () => undefined;
    daemon.on(procedures.domainGetState, () => new Promise((resolve) => (letGo = resolve)));
    start();
    await eventually(() => (daemon.calls.includes(procedures.domainGetState) ? true : undefined), {
      what: 'the question',
    });
    daemon.tell(domainEvents.watchdog.procedure, running.ref, (writer) => writer.int(1));
    lifecycle(3, 3);
    letGo({ kind: 'ok', write: (writer) => writer.int(1).int(1) });
    await last('incident');
    expect(events).toMatchObject([
      { kind: 'available', vms: [{ status: 'PAUSED', reason: 'WATCHDOG' }] },
      { kind: 'incident', incident: { kind: 'WATCHDOG' } },
    ]);
  });

  it('leaves out a domain that vanishes while it lists', async () => {
    daemon.on(procedures.domainGetState, () => ({ kind: 'error', code: 42, text: 'gone' }));
    start();
    expect(await last('available')).toMatchObject({ vms: [] });
  });
});

describe('events', () => {
  beforeEach(async () => {
    start();
    await last('available');
  });

  it('are told before anything is asked, and checked once after (OV-1, OV-2)', async () => {
    const before = daemon.calls.length;
    daemon.domains = [{ ...running, state: 3, reason: 1 }];
    lifecycle(3, 0);
    await last('vm');
    expect(statuses()).toEqual(['PAUSED/USER']);
    expect(daemon.calls.length).toBe(before);
    clock.advance(50);
    await eventually(
      () => (daemon.calls.slice(before).includes(procedures.domainGetInfo) ? true : undefined),
      { what: 'the check' },
    );
    expect(statuses()).toEqual(['PAUSED/USER']);
  });

  it('are corrected when the check finds something else', async () => {
    daemon.domains = [{ ...running, state: 3, reason: 3 }];
    lifecycle(3, 0);
    await last('vm');
    await inTime('the correction', () => (statuses().length === 2 ? true : undefined));
    expect(statuses()).toEqual(['PAUSED/USER', 'SAVING/SAVE']);
  });

  it('make a check that they overtake worthless (OV-4)', async () => {
    let letGo: (answer: Answer) => void = () => undefined;
    daemon.on(procedures.domainGetState, () => new Promise((resolve) => (letGo = resolve)));
    lifecycle(3, 0);
    await last('vm');
    clock.advance(50);
    await eventually(
      () => (daemon.calls.at(-1) === procedures.domainIsPersistent ? true : undefined),
      { what: 'the check' },
    );
    lifecycle(4, 0);
    await eventually(() => (statuses().length === 2 ? true : undefined), { what: 'the resume' });
    letGo({ kind: 'ok', write: (writer) => writer.int(3).int(1) });
    await clock.advanceAsync(0);
    expect(statuses()).toEqual(['PAUSED/USER', 'UP/RESUMED']);
  });

  it('of a VM that is gone when it is looked for come late, or it is told to be missing', async () => {
    daemon.domains = [];
    lifecycle(3, 0);
    await last('vm');
    await inTime('the removal', () => (statuses().includes('removed') ? true : undefined));
    expect(statuses()).toEqual(['PAUSED/USER', 'DOWN/DOMAIN_MISSING', 'removed']);
  });

  it('with hostile content end in unavailable, and the next connection is good again', async () => {
    daemon.tell(domainEvents.ioErrorReason.procedure, running.ref, (writer) => writer.uint(0xffff));
    expect(await last('unavailable')).toMatchObject({ reason: 'PROTOCOL_ERROR' });
    await inTime('available again', () =>
      events.filter(({ kind }) => kind === 'available').length === 2 ? true : undefined,
    );
    expect(statuses()).toEqual([]);
  });
});

describe('samples', () => {
  it('are unavailable before the daemon is, with the reason', async () => {
    expect(await hypervisor.sample(1000)).toEqual({ kind: 'unavailable', reason: 'CONNECTING' });
  });

  it('without the values of a QEMU that hangs have it told as not responding, until it answers', async () => {
    let silenceMs = 59_000n;
    daemon.on(procedures.domainGetControlInfo, () => ({
      kind: 'ok',
      write: (writer) => writer.uint(2).uint(0).unsignedHyper(silenceMs),
    }));
    daemon.on(procedures.connectGetAllDomainStats, () => ({
      kind: 'ok',
      write: (writer) => {
        writer.uint(1).string('web').uuid(uuid).int(7).uint(2);
        writer.string('state.state').int(1).int(1).string('state.reason').int(1).int(1);
      },
    }));
    start();
    await last('available');
    const sampleAndLook = async (): Promise<void> => {
      const asked = daemon.calls.length;
      await hypervisor.sample(1000);
      await inTime('a look', () =>
        daemon.calls.slice(asked).includes(procedures.domainGetInfo) ? true : undefined,
      );
    };
    await sampleAndLook();
    silenceMs = 60_000n;
    await sampleAndLook();
    await last('vm');
    silenceMs = 0n;
    await sampleAndLook();
    await eventually(() => (statuses().length === 2 ? true : undefined), { what: 'the answer' });
    expect(statuses()).toEqual(['NOT_RESPONDING/UNSPECIFIED', 'UP/BOOTED']);
  });

  it('that contradict what is known have it looked at: an event was missed (OV-2)', async () => {
    start();
    await last('available');
    daemon.domains = [{ ...running, state: 3, reason: 1 }];
    daemon.on(procedures.connectGetAllDomainStats, () => ({
      kind: 'ok',
      write: (writer) => {
        writer.uint(1).string('web').uuid(uuid).int(7).uint(2);
        writer.string('state.state').int(1).int(3).string('state.reason').int(1).int(1);
      },
    }));
    await hypervisor.sample(1000);
    await inTime('the correction', () => (statuses().length === 1 ? true : undefined));
    expect(statuses()).toEqual(['PAUSED/USER']);
  });
});
