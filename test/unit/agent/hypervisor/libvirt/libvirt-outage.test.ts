import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LibvirtHypervisor } from '../../../../../agent/hypervisor/libvirt/libvirt-hypervisor.ts';
import { domainEvents, procedures } from '../../../../../agent/hypervisor/libvirt/protocol.ts';
import { limits } from '../../../../../shared/limits.ts';
import { eventually } from '../../../../harness/eventually.ts';
import { FakeClock } from '../../../../harness/fake-clock.ts';
import { HypervisorRecorder } from '../../../../harness/hypervisor-recorder.ts';
import { ScriptedLibvirtd, type Answer } from '../../../../harness/scripted-libvirtd.ts';

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const running = {
  ref: { name: 'web', uuid, id: 7 },
  state: 1,
  reason: 1,
  isPersistent: false,
};

let daemon: ScriptedLibvirtd;
let clock: FakeClock;
let hypervisor: LibvirtHypervisor;

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  daemon.domains = [running];
  clock = new FakeClock();
  hypervisor = new LibvirtHypervisor({ clock, socketPaths: [daemon.socketPath] });
});

afterEach(async () => {
  await hypervisor.stop();
  await daemon.stop();
  expect(clock.timerCount).toBe(0);
});

const start = (): HypervisorRecorder => new HypervisorRecorder(hypervisor);

/** Moves time on in small steps, so that what is sent is heard in between, until something has come of it. */
function inTime<T>(what: string, check: () => T | undefined): Promise<T> {
  return eventually(
    () => {
      clock.advance(100);
      return check();
    },
    { what },
  );
}

const inShort = ({ events }: HypervisorRecorder): string[] =>
  events.map((event) => (event.kind === 'unavailable' ? event.reason : event.kind));

const ways = (...numbers: number[]): Answer => ({
  kind: 'ok',
  write: (writer) => writer.array(numbers, (way) => writer.int(way)),
});

describe('an outage', () => {
  it('is told once per reason, never as a change of VMs, and ends with the full list', async () => {
    const told = start();
    await told.available();
    daemon.on(procedures.connectOpen, () => ({ kind: 'error', code: 5, text: 'no driver' }));
    daemon.hangUp();
    await told.unavailable('DAEMON_GONE');
    await inTime('another reason', () =>
      inShort(told).includes('DRIVER_MISSING') ? true : undefined,
    );
    const attempts = daemon.calls.length;
    await inTime('more attempts', () => (daemon.calls.length > attempts + 10 ? true : undefined));
    daemon.on(procedures.connectOpen, () => ({ kind: 'ok' }));
    await inTime('available again', () =>
      inShort(told).at(-1) === 'available' ? true : undefined,
    );
    expect(inShort(told)).toEqual(['available', 'DAEMON_GONE', 'DRIVER_MISSING', 'available']);
  });

  it('keeps what was known of causes and times', async () => {
    const told = start();
    await told.available();
    clock.advance(1000);
    daemon.domains = [{ ...running, state: 3, reason: 5 }];
    daemon.tell(domainEvents.ioErrorReason.procedure, running.ref, (writer) =>
      writer.string('/disk').string('hda').int(1).string('enospc'),
    );
    daemon.tell(domainEvents.lifecycle.procedure, running.ref, (writer) => writer.int(3).int(2));
    const { sinceAt } = await told.vm(uuid, ({ reason }) => reason === 'ENOSPC');
    daemon.hangUp();
    await told.unavailable('DAEMON_GONE');
    const again = await inTime('available again', () => {
      const event = told.events.at(-1);
      return event?.kind === 'available' ? event : undefined;
    });
    expect(again.vms).toMatchObject([{ status: 'PAUSED', reason: 'ENOSPC', sinceAt }]);
  });

  it('is noticed within 6 s when the daemon hangs after it was available', async () => {
    const told = start();
    await told.available();
    daemon.answersPings = false;
    const hungAtMs = clock.monotonicMs();
    await inTime('unavailable', () => (inShort(told).includes('NOT_ANSWERING') ? true : undefined));
    expect(clock.monotonicMs() - hungAtMs).toBeLessThanOrEqual(6000);
  });

  it('is noticed when the daemon lets us in and then says nothing', async () => {
    daemon.on(procedures.authList, () => ({ kind: 'none' }));
    const told = start();
    await eventually(() => (daemon.calls.length === 1 ? true : undefined), { what: 'a call' });
    clock.advance(5000);
    await told.unavailable('NOT_ANSWERING');
  });

  it('by more events while VMs are listed than can be held ends that, and it is tried again', async () => {
    daemon.on(procedures.domainGetState, () => ({ kind: 'none' }));
    const told = start();
    await eventually(() => (daemon.calls.includes(procedures.domainGetState) ? true : undefined), {
      what: 'the question',
    });
    for (let i = 0; i <= limits.libvirtEarlyEventsMax; i++) {
      daemon.tell(domainEvents.reboot.procedure, running.ref);
    }
    await told.unavailable('OVERRUN');
    await inTime('another attempt', () =>
      daemon.calls.filter((call) => call === procedures.connectOpen).length > 1 ? true : undefined,
    );
  });

  it('by authentication that the agent does not speak says so', async () => {
    daemon.on(procedures.authList, () => ways(1));
    await start().unavailable('AUTHENTICATION_UNSUPPORTED');
  });

  it('by polkit saying no is ACCESS_DENIED', async () => {
    daemon.on(procedures.authList, () => ways(2));
    daemon.on(procedures.authPolkit, () => ({ kind: 'error', code: 45, text: 'not authorized' }));
    await start().unavailable('ACCESS_DENIED');
  });

  it('is none when polkit says yes', async () => {
    daemon.on(procedures.authList, () => ways(2));
    daemon.on(procedures.authPolkit, () => ({ kind: 'ok', write: (writer) => writer.int(1) }));
    await start().available();
  });
});
