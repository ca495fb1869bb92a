import { describe, expect, it } from 'vitest';

import type { Op } from '../../../../central/state/host-state.ts';
import type { HostStatus, VmStatus } from '../../../../shared/model/status.ts';
import {
  after,
  ask,
  enter,
  exit,
  fit,
  goodbye,
  hello,
  lost,
  outcomeOf,
  picture,
  silent,
  statusOf,
  unfit,
  ways,
} from '../../../harness/operated-host.ts';
import { SteppedHost } from '../../../harness/stepped-host.ts';

/** What operators ask for in every status. */

describe('every verb in every status', () => {
  it.each<readonly [HostStatus, 'idle' | 'busy', string, string]>([
    ['INITIALIZING', 'idle', 'INITIALIZING', 'done'],
    ['INITIALIZING', 'busy', 'INITIALIZING', 'done'],
    ['UP', 'idle', 'MAINTENANCE', 'done'],
    ['UP', 'busy', 'PREPARING_FOR_MAINTENANCE', 'done'],
    ['NON_OPERATIONAL', 'idle', 'MAINTENANCE', 'done'],
    ['NON_OPERATIONAL', 'busy', 'PREPARING_FOR_MAINTENANCE', 'done'],
    ['SUSPECT', 'idle', 'MAINTENANCE', 'done'],
    ['SUSPECT', 'busy', 'SUSPECT', 'done'],
    ['NON_RESPONSIVE', 'idle', 'MAINTENANCE', 'done'],
    ['NON_RESPONSIVE', 'busy', 'NON_RESPONSIVE', 'refused'],
    ['DOWN', 'idle', 'MAINTENANCE', 'done'],
    ['DOWN', 'busy', 'DOWN', 'refused'],
    ['REBOOTING', 'idle', 'MAINTENANCE', 'done'],
    ['REBOOTING', 'busy', 'REBOOTING', 'refused'],
    ['PREPARING_FOR_MAINTENANCE', 'busy', 'PREPARING_FOR_MAINTENANCE', 'done'],
    ['MAINTENANCE', 'idle', 'MAINTENANCE', 'done'],
    ['RETIRED', 'idle', 'RETIRED', 'refused'],
  ])('enter %s, %s: %s, %s', (...row) => {
    const [status, load, expected, outcome] = row;
    const host = after(load === 'busy' ? ['UP'] : [], ways[status] ?? []);
    expect(host.state.record?.host.status).toBe(status);
    host.apply(enter);
    expect(host.state.record?.host.status).toBe(expected);
    expect(outcomeOf(host)).toBe(outcome);
    const isMeant = outcome === 'done';
    expect(host.state.record?.host.maintenance !== undefined).toBe(isMeant);
  });

  it.each<readonly [HostStatus, string]>([
    ['NON_RESPONSIVE', 'MAINTENANCE'],
    ['DOWN', 'MAINTENANCE'],
    ['REBOOTING', 'MAINTENANCE'],
    ['SUSPECT', 'SUSPECT'],
    ['UP', 'PREPARING_FOR_MAINTENANCE'],
  ])('enter %s with VMs, by force: %s', (status, expected) => {
    const host = after(['UP', 'DOWN', 'PAUSED'], ways[status] ?? []);
    host.events.length = 0;
    host.apply(ask('enter-maintenance', { force: true }));
    expect(host.state.record?.host.status).toBe(expected);
    const ended = host.events.filter(({ type }) => type === 'VmRemoved');
    const isForced = expected === 'MAINTENANCE';
    expect(ended.map(({ vmId, reason }) => `${vmId} ${reason}`)).toEqual(
      isForced ? ['v1 CONFIRMED_OFF', 'v3 CONFIRMED_OFF'] : [],
    );
    expect(outcomeOf(host)).toBe('done');
  });

  it.each<readonly [string, readonly VmStatus[], readonly Op[], string]>([
    ['UP', [], [], 'UP/FIRST_SYNC_DONE'],
    ['MAINTENANCE', [], [enter], 'UP/MAINTENANCE_OVER'],
    ['MAINTENANCE, unfit before', [], [unfit, enter], 'NON_OPERATIONAL/NETWORK_DOWN'],
    ['MAINTENANCE, unfit since', [], [enter, unfit], 'NON_OPERATIONAL/NETWORK_DOWN'],
    ['MAINTENANCE, fit since', [], [unfit, enter, fit], 'UP/MAINTENANCE_OVER'],
    ['MAINTENANCE, a new run', [], [enter, hello('run-2')], 'INITIALIZING/MAINTENANCE_OVER'],
    [
      'MAINTENANCE, a new run that is known',
      [],
      [enter, hello('run-2'), picture('run-2')],
      'UP/MAINTENANCE_OVER',
    ],
    ['PREPARING', ['UP'], [enter], 'UP/MAINTENANCE_OVER'],
    ['SUSPECT', ['UP'], [enter, silent('SUSPECT')], 'SUSPECT/SILENT'],
    ['NON_RESPONSIVE', ['UP'], [enter, ...lost], 'NON_RESPONSIVE/SILENT'],
    ['DOWN', ['UP'], [enter, goodbye('SHUTDOWN')], 'DOWN/SHUTDOWN_ANNOUNCED'],
    ['REBOOTING', ['UP'], [enter, goodbye('REBOOT')], 'REBOOTING/REBOOT_ANNOUNCED'],
    ['INITIALIZING', ['UP'], [enter, hello('run-2')], 'INITIALIZING/AGENT_RESTARTED'],
    ['RETIRED', [], [ask('retire')], 'RETIRED/RETIRED_BY_OPERATOR'],
  ])('exit %s', (...row) => {
    const [, vms, ops, expected] = row;
    const host = after(vms, ops);
    host.apply(exit);
    expect(statusOf(host)).toBe(expected);
    expect(host.state.record?.host.maintenance).toBeUndefined();
  });

  it('exit MAINTENANCE, not in contact: suspected, and its silence begins now', () => {
    const host = after([], [enter]);
    const silence = { silentMs: 3_600_000, spentMs: 3_600_000 };
    host.context = { ...host.context, isInContact: () => false, silence: () => silence };
    host.apply(exit);
    expect(statusOf(host)).toBe('SUSPECT/MAINTENANCE_OVER');
    expect(host.state.record?.silence).toEqual({ silentMs: 0, spentMs: 0 });
  });

  it.each<readonly [HostStatus, 'idle' | 'busy', string]>([
    ['INITIALIZING', 'idle', 'done'],
    ['INITIALIZING', 'busy', 'refused'],
    ['UP', 'idle', 'done'],
    ['UP', 'busy', 'refused'],
    ['NON_OPERATIONAL', 'idle', 'done'],
    ['NON_OPERATIONAL', 'busy', 'refused'],
    ['SUSPECT', 'busy', 'refused'],
    ['NON_RESPONSIVE', 'idle', 'done'],
    ['NON_RESPONSIVE', 'busy', 'refused'],
    ['DOWN', 'busy', 'refused'],
    ['REBOOTING', 'idle', 'done'],
    ['PREPARING_FOR_MAINTENANCE', 'busy', 'refused'],
    ['MAINTENANCE', 'idle', 'done'],
    ['RETIRED', 'idle', 'done'],
  ])('retire %s, %s: %s', (status, load, outcome) => {
    const host = after(load === 'busy' ? ['UP'] : ['DOWN'], ways[status] ?? []);
    expect(host.state.record?.host.status).toBe(status);
    host.apply(ask('retire'));
    expect(outcomeOf(host)).toBe(outcome);
    expect(host.state.record?.host.status).toBe(outcome === 'done' ? 'RETIRED' : status);
    expect(host.vms.size).toBe(outcome === 'done' ? 0 : 1);
  });

  it('says of a host nobody knows that nobody knows it', () => {
    const host = new SteppedHost();
    host.apply(enter);
    expect(outcomeOf(host)).toBe('unknown');
    expect(host.state.record).toBeUndefined();
  });
});

