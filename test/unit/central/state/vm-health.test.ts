import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import { defaultVmHealth, overdueAfter } from '../../../../central/state/vm-health.ts';
import type { Awaited } from '../../../../central/state/vm-health.ts';
import { vmReasons, vmStatuses } from '../../../../shared/model/status.ts';
import type { VmHealth, VmReason, VmStatus } from '../../../../shared/model/status.ts';
import type { VmOverdue } from '../../../../shared/model/vm.ts';
import { healthOf } from '../../../../shared/model/vm-health.ts';
import { vmOf } from '../../../harness/model-objects.ts';
import { aFleet, listen, say } from '../../../harness/vm-words.ts';
import type { Words } from '../../../harness/vm-words.ts';

/** The health of EPU's doctor (seed rows of section 3.2). */

const healthAs = (status: VmStatus, reason: VmReason, overdue?: VmOverdue): VmHealth =>
  healthOf({ status, reason, ...(overdue && { overdue }) });

describe('health by status alone', () => {
  const rows: Record<Exclude<VmStatus, 'PAUSED'>, VmHealth> = {
    UNKNOWN: 'UNKNOWN',
    WAIT_FOR_LAUNCH: 'UNKNOWN',
    POWERING_UP: 'UNKNOWN',
    UP: 'OK',
    NOT_RESPONDING: 'MONITOR_ERROR',
    MIGRATING_FROM: 'OK',
    MIGRATING_TO: 'UNKNOWN',
    DEPARTED: 'UNKNOWN',
    REBOOTING: 'OK',
    SAVING: 'OK',
    SUSPENDED: 'UNKNOWN',
    RESTORING: 'UNKNOWN',
    POWERING_DOWN: 'OK',
    DOWN: 'UNKNOWN',
  };
  it.each(vmStatuses.filter((status) => status !== 'PAUSED'))('%s', (status) => {
    expect(healthAs(status, 'UNSPECIFIED')).toBe(rows[status]);
  });

  const errors = [
    'EIO',
    'ENOSPC',
    'EPERM',
    'EOTHER',
    'POSTCOPY_FAILED',
    'WATCHDOG',
    'GUEST_CRASHED',
  ];
  it.each(vmReasons)('PAUSED/%s', (reason) => {
    expect(healthAs('PAUSED', reason)).toBe(errors.includes(reason) ? 'PROCESS_ERROR' : 'OK');
  });

  it.each(['OUT_OF_CONTACT', 'MISSING', 'ZOMBIE'] as const)(
    '%s is worse than any of them',
    (health) => {
      expect(healthAs('UP', 'BOOTED', { health, sinceAt: 1 })).toBe(health);
    },
  );
});

describe('what time alone makes of a VM', () => {
  const rows: [Awaited, number, VmOverdue['health'] | undefined][] = [
    ['contact', 119_999, undefined],
    ['contact', 120_000, 'OUT_OF_CONTACT'],
    ['contact', 134_999, 'OUT_OF_CONTACT'],
    ['contact', 135_000, 'MISSING'],
    ['start', 299_999, undefined],
    ['start', 300_000, 'OUT_OF_CONTACT'],
    ['start', 315_000, 'MISSING'],
    ['end', 119_999, undefined],
    ['end', 120_000, 'ZOMBIE'],
    ['end', 9_999_999, 'ZOMBIE'],
  ];
  it.each(rows)('waited for %s for %i ms: %s', (awaited, ms, health) => {
    expect(overdueAfter(awaited, ms, defaultVmHealth)).toBe(health);
  });
});

const overdue = (health: VmOverdue['health'], vmId?: string): Op => ({
  kind: 'vm-overdue',
  health,
  vmId,
});

