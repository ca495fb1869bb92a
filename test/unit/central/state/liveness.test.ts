import { describe, expect, it } from 'vitest';

import { defaultLiveness, judge, silenceLimitMs } from '../../../../central/state/liveness.ts';
import type { Contact } from '../../../../central/state/liveness.ts';
import { hostStatuses } from '../../../../shared/model/status.ts';
import type { HostStatus } from '../../../../shared/model/status.ts';

const contact: Contact = {
  ...{ lastMs: 0, intervalMs: 1_000, movingUntilMs: undefined },
  ...{ isStreamOpen: true, suspectedMs: undefined },
};

function answer(status: HostStatus, nowMs: number, over: Partial<Contact> = {}): string {
  const said = judge(status, { ...contact, ...over }, { nowMs, settings: defaultLiveness });
  return said.kind === 'verdict' ? `${said.verdict.status}/${said.verdict.reason}` : said.kind;
}

describe('the limit of silence', () => {
  it.each([
    [500, 3_000],
    [1_000, 3_000],
    [2_000, 6_000],
    [10_000, 30_000],
  ])('is three intervals of %i ms, at least 3 s: %i ms', (intervalMs, limitMs) => {
    expect(silenceLimitMs({ ...contact, intervalMs }, defaultLiveness)).toBe(limitMs);
  });
});

describe('silence (DESIGN section 6)', () => {
  it.each<[HostStatus, number, string]>([
    ['UP', 2_999, 'fine'],
    ['UP', 3_000, 'SUSPECT/SILENT'],
    ['INITIALIZING', 3_000, 'SUSPECT/SILENT'],
    ['NON_OPERATIONAL', 3_000, 'SUSPECT/SILENT'],
    ['PREPARING_FOR_MAINTENANCE', 2_999, 'fine'],
    ['PREPARING_FOR_MAINTENANCE', 3_000, 'SUSPECT/SILENT'],
    ['SUSPECT', 8_999, 'fine'],
    ['SUSPECT', 9_000, 'look'],
    ['SUSPECT', 10_999, 'look'],
    ['SUSPECT', 11_000, 'NON_RESPONSIVE/NO_CONTACT'],
    ['REBOOTING', 599_999, 'fine'],
    ['REBOOTING', 600_000, 'NON_RESPONSIVE/REBOOT_OVERDUE'],
  ])('of a host that is %s, after %i ms: %s', (status, nowMs, said) => {
    expect(answer(status, nowMs)).toBe(said);
  });

  const judged = [
    ...['UP', 'INITIALIZING', 'NON_OPERATIONAL', 'SUSPECT', 'REBOOTING'],
    'PREPARING_FOR_MAINTENANCE',
  ];
  it.each(hostStatuses.filter((status) => !judged.includes(status)))(
    'of a host that is %s means nothing, however long',
    (status) => {
      expect(answer(status, 1e9)).toBe('fine');
    },
  );

  it('says whether the stream was lost', () => {
    expect(answer('UP', 3_000, { isStreamOpen: false })).toBe('SUSPECT/STREAM_LOST');
  });

  it('does not count before an announced move is over', () => {
    expect(answer('UP', 29_999, { movingUntilMs: 30_000 })).toBe('fine');
    expect(answer('SUSPECT', 29_999, { movingUntilMs: 30_000 })).toBe('fine');
    expect(answer('UP', 30_000, { movingUntilMs: 30_000 })).toBe('SUSPECT/SILENT');
  });

  it.each([
    [35_999, 'fine'],
    [36_000, 'look'],
    [38_000, 'NON_RESPONSIVE/NO_CONTACT'],
  ])('that was suspected late has its eight seconds all the same: at %i %s', (nowMs, said) => {
    expect(answer('SUSPECT', nowMs, { suspectedMs: 30_000 })).toBe(said);
  });
});