describe('a request repeated under its id', () => {
  it('does nothing more, though another was carried out since', () => {
    const host = after(
      [],
      [ask('enter-maintenance', { id: 'a' }), ask('exit-maintenance', { id: 'b' })],
    );
    const commits = host.steps.length;
    host.apply(ask('enter-maintenance', { id: 'a' }));
    expect(outcomeOf(host)).toBe('done');
    expect(host.steps).toHaveLength(commits);
    expect(host.state.record?.host.status).toBe('UP');
  });

  it('is known by the next owner too', () => {
    const host = after([], [ask('enter-maintenance', { id: 'a' }), exit]);
    host.context = { ...host.context, replicaId: 'replica-2', instance: 'other' };
    host.apply(ask('enter-maintenance', { id: 'a' }));
    expect(host.state.record?.host.status).toBe('UP');
    host.apply(ask('retire', { id: 'a' }));
    expect(outcomeOf(host)).toBe('reused');
  });

  it('is forgotten after eight others', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const host = after(
      [],
      ids.map((id) => ask('exit-maintenance', { id })),
    );
    expect(host.state.record?.operatorRequests).toBeUndefined();
    for (const id of ids) {
      host.apply(ask('enter-maintenance', { id }));
      host.apply(exit);
    }
    const known = host.state.record?.operatorRequests?.map(({ id }) => id);
    expect(known).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b']);
  });
});
