import { describe, expect, it } from 'vitest';

import { eventHeaders } from '../../../../central/publish/cloud-event.ts';
import {
  eventSubject,
  hostEventsPattern,
  vmKeySubject,
} from '../../../../central/publish/subjects.ts';
import { aReplicaEvent, anEvent } from '../../../harness/store-rows.ts';

describe('subjects', () => {
  it('say what it happened to, where, and what', () => {
    expect(eventSubject({ hostId: 'h', vmId: '', type: 'HostAdded' })).toBe(
      'muster.events.host.h.HostAdded',
    );
    expect(eventSubject({ hostId: 'h', vmId: 'v', type: 'VmAdded' })).toBe(
      'muster.events.vm.h.v.VmAdded',
    );
    expect(hostEventsPattern('h')).toBe('muster.events.*.h.>');
  });

  it('say which replica speaks of itself', () => {
    expect(eventSubject(aReplicaEvent('r'))).toBe('muster.events.replica.r.ReplicaSuspectsItself');
    expect(eventHeaders(aReplicaEvent('r', 2))).toMatchObject({
      ...{ 'ce-id': 'r/start-1/2', 'ce-source': '/muster/replicas/r', 'ce-subject': 'r' },
    });
  });

  it.each(['', 'a.b', '*', '>', 'a b', 'a\n', '_meta', 'x'.repeat(65)])(
    'are never made of the id %j',
    (id) => {
      expect(() => eventSubject({ hostId: id, vmId: '', type: 'HostAdded' })).toThrow(/is no id/);
      expect(() => vmKeySubject(id)).toThrow(/is no id/);
    },
  );
});

describe('headers of an event', () => {
  it('are CloudEvents 1.0 in binary mode, with the version a reader compares', () => {
    expect(eventHeaders({ ...anEvent('h', 7), observedAt: 1_735_689_600_123 })).toEqual({
      'ce-specversion': '1.0',
      'ce-id': 'h/1/7',
      'ce-type': 'muster.v1.HostStatusChanged',
      'ce-source': '/muster/hosts/h',
      'ce-subject': 'h',
      'ce-time': '2025-01-01T00:00:00.123Z',
      'content-type': 'application/json',
      'muster-epoch': '1',
      'muster-n': '7',
    });
  });

  it('name the VM and its placement when it is about one', () => {
    const headers = eventHeaders({ ...anEvent('h', 7), vmId: 'v', placement: 3 });
    expect(headers).toMatchObject({ 'ce-subject': 'v', 'muster-placement': '3' });
  });
});
