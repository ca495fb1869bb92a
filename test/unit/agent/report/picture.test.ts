import { describe, expect, it } from 'vitest';

import { Picture } from '../../../../agent/report/picture.ts';
import { digestOf } from '../../../../shared/model/digest.ts';
import type { ConditionReport } from '../../../../shared/model/host.ts';
import type { ChangeBody } from '../../../../shared/model/protocol.ts';
import type { VmState } from '../../../../shared/model/vm.ts';
import { vmStateOf } from '../../../harness/model-objects.ts';

function pictureOf(...vms: VmState[]): Picture {
  const picture = new Picture();
  picture.adopt(vms);
  return picture;
}

function pressure(isActive: boolean, reason = ''): ChangeBody {
  const condition: ConditionReport = { type: 'CPU_PRESSURE', isActive, reason, message: '' };
  return { kind: 'condition', condition };
}

describe('what an agent believes of its host', () => {
  const up = vmStateOf('v1');
  const incident = { kind: 'REBOOTED', action: '', detail: '' } as const;
  it.each<[string, ChangeBody, boolean]>([
    ['the same VM', { kind: 'vm', vm: up }, false],
    ['the same VM read later', { kind: 'vm', vm: { ...up, sinceAt: 9 } }, false],
    ['another status', { kind: 'vm', vm: { ...up, status: 'PAUSED' } }, true],
    ['another reason', { kind: 'vm', vm: { ...up, reason: 'RESUMED' } }, true],
    ['a VM that is not there', { kind: 'vm-removed', vmId: 'v9' }, false],
    ['a VM that goes', { kind: 'vm-removed', vmId: 'v1' }, true],
    ['an incident', { kind: 'incident', vmId: 'v1', incident }, true],
    ['something unknown', { kind: 'unknown' }, false],
    ['a condition that never was', pressure(false), false],
    ['a condition that begins', pressure(true), true],
  ])('hears of %s (%j): news is %s', (_, body, isNews) => {
    expect(pictureOf(up).apply(body)).toEqual(isNews ? body : undefined);
  });

  it('tells the edges of a condition, and its words', () => {
    const picture = new Picture();
    const said = [pressure(true, 'A'), pressure(true, 'A'), pressure(true, 'B'), pressure(false)];
    expect(said.map((body) => picture.apply(body) !== undefined)).toEqual([
      ...[true, false, true, true],
    ]);
  });

  it('keeps count and hash right through every kind of change (I4)', () => {
    const picture = pictureOf(up, vmStateOf('v2'));
    picture.apply({ kind: 'vm', vm: vmStateOf('v3', { status: 'PAUSED' }) });
    picture.apply({ kind: 'vm', vm: { ...up, status: 'DOWN' } });
    picture.apply({ kind: 'vm-removed', vmId: 'v2' });
    expect(picture.digest(7)).toEqual({ change: 7, ...digestOf(picture.vms) });
  });

  it('says that a VM which is missing ended before it vanished (OV-6)', () => {
    const differences = pictureOf(up).difference([], 5_000);
    expect(differences).toEqual([
      {
        kind: 'vm',
        vm: { ...up, status: 'DOWN', reason: 'DOMAIN_MISSING', sinceAt: 5_000 },
      },
      { kind: 'vm-removed', vmId: 'v1' },
    ]);
  });

  it.each(['DOWN', 'DEPARTED'] as const)('says nothing of the end of a VM that is %s', (status) => {
    const vanished = pictureOf({ ...up, status }).difference([], 5_000);
    expect(vanished).toEqual([{ kind: 'vm-removed', vmId: 'v1' }]);
  });

  it('finds in a list what is new and what is other, and not what is as before (OV-2)', () => {
    const paused = vmStateOf('v2', { status: 'PAUSED' });
    const differences = pictureOf(up, vmStateOf('v2')).difference(
      [{ ...up, sinceAt: 9 }, paused, vmStateOf('v3')],
      5_000,
    );
    expect(differences).toEqual([
      { kind: 'vm', vm: paused },
      { kind: 'vm', vm: vmStateOf('v3') },
    ]);
  });
});
