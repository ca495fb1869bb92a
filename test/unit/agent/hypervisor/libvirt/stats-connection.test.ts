import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { procedures } from '../../../../../agent/hypervisor/libvirt/protocol.ts';
import { StatsConnection } from '../../../../../agent/hypervisor/libvirt/stats-connection.ts';
import { eventually } from '../../../../harness/eventually.ts';
import { FakeClock } from '../../../../harness/fake-clock.ts';
import { ScriptedLibvirtd } from '../../../../harness/scripted-libvirtd.ts';

let daemon: ScriptedLibvirtd;
let clock: FakeClock;
let stats: StatsConnection;

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  clock = new FakeClock();
  const uri = 'qemu:///system';
  stats = new StatsConnection({ clock, uri, isReadOnly: true, onStats: () => undefined });
});

afterEach(async () => {
  stats.close();
  await daemon.stop();
  expect(clock.timerCount).toBe(0);
});

const sample = (deadlineMs = 1000): ReturnType<StatsConnection['sample']> =>
  stats.sample(daemon.socketPath, deadlineMs);

function asked(procedure: number): Promise<true> {
  return eventually(() => (daemon.calls.includes(procedure) ? true : undefined), {
    what: `procedure ${procedure} is called`,
  });
}

const giveNone = (): void => {
  daemon.on(procedures.connectGetAllDomainStats, () => ({
    kind: 'ok',
    write: (writer) => writer.uint(0),
  }));
};

describe('a sample', () => {
  it('uses one connection again and again', async () => {
    giveNone();
    expect(await sample()).toEqual({ kind: 'samples', vms: [] });
    expect(await sample()).toEqual({ kind: 'samples', vms: [] });
    expect(daemon.calls.filter((call) => call === procedures.connectOpen)).toHaveLength(1);
  });

  it('that does not come in time is given up, its connection dropped, and the next one has a new one', async () => {
    daemon.on(procedures.connectGetAllDomainStats, () => ({ kind: 'none' }));
    const sampling = sample();
    await asked(procedures.connectGetAllDomainStats);
    expect(await sample()).toEqual({ kind: 'unavailable', reason: 'BUSY' });
    clock.advance(1000);
    expect(await sampling).toEqual({ kind: 'unavailable', reason: 'NOT_ANSWERING' });
    await eventually(() => (daemon.connectionCount === 0 ? true : undefined), { what: 'dropped' });
    giveNone();
    expect(await sample()).toEqual({ kind: 'samples', vms: [] });
  });

  it('keeps its deadline also while it opens the connection', async () => {
    daemon.on(procedures.connectOpen, () => ({ kind: 'none' }));
    const sampling = sample(300);
    await asked(procedures.connectOpen);
    clock.advance(300);
    expect(await sampling).toEqual({ kind: 'unavailable', reason: 'NOT_ANSWERING' });
  });

  it('of hostile bytes is unavailable, and the next one has a new connection', async () => {
    daemon.on(procedures.connectGetAllDomainStats, () => ({
      kind: 'ok',
      write: (writer) => writer.uint(0xffffffff),
    }));
    expect(await sample()).toEqual({ kind: 'unavailable', reason: 'PROTOCOL_ERROR' });
    giveNone();
    expect(await sample()).toEqual({ kind: 'samples', vms: [] });
  });

  it('without a socket is unavailable', async () => {
    expect(await stats.sample(`${daemon.socketPath}-not`, 1000)).toEqual({
      kind: 'unavailable',
      reason: 'SOCKET_MISSING',
    });
  });
});
