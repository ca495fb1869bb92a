import { describe, expect, it } from 'vitest';

import { isHiding, viewOf } from '../../../../central/state/view.ts';
import { hostStatuses } from '../../../../shared/model/status.ts';
import type { HostStatus } from '../../../../shared/model/status.ts';
import { vmOf } from '../../../harness/model-objects.ts';

const hiding: Partial<Record<HostStatus, string>> = {
  NON_RESPONSIVE: 'HOST_NON_RESPONSIVE',
  DOWN: 'HOST_DOWN',
  REBOOTING: 'HOST_REBOOTING',
};

describe('a VM as it must be read (OV-13)', () => {
  const vm = vmOf('v1', 'a', { status: 'PAUSED', reason: 'EIO', sinceAt: 7 });

  it.each(hostStatuses)('while its host is %s', (status) => {
    const reason = hiding[status];
    expect(isHiding(status)).toBe(reason !== undefined);
    const seen = viewOf(vm, status, 99);
    expect(seen).toEqual(
      reason === undefined ? vm : { ...vm, status: 'UNKNOWN', reason, sinceAt: 99 },
    );
    expect(seen.reported).toEqual({ status: 'PAUSED', reason: 'EIO', sinceAt: 7 });
  });

  it('keeps the time since when it is unknown for one reason, and begins anew for another', () => {
    const unknown = viewOf(vm, 'REBOOTING', 50);
    expect(viewOf(unknown, 'REBOOTING', 99).sinceAt).toBe(50);
    expect(viewOf(unknown, 'NON_RESPONSIVE', 99)).toMatchObject({
      reason: 'HOST_NON_RESPONSIVE',
      sinceAt: 99,
    });
  });

  it('is what its host said last when the host is back', () => {
    expect(viewOf(viewOf(vm, 'DOWN', 50), 'UP', 99)).toEqual(vm);
  });
});
