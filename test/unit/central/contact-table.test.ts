import { describe, expect, it } from 'vitest';

import { ContactTable } from '../../../central/contact-table.ts';
import { defaultLiveness } from '../../../central/state/liveness.ts';

const times = { nowMs: 0, intervalMs: 1_000 };

function tableOf(...hostIds: string[]): ContactTable {
  const table = new ContactTable(defaultLiveness);
  for (const hostId of hostIds) table.know(hostId, 'UP', times);
  return table;
}

function look(table: ContactTable, nowMs: number, lagMs = 0): string[] {
  return table.look(nowMs, lagMs).map(({ hostId, answer }) => {
    return `${hostId} ${answer.kind === 'verdict' ? answer.verdict.status : answer.kind}`;
  });
}

describe('the table of contacts', () => {
  it('answers once for each silence, and asks again and again in the last look (OV-31)', () => {
    const table = tableOf('a');
    expect(look(table, 2_999)).toEqual([]);
    expect(look(table, 3_000)).toEqual(['a SUSPECT']);
    expect(look(table, 3_250)).toEqual([]);
    table.setStatus('a', 'SUSPECT');
    expect(look(table, 9_000)).toEqual(['a look']);
    expect(look(table, 9_250)).toEqual(['a look']);
    expect(look(table, 11_000)).toEqual(['a NON_RESPONSIVE']);
    expect(look(table, 11_250)).toEqual([]);
  });

  it('says once that a silent host was heard', () => {
    const table = tableOf();
    const contact = table.know('a', 'UP', times);
    expect(table.heard(contact, 100)).toBe(false);
    table.setStatus('a', 'SUSPECT');
    expect(table.heard(contact, 4_000)).toBe(true);
    expect(table.heard(contact, 4_100)).toBe(false);
    table.setStatus('a', 'UP');
    table.setStatus('a', 'NON_RESPONSIVE');
    expect(table.heard(contact, 9_000)).toBe(true);
  });

  it('judges nobody before the grace is over (I7)', () => {
    const table = tableOf('a');
    table.start(0, 15_000);
    expect(look(table, 14_999)).toEqual([]);
    expect(look(table, 15_000)).toEqual(['a SUSPECT']);
  });

  it('moves every deadline by a delay of its own, and blames nobody for it (I6, I7)', () => {
    const table = tableOf('a', 'b');
    expect(look(table, 60_000, 58_000)).toEqual([]);
    expect(look(table, 60_999)).toEqual([]);
    expect(look(table, 61_000)).toEqual(['a SUSPECT', 'b SUSPECT']);
  });

  it('asks for a verdict again that a delay made void', () => {
    const table = tableOf('a');
    expect(look(table, 3_000)).toEqual(['a SUSPECT']);
    expect(look(table, 13_000, 10_000)).toEqual([]);
    expect(table.isDue('a', 'SUSPECT', 12_999)).toBe(false);
    expect(look(table, 13_250)).toEqual(['a SUSPECT']);
  });

  it('takes a small delay for nothing', () => {
    expect(look(tableOf('a'), 3_000, 1_000)).toEqual(['a SUSPECT']);
  });

  it('moves the suspicion with a delay, too', () => {
    const table = tableOf('a');
    look(table, 3_000);
    table.setStatus('a', 'SUSPECT');
    look(table, 53_000, 50_000);
    expect(look(table, 60_750)).toEqual(['a look']);
    expect(look(table, 61_000)).toEqual(['a NON_RESPONSIVE']);
  });

  it('finds a verdict not due any more when the host was heard meanwhile (I7)', () => {
    const table = tableOf();
    const contact = table.know('a', 'UP', times);
    look(table, 3_000);
    expect(table.isDue('a', 'SUSPECT', 3_100)).toBe(true);
    table.heard(contact, 3_200);
    expect(table.isDue('a', 'SUSPECT', 3_300)).toBe(false);
    expect(table.isDue('a', 'NON_RESPONSIVE', 3_300)).toBe(false);
    expect(table.isDue('unknown', 'SUSPECT', 99_999)).toBe(false);
  });

  it('begins anew with a stream, which ends an announced move', () => {
    const table = tableOf('a');
    table.moving('a', 30_000);
    expect(look(table, 20_000)).toEqual([]);
    table.streamOpened('a', { nowMs: 20_000, intervalMs: 1_000 });
    expect(look(table, 22_999)).toEqual([]);
    expect(look(table, 23_000)).toEqual(['a SUSPECT']);
  });

  it('does not count what is heard on an older stream', () => {
    const table = tableOf();
    const old = table.streamOpened('a', times);
    table.setStatus('a', 'UP');
    table.streamOpened('a', { nowMs: 1_000, intervalMs: 1_000 });
    table.heard(old, 3_500);
    expect(look(table, 4_000)).toEqual(['a SUSPECT']);
  });

  it('uses the interval of the session', () => {
    const table = tableOf('a');
    table.streamOpened('a', { nowMs: 0, intervalMs: 5_000 });
    expect(look(table, 14_999)).toEqual([]);
    expect(look(table, 15_000)).toEqual(['a SUSPECT']);
  });

  it('judges nobody who never came', () => {
    const table = new ContactTable(defaultLiveness);
    table.know('a', 'PENDING', times);
    expect(look(table, 1e9)).toEqual([]);
    expect(table.hostIds()).toEqual(['a']);
  });
});

