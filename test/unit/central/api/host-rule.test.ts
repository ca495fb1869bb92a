import { describe, expect, it } from 'vitest';

import { ruleOf } from '../../../../central/api/host-rule.ts';
import type { HostSituation } from '../../../../central/peer-port.ts';
import type { Host } from '../../../../shared/model/host.ts';
import { aHost } from '../../../harness/store-rows.ts';

const calm: HostSituation = {
  ...{
    isSessionOpen: true,
    peer: '10.0.0.1:4711',
    lastFrame: 7,
    silentMs: 1234,
    silenceLimitMs: 6000,
  },
  next: { status: 'SUSPECT', inMs: 4766 },
  ...{ movingMs: undefined, brakes: [], stalledReason: '' },
};
const up: Partial<Host> = { status: 'UP', reason: 'FIRST_SYNC_DONE' };
const synced = 'UP: the first full picture of this run was applied.';
const silence = 'Silent for 1.2 s of 6.0 s; unless it is heard it becomes SUSPECT in 4.8 s.';

describe('the rule that decides over a host, in words', () => {
  it.each<[string, Partial<Host>, Partial<HostSituation> | undefined, string]>([
    ['in contact', up, {}, `${synced} ${silence}`],
    ['nobody could tell', up, undefined, synced],
    [
      'prepares for maintenance',
      {
        ...{ status: 'PREPARING_FOR_MAINTENANCE', reason: 'MAINTENANCE_REQUESTED', vmCount: 2 },
        maintenance: { sinceAt: 1_735_689_600_000, by: 'alice', reason: 'new disk' },
      },
      { next: undefined },
      'PREPARING_FOR_MAINTENANCE: an operator asked for maintenance. Maintenance was asked for at 2025-01-01T00:00:00.000Z by alice (new disk); VMs known on it: 2. It is in MAINTENANCE when no VM may run on it any more.',
    ],
    [
      'is in maintenance',
      {
        ...{ status: 'MAINTENANCE', reason: 'NO_VM_LEFT' },
        maintenance: { sinceAt: 1_735_689_600_000, by: '', reason: '' },
      },
      { next: undefined },
      'MAINTENANCE: the last VM that might have run on it is gone. Maintenance was asked for at 2025-01-01T00:00:00.000Z. Its silence and its conditions are no news until an operator ends that.',
    ],
    [
      'is silent while maintenance is wanted',
      {
        ...{ status: 'NON_RESPONSIVE', reason: 'NO_CONTACT', vmCount: 1 },
        maintenance: { sinceAt: 1_735_689_600_000, by: 'alice', reason: '' },
      },
      { next: undefined },
      'NON_RESPONSIVE: nothing was heard through the silence limit and the time of suspicion after it. Maintenance was asked for at 2025-01-01T00:00:00.000Z by alice; VMs known on it: 1. Only contact changes it.',
    ],
    [
      'is retired',
      {
        ...{ status: 'RETIRED', reason: 'RETIRED_BY_OPERATOR' },
        retirement: { sinceAt: 1_735_689_600_000, by: 'alice', reason: 'sold' },
      },
      { next: undefined },
      'RETIRED: an operator retired it. Retired at 2025-01-01T00:00:00.000Z by alice (sold). No agent changes it; it is removed two hours after its agent was heard last.',
    ],
    [
      'a reason of another version',
      { status: 'UP', reason: 'NEWER' },
      { next: undefined },
      'UP: NEWER.',
    ],
    ['no reason', { status: 'PENDING', reason: '' }, undefined, 'PENDING: no reason was recorded.'],
    [
      'moving',
      up,
      { movingMs: 12_300 },
      `${synced} Silence does not count for another 12.3 s: a move or restart was announced. ${silence}`,
    ],
    [
      'brakes and a stalled commit',
      up,
      { next: undefined, brakes: ['GRACE', 'OWN_LAG'], stalledReason: 'NATS is away' },
      `${synced} No verdict now: its owner is in the grace after a start or a take-over, and its owner runs late itself. Its changes wait to be committed: NATS is away.`,
    ],
    [
      'a brake after a mass silence',
      { status: 'SUSPECT', reason: 'SILENT' },
      { next: undefined, brakes: ['MASS_SILENCE'] },
      'SUSPECT: nothing was heard for longer than the silence limit, with the stream still open. A sign of life brings it back at once. No verdict now: so many hosts fell silent at once that its owner suspects itself first.',
    ],
    [
      'suspected',
      { status: 'SUSPECT', reason: 'STREAM_LOST' },
      { silentMs: 9000, next: { status: 'NON_RESPONSIVE', inMs: 5000 } },
      'SUSPECT: nothing was heard for longer than the silence limit, and the stream is gone. Silent for 9.0 s of 6.0 s; unless it is heard it becomes NON_RESPONSIVE in 5.0 s. A sign of life brings it back at once.',
    ],
    [
      'given up',
      { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' },
      { next: undefined },
      'NON_RESPONSIVE: nothing was heard through the silence limit and the time of suspicion after it. Only contact changes it.',
    ],
  ])('%s', (...[, host, situation, words]) => {
    const known = situation && { ...calm, ...situation };
    expect(ruleOf(aHost('host-1', host), known)).toBe(words);
  });

  it.each([
    ...['FIRST_CONTACT', 'AGENT_RESTARTED', 'HOST_REBOOTED', 'FIRST_SYNC_DONE', 'CONTACT_RESTORED'],
    ...['SILENT', 'STREAM_LOST', 'NO_CONTACT', 'REBOOT_ANNOUNCED', 'SHUTDOWN_ANNOUNCED'],
    'REBOOT_OVERDUE',
  ])('has a sentence for %s', (reason) => {
    expect(ruleOf(aHost('host-1', { reason }), undefined)).not.toContain(reason);
  });
});
