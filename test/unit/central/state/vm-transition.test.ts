import { describe, expect, it } from 'vitest';

import { vmIncidentKinds } from '../../../../shared/model/status.ts';
import { aFleet, forget, heldAs, listen, named, nameOf, say } from '../../../harness/vm-words.ts';
import type { Words } from '../../../harness/vm-words.ts';

describe('OV-14, OV-16, OV-17: what a change of status means', () => {
  const rows: [string, Words, Words, string][] = [
    ['OV-14 its monitor is silent', ['UP', 'BOOTED'], ['NOT_RESPONDING'], 'UNSPECIFIED'],
    ['OV-14 and answers again', ['NOT_RESPONDING'], ['UP', 'BOOTED'], 'RESPONDS_AGAIN'],
    [
      'OV-16 power-down failed',
      ['POWERING_DOWN', 'ADMIN_SHUTDOWN'],
      ['UP', 'RESUMED'],
      'POWER_DOWN_FAILED',
    ],
    ['OV-16 paused by an operator', ['UP', 'BOOTED'], ['PAUSED', 'USER'], 'USER'],
    ['OV-16 paused, disk full', ['UP', 'BOOTED'], ['PAUSED', 'ENOSPC'], 'ENOSPC'],
    ['OV-16 paused, I/O error', ['UP', 'BOOTED'], ['PAUSED', 'EIO'], 'EIO'],
    ['OV-16 paused, access denied', ['UP', 'BOOTED'], ['PAUSED', 'EPERM'], 'EPERM'],
    ['OV-16 paused, another error', ['UP', 'BOOTED'], ['PAUSED', 'EOTHER'], 'EOTHER'],
    ['OV-16 the cause comes after the pause', ['PAUSED', 'EIO'], ['PAUSED', 'ENOSPC'], 'ENOSPC'],
    ['OV-16 recovered, disk full', ['PAUSED', 'ENOSPC'], ['UP', 'RESUMED'], 'RECOVERED_FROM_PAUSE'],
    ['OV-16 recovered, I/O error', ['PAUSED', 'EIO'], ['UP', 'RESUMED'], 'RECOVERED_FROM_PAUSE'],
    [
      'OV-16 recovered, access denied',
      ['PAUSED', 'EPERM'],
      ['UP', 'RESUMED'],
      'RECOVERED_FROM_PAUSE',
    ],
    [
      'OV-16 recovered, another error',
      ['PAUSED', 'EOTHER'],
      ['UP', 'RESUMED'],
      'RECOVERED_FROM_PAUSE',
    ],
    ['OV-16 resumed by an operator', ['PAUSED', 'USER'], ['UP', 'RESUMED'], 'RESUMED'],
    ['OV-17 the guest reboots', ['UP', 'BOOTED'], ['REBOOTING'], 'UNSPECIFIED'],
    ['OV-17 and is back', ['REBOOTING'], ['UP', 'BOOTED'], 'REBOOTED'],
    ['OV-17 shut down to be booted again', ['POWERING_DOWN'], ['UP', 'BOOTED'], 'REBOOTED'],
  ];

  it.each(rows)('%s', async (...row) => {
    const [, held, said, reason] = row;
    const fleet = await aFleet(held);
    const heard = listen(fleet);
    await say(fleet, 'a', ...said);
    await say(fleet, 'a', ...said);
    const [status, why = 'UNSPECIFIED'] = said;
    expect(heard()).toEqual([`a VmStatusChanged ${reason} -> ${status}/${why}`]);
  });
});

describe('OV-15: a VM that nobody started through Muster', () => {
  it.each<{ name: string; said: Words }>(
    named([
      ['UP', 'BOOTED'],
      ['PAUSED', 'EIO'],
      ['DOWN', 'DEFINED'],
    ]),
  )('reported as $name is recorded with its host, and left alone', async ({ said }) => {
    const fleet = await aFleet();
    const heard = listen(fleet);
    await say(fleet, 'b', ...said);
    expect([heard(), heldAs(fleet)]).toEqual([
      [`b VmAdded ${said[1] ?? ''} -> ${nameOf(said)}`],
      `b ${nameOf(said)}`,
    ]);
    await forget(fleet, 'b');
    expect(heldAs(fleet)).toBe('gone');
  });
});

describe('OV-17, OV-18: what happens to a VM and leaves its state as it is', () => {
  it.each(vmIncidentKinds)('%s is told once, with what was done about it', async (kind) => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    const from = fleet.events.length;
    const incident = { kind, action: 'reset', detail: 'once' };
    await fleet.say('a', { kind: 'incident', vmId: 'v', incident });
    const change = { change: fleet.agents.get('a')?.change ?? 0, observedAt: 0 };
    const body = { kind: 'incident', vmId: 'v', incident } as const;
    const run = `r${String(fleet.agents.get('a')?.run)}`;
    await fleet.apply('a', { kind: 'change', run, change: { ...change, body } });
    expect(fleet.events.slice(from)).toMatchObject([{ reason: kind, incident, vmId: 'v' }]);
    expect(heldAs(fleet)).toBe('a UP/BOOTED');
  });

  it('is not told by a host that does not have the VM', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    const from = fleet.events.length;
    const incident = { kind: 'WATCHDOG', action: 'reset', detail: '' } as const;
    await fleet.say('b', { kind: 'incident', vmId: 'v', incident });
    expect(fleet.events.slice(from)).toEqual([]);
  });
});
