import { describe, expect, it } from 'vitest';

import { ShownVersions, WatchFilter } from '../../../../central/api/watch-filter.ts';
import type { Event } from '../../../../shared/model/event.ts';
import type { Host } from '../../../../shared/model/host.ts';
import type { HostFilter } from '../../../../shared/model/query.ts';
import { aHost, anyHost, aVm } from '../../../harness/store-rows.ts';
import { hostEvent, vmEvent } from '../../../harness/watch-events.ts';

function filterOf(hosts: Partial<HostFilter>, known: readonly Host[] = []): WatchFilter {
  return new WatchFilter({
    hosts: { ...anyHost, ...hosts },
    types: [],
    hostOf: (id) => known.find((host) => host.id === id),
  });
}

function without(event: Event, ...unset: readonly ('before' | 'after')[]): Event {
  const copy: { -readonly [Key in keyof Event]: Event[Key] } = { ...event };
  if (unset.includes('before')) delete copy.before;
  if (unset.includes('after')) delete copy.after;
  return copy;
}

describe('WatchFilter', () => {
  const north = aHost('a', { site: 'north' });
  const south = aHost('b', { site: 'south' });

  it('passes everything when nothing is asked for, also of hosts nobody knows', () => {
    const filter = filterOf({});
    expect(filter.passes(vmEvent(1, aVm('vm', 'nobody')))).toBe(true);
    expect(filter.isOpen).toBe(true);
  });

  it('passes events of VMs by their host', () => {
    const filter = filterOf({ sites: ['north'] }, [north, south]);
    expect(filter.passes(vmEvent(1, aVm('vm', 'a')))).toBe(true);
    expect(filter.passes(vmEvent(1, aVm('vm', 'b')))).toBe(false);
    expect(filter.passes(vmEvent(1, aVm('vm', 'nobody')))).toBe(false);
  });

  it('shows a VM leaving a watched host for one that is not', () => {
    const filter = filterOf({ sites: ['north'] }, [north, south]);
    const moved = {
      ...vmEvent(1, aVm('vm', 'b', { placement: 2 }), 'VmMigrated'),
      before: { kind: 'vm', vm: aVm('vm', 'a') } as const,
    };
    expect(filter.passes(moved)).toBe(true);
  });

  it('goes by the events, not by a store that is already further', () => {
    const filter = filterOf({ statuses: ['UP'] }, [{ ...north, status: 'DOWN' }]);
    expect(filter.passes(hostEvent(1, { ...north, status: 'PENDING' }, 'UP'))).toBe(true);
    expect(filter.passes(vmEvent(2, aVm('vm', 'a')))).toBe(true);
    expect(filter.passes(hostEvent(3, north, 'DOWN'))).toBe(true);
    expect(filter.passes(vmEvent(4, aVm('vm', 'a')))).toBe(false);
    expect(filter.passes(hostEvent(5, { ...north, status: 'DOWN' }, 'PENDING'))).toBe(false);
  });

  it('shows a host leaving by its labels, site or name, and its removal', () => {
    const filter = filterOf({ sites: ['north'] });
    const event = hostEvent(1, north, 'UP');
    const moved = { ...event, after: { kind: 'host', host: { ...north, site: 'south' } } as const };
    expect(filter.passes(moved)).toBe(true);
    expect(filter.passes(hostEvent(2, { ...north, site: 'south' }, 'DOWN'))).toBe(false);
    filter.sawHost('c');
    const removal = without(hostEvent(1, aHost('c'), 'RETIRED'), 'after');
    expect(filter.passes(removal)).toBe(true);
  });

  it('looks at the host itself for an event that holds none', () => {
    const gap = without(hostEvent(1, north, 'UP'), 'before', 'after');
    const filter = filterOf({ sites: ['north'] }, [north]);
    expect(filter.passes({ ...gap, type: 'HistoryGap' })).toBe(true);
    expect(filter.passes({ ...gap, type: 'HistoryGap', hostId: 'b' })).toBe(false);
  });
});

describe('ShownVersions', () => {
  it('takes for news only what is above what was shown, placement before epoch before n', () => {
    const shown = new ShownVersions();
    shown.showHost(aHost('a', { epoch: 2, n: 5 }));
    shown.showVm(aVm('vm', 'a', { placement: 3, epoch: 2, n: 5 }));
    const ofHost = (epoch: number, n: number): boolean =>
      shown.isNews({ ...hostEvent(n, aHost('a'), 'UP'), epoch });
    expect([ofHost(2, 5), ofHost(2, 6), ofHost(3, 1), ofHost(1, 9)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const ofVm = (placement: number, epoch: number, n: number): boolean =>
      shown.isNews({ ...vmEvent(n, aVm('vm', 'a')), placement, epoch });
    expect([ofVm(3, 2, 5), ofVm(3, 2, 6), ofVm(4, 1, 1), ofVm(2, 9, 9)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(shown.isNews(vmEvent(1, aVm('other', 'a')))).toBe(true);
  });
});