describe('a VM that did not do in time what it was to do', () => {
  it('is told once, and once more when it is worse', async () => {
    const fleet = await aFleet(['POWERING_UP', 'STARTING']);
    const heard = listen(fleet);
    for (const health of ['OUT_OF_CONTACT', 'OUT_OF_CONTACT', 'MISSING', 'OUT_OF_CONTACT'] as const)
      await fleet.apply('a', overdue(health, 'v'));
    expect(heard()).toEqual([
      'a VmHealthChanged OUT_OF_CONTACT -> POWERING_UP/STARTING',
      'a VmHealthChanged MISSING -> POWERING_UP/STARTING',
    ]);
  });

  it.each<[string, Words, VmOverdue['health']]>([
    ['runs by now', ['UP', 'BOOTED'], 'OUT_OF_CONTACT'],
    ['is off by now', ['DOWN', 'DESTROYED'], 'ZOMBIE'],
    ['starts, and was to end', ['POWERING_UP', 'STARTING'], 'ZOMBIE'],
    ['ends, and was to start', ['POWERING_DOWN'], 'MISSING'],
  ])('is not told when it %s', async (_case, held, health) => {
    const fleet = await aFleet(held);
    const heard = listen(fleet);
    await fleet.apply('a', overdue(health, 'v'));
    await fleet.apply('a', overdue(health, 'nobody'));
    expect(heard()).toEqual([]);
  });

  it('is it no more with its next status, and still when only its reason is another', async () => {
    const fleet = await aFleet(['POWERING_DOWN', 'USER_SHUTDOWN']);
    await fleet.apply('a', overdue('ZOMBIE', 'v'));
    await say(fleet, 'a', 'POWERING_DOWN', 'ADMIN_SHUTDOWN');
    expect(fleet.known('a', 'v')?.overdue?.health).toBe('ZOMBIE');
    await say(fleet, 'a', 'UP', 'RESUMED');
    expect(fleet.known('a', 'v')).not.toHaveProperty('overdue');
  });

  it('is not seen any more when its host falls silent, nor when it migrates', async () => {
    const fleet = await aFleet(['POWERING_DOWN', 'USER_SHUTDOWN']);
    await fleet.apply('a', overdue('ZOMBIE', 'v'));
    const verdict = { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } as const;
    await fleet.apply('a', { kind: 'verdict', verdict });
    expect(fleet.known('a', 'v')).not.toHaveProperty('overdue');
    await fleet.apply('a', overdue('MISSING'));
    await say(fleet, 'b', 'UP', 'BOOTED');
    expect(fleet.known('b', 'v')).toMatchObject({ hostId: 'b', status: 'UP' });
    expect(fleet.known('b', 'v')).not.toHaveProperty('overdue');
  });
});

describe('VMs of a host that is not heard', () => {
  const verdict = { status: 'NON_RESPONSIVE', reason: 'NO_CONTACT' } as const;

  it('are all told in one event, and are what they were with the next contact', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    await fleet.apply('a', { kind: 'verdict', verdict });
    const heard = listen(fleet);
    await fleet.apply('a', overdue('OUT_OF_CONTACT'));
    await fleet.apply('a', overdue('OUT_OF_CONTACT'));
    await fleet.apply('a', overdue('MISSING'));
    const missing = fleet.known('a', 'v');
    expect(missing && healthOf(missing)).toBe('MISSING');
    await fleet.apply('a', { kind: 'contact' });
    expect(heard()).toEqual([
      'a HostVmsOverdue OUT_OF_CONTACT',
      'a HostVmsOverdue MISSING',
      'a HostVmsRestored CONTACT_RESTORED',
    ]);
    expect(fleet.known('a', 'v')).not.toHaveProperty('overdue');
  });

  it.each(['DOWN', 'SUSPENDED', 'DEPARTED'] as const)(
    'that were %s are not missed',
    async (status) => {
      const fleet = await aFleet([status]);
      await fleet.apply('a', { kind: 'verdict', verdict });
      const heard = listen(fleet);
      await fleet.apply('a', overdue('MISSING'));
      expect(heard()).toEqual([]);
    },
  );

  it('are not told of when it was heard while the word waited its turn', async () => {
    const fleet = await aFleet(['UP', 'BOOTED']);
    const heard = listen(fleet);
    await fleet.apply('a', overdue('OUT_OF_CONTACT'));
    expect(heard()).toEqual([]);
  });

  it('stay so while only the reason of the silence is another', () => {
    const vm = vmOf('v', 'a', { status: 'UNKNOWN', reason: 'HOST_REBOOTING' });
    expect(healthOf({ ...vm, overdue: { health: 'MISSING', sinceAt: 1 } })).toBe('MISSING');
  });
});
