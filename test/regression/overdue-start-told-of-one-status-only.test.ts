import { expect, it } from 'vitest';

import { defaultVmHealth } from '../../central/state/vm-health.ts';
import { VmHealthWatch } from '../../central/vm-health-watch.ts';
import type { VmStatus } from '../../shared/model/status.ts';
import { changeOf, aHostWith, vmStateOf } from '../harness/stepped-host.ts';

/**
 * Held: a VM whose start was overdue in one status is overdue in the next one of the same start, too. Its health became
 * UNKNOWN with the status, and nobody told anything of it ever again.
 */
it('a VM that waited too long for its launch is still missing while it powers up', () => {
  const host = aHostWith([vmStateOf('v', 'WAIT_FOR_LAUNCH')]);
  const watch = new VmHealthWatch({
    contacts: { *unheard() {} },
    settings: () => defaultVmHealth,
    hasVmsBelow: () => false,
  });
  const note = (nowMs: number): void => {
    watch.noted('host-1', { vms: host.vms.values(), droppedVmIds: [] }, nowMs);
  };
  const look = (nowMs: number): string | undefined => {
    for (const { vmId, health } of watch.look(nowMs, 0))
      host.apply({ kind: 'vm-overdue', vmId, health });
    note(nowMs);
    return host.vms.get('v')?.overdue?.health;
  };
  const say = (change: number, status: VmStatus, nowMs: number): void => {
    host.apply(changeOf(change, vmStateOf('v', status)));
    note(nowMs);
  };
  note(0);
  expect(look(315_000)).toBe('MISSING');
  say(2, 'POWERING_UP', 320_000);
  expect(look(320_250)).toBe('MISSING');
  const told = host.events.filter(({ type }) => type === 'VmHealthChanged');
  expect([look(999_000), told.length]).toEqual(['MISSING', 2]);
  say(3, 'UP', 1_000_000);
  expect(look(1_000_250)).toBeUndefined();
});