describe('hosts that come and go between replicas', () => {
  it('are judged no more once another replica listens to them', () => {
    const table = tableOf('a', 'b');
    table.forget('a');
    expect(table.has('a')).toBe(false);
    expect(table.hostIds()).toEqual(['b']);
    expect(look(table, 3_000)).toEqual(['b SUSPECT']);
  });

  it('have the grace of a start to come when their owner is gone, each its own', () => {
    const table = tableOf();
    table.start(0, 15_000);
    table.know('early', 'UP', { nowMs: 20_000, intervalMs: 1_000 });
    table.spare('early', 20_000);
    table.know('late', 'UP', { nowMs: 30_000, intervalMs: 1_000 });
    table.spare('late', 30_000);
    expect(look(table, 34_999)).toEqual([]);
    expect(look(table, 35_000)).toEqual(['early SUSPECT']);
    expect(look(table, 45_000)).toEqual(['late SUSPECT']);
  });

  it('that came are judged as all others, however long they were waited for', () => {
    const table = tableOf();
    table.start(0, 15_000);
    table.know('a', 'UP', { nowMs: 20_000, intervalMs: 1_000 });
    table.spare('a', 20_000);
    table.streamOpened('a', { nowMs: 21_000, intervalMs: 1_000 });
    expect(look(table, 24_000)).toEqual(['a SUSPECT']);
  });

  it('are not judged while this replica is cut off, nor for five seconds after', () => {
    const table = tableOf('a');
    for (let nowMs = 0; nowMs <= 60_000; nowMs += 250) {
      table.hold(nowMs);
      expect(look(table, nowMs)).toEqual([]);
    }
    expect(look(table, 64_999)).toEqual([]);
    expect(look(table, 65_000)).toEqual(['a SUSPECT']);
  });
});

describe('hosts that are not heard', () => {
  it('are those of whose VMs nobody can tell, but for an announced reboot, which has its own deadline', () => {
    const table = new ContactTable(defaultLiveness);
    table.start(0, 0);
    const statuses = ['UP', 'SUSPECT', 'NON_RESPONSIVE', 'DOWN', 'REBOOTING'] as const;
    for (const status of statuses) table.know(status, status, { nowMs: 1_000, intervalMs: 1_000 });
    expect([...table.unheard(5_000)]).toEqual([
      { hostId: 'NON_RESPONSIVE', silentMs: 4_000 },
      { hostId: 'DOWN', silentMs: 4_000 },
    ]);
  });
});
