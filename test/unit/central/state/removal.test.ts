import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import {
  after,
  ask,
  enter,
  hello,
  lost,
  outcomeOf,
  statusOf,
} from '../../../harness/operated-host.ts';
import type { SteppedHost } from '../../../harness/stepped-host.ts';

/** Seed-systems 6.2: tombstones are reaped; hosts that are ephemeral end. */

const expired = (host: SteppedHost): Op => ({
  kind: 'expired',
  sinceAt: host.state.record?.host.sinceAt ?? 0,
});
const ephemeral = (vms: readonly ('UP' | 'DOWN')[], ops: readonly Op[]): SteppedHost => {
  const host = after(vms, []);
  const { record } = host.state;
  if (record)
    host.state = {
      ...host.state,
      record: { ...record, host: { ...record.host, class: 'EPHEMERAL' } },
    };
  for (const op of ops) host.apply(op);
  host.events.length = 0;
  return host;
};
const told = ({ events }: SteppedHost): string[] =>
  events.map(({ type, reason, vmId }) => `${type} ${reason} ${vmId}`.trim());

describe('the end of a host', () => {
  it.each<readonly [string, readonly Op[], string]>([
    ['a host that lives', [], 'refused'],
    ['one that is lost', lost, 'refused'],
    ['a tombstone', [ask('retire')], 'done'],
    ['a tombstone twice', [ask('retire'), ask('delete')], 'unknown'],
  ])('deleting %s: %s', (_, ops, outcome) => {
    const host = after([], ops);
    host.apply(ask('delete'));
    expect(outcomeOf(host)).toBe(outcome);
  });

  it('is one event with nothing after it, and a last record that says so', () => {
    const host = after([], [ask('retire')]);
    host.events.length = 0;
    host.apply(ask('delete'));
    expect(told(host)).toEqual(['HostRemoved DELETED_BY_OPERATOR']);
    expect(host.events[0]).not.toHaveProperty('after');
    expect(host.events[0]?.before).toMatchObject({ host: { reason: 'RETIRED_BY_OPERATOR' } });
    expect(statusOf(host)).toBe('RETIRED/REMOVED');
    host.apply(hello('run-9'));
    expect(statusOf(host)).toBe('RETIRED/REMOVED');
  });

  it('comes to a tombstone by time', () => {
    const host = after([], [ask('retire')]);
    host.events.length = 0;
    host.apply(expired(host));
    expect(told(host)).toEqual(['HostRemoved TOMBSTONE_EXPIRED']);
  });

  it('comes to an ephemeral host by time, with its VMs', () => {
    const host = ephemeral(['UP', 'DOWN'], lost);
    host.apply(expired(host));
    expect(told(host)).toEqual([
      'VmRemoved HOST_REMOVED v1',
      'VmRemoved HOST_REMOVED v2',
      'HostRemoved TTL_EXPIRED',
    ]);
  });

  it.each<readonly [string, (host: SteppedHost) => void]>([
    [
      'it was heard since',
      (host) => {
        host.apply({ kind: 'contact' });
      },
    ],
    [
      'somebody works on it since',
      (host) => {
        host.apply(ask('enter-maintenance', { force: true }));
      },
    ],
  ])('does not come when %s', (_, since) => {
    const host = ephemeral(['UP'], lost);
    const op = expired(host);
    since(host);
    host.events.length = 0;
    host.apply(op);
    expect(told(host)).toEqual([]);
  });

  it('does not come to permanent hosts, nor to another silence than was counted', () => {
    const permanent = after([], lost);
    permanent.events.length = 0;
    permanent.apply(expired(permanent));
    expect(told(permanent)).toEqual([]);
    const host = ephemeral([], lost);
    host.apply({ kind: 'expired', sinceAt: 1 });
    expect(told(host)).toEqual([]);
  });

  it('what was counted stays in the record until the status changes', () => {
    const host = ephemeral([], lost);
    host.apply({ kind: 'note-deadline', countedMs: 900 });
    expect(host.state.record?.countedMs).toBe(900);
    host.apply({ kind: 'tidy' });
    expect(host.state.record?.countedMs).toBe(900);
    host.context = { ...host.context, nowUnixMs: host.context.nowUnixMs + 1 };
    host.apply({ kind: 'contact' });
    expect(host.state.record?.countedMs).toBeUndefined();
    host.apply(enter);
    expect(host.events.at(-1)?.type).toBe('HostStatusChanged');
  });
});
