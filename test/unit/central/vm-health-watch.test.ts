import { describe, expect, it } from 'vitest';

import { defaultVmHealth } from '../../../central/state/vm-health.ts';
import { VmHealthWatch } from '../../../central/vm-health-watch.ts';
import type { VmStatus } from '../../../shared/model/status.ts';
import type { Vm } from '../../../shared/model/vm.ts';
import { vmOf } from '../../harness/model-objects.ts';

function aWatch(): {
  readonly watch: VmHealthWatch;
  readonly silent: Map<string, number>;
  readonly settings: { -readonly [Name in keyof typeof defaultVmHealth]: number };
  readonly note: (status: VmStatus, nowMs: number, over?: Partial<Vm>) => void;
  readonly due: (nowMs: number, lagMs?: number) => string[];
} {
  const silent = new Map<string, number>();
  const settings = { ...defaultVmHealth };
  const watch = new VmHealthWatch({
    contacts: {
      *unheard(nowMs) {
        for (const [hostId, lastMs] of silent) yield { hostId, silentMs: nowMs - lastMs };
      },
    },
    settings: () => settings,
    hasVmsBelow: (hostId) => hostId !== 'empty',
  });
  return {
    ...{ watch, silent, settings },
    note: (status, nowMs, over = {}) => {
      watch.noted('a', { vms: [vmOf('v', 'a', { status, ...over })], droppedVmIds: [] }, nowMs);
    },
    due: (nowMs, lagMs = 0) =>
      watch
        .look(nowMs, lagMs)
        .map(({ hostId, vmId = '', health }) => `${hostId}/${vmId} ${health}`),
  };
}

describe('VMs that are waited for', () => {
  it('are due once for each health', () => {
    const { note, due } = aWatch();
    note('POWERING_UP', 1_000);
    expect(due(300_999)).toEqual([]);
    expect([due(301_000), due(301_250), due(316_000), due(999_000)]).toEqual([
      ['a/v OUT_OF_CONTACT'],
      [],
      ['a/v MISSING'],
      [],
    ]);
  });

  it('keep their time while their status stays, and begin anew with another one', () => {
    const { note, due } = aWatch();
    note('POWERING_DOWN', 0);
    note('POWERING_DOWN', 60_000, { vcpuCount: 4 });
    expect(due(120_000)).toEqual(['a/v ZOMBIE']);
    note('UP', 121_000);
    note('POWERING_DOWN', 130_000);
    expect([due(249_999), due(250_000)]).toEqual([[], ['a/v ZOMBIE']]);
  });

  it('are known by a new owner, and what was told of them', () => {
    const { note, due } = aWatch();
    note('POWERING_DOWN', 0, { overdue: { health: 'ZOMBIE', sinceAt: 1 } });
    expect(due(500_000)).toEqual([]);
  });

  it('are not waited for when they left, or another replica has the host', () => {
    const { watch, note, due } = aWatch();
    note('POWERING_UP', 0);
    watch.noted('a', { vms: [], droppedVmIds: ['v'] }, 1);
    expect(due(900_000)).toEqual([]);
    note('POWERING_UP', 900_000);
    watch.released('a');
    expect(due(1_900_000)).toEqual([]);
  });

  it('I6: are not older by a standstill of this process', () => {
    const { note, due } = aWatch();
    note('POWERING_DOWN', 0);
    expect(due(600_000, 500_000)).toEqual([]);
    expect([due(619_999), due(620_000)]).toEqual([[], ['a/v ZOMBIE']]);
  });

  it('EP 5: are due by the settings of now', () => {
    const { note, due, settings } = aWatch();
    note('POWERING_DOWN', 0);
    expect(due(30_000)).toEqual([]);
    settings.zombieMs = 20_000;
    expect(due(30_250)).toEqual(['a/v ZOMBIE']);
  });
});

describe('hosts that are not heard', () => {
  it('are due once for each health, as long as they have VMs to miss', () => {
    const { silent, due } = aWatch();
    silent.set('a', 0).set('empty', 0);
    expect([due(119_000), due(120_000), due(121_000), due(135_000), due(400_000)]).toEqual([
      [],
      ['a/ OUT_OF_CONTACT'],
      [],
      ['a/ MISSING'],
      [],
    ]);
  });

  it('are due again when they were heard in between', () => {
    const { silent, due } = aWatch();
    silent.set('a', 0);
    expect(due(120_000)).toHaveLength(1);
    silent.delete('a');
    expect(due(130_000)).toEqual([]);
    silent.set('a', 130_000);
    expect(due(250_000)).toEqual(['a/ OUT_OF_CONTACT']);
  });
});
