import { describe, expect, it } from 'vitest';

import { matchesHost, matchesLabels, matchesVm } from '../../../../shared/model/query.ts';
import type { HostFilter, LabelSelector, VmFilter } from '../../../../shared/model/query.ts';
import { hostOf, vmOf } from '../../../harness/model-objects.ts';

const host = hostOf('h1', { name: 'web-1', site: 'north', labels: { rack: 'a1', empty: '' } });
const vm = vmOf('v1', 'h1', { name: 'shop' });

const anyHost: HostFilter = { statuses: [], sites: [], labels: [], namePrefix: '' };
const anyVm: VmFilter = { ...anyHost, statuses: [], healths: [], hostIds: [] };
const rack = (value: string): LabelSelector => ({ kind: 'equals', key: 'rack', value });

describe('label selectors', () => {
  it.each<[LabelSelector, boolean]>([
    [rack('a1'), true],
    [rack('a2'), false],
    [{ kind: 'equals', key: 'none', value: 'a1' }, false],
    [{ kind: 'equals', key: 'empty', value: '' }, true],
    [{ kind: 'equals', key: 'none', value: '' }, false],
    [{ kind: 'differs', key: 'rack', value: 'a1' }, false],
    [{ kind: 'differs', key: 'rack', value: 'a2' }, true],
    [{ kind: 'differs', key: 'none', value: 'a1' }, true],
    [{ kind: 'exists', key: 'rack' }, true],
    [{ kind: 'exists', key: 'none' }, false],
    [{ kind: 'exists', key: 'constructor' }, false],
  ])('%j: %s', (selector, isMatch) => {
    expect(matchesLabels(host.labels, [selector])).toBe(isMatch);
  });

  it('must all hold; none holds always', () => {
    expect(matchesLabels(host.labels, [])).toBe(true);
    expect(matchesLabels(host.labels, [rack('a1'), { kind: 'exists', key: 'none' }])).toBe(false);
  });
});

describe('a filter of hosts', () => {
  it.each<[Partial<HostFilter>, boolean]>([
    [{}, true],
    [{ statuses: ['DOWN', 'UP'] }, true],
    [{ statuses: ['DOWN'] }, false],
    [{ sites: ['north'] }, true],
    [{ sites: ['south'] }, false],
    [{ namePrefix: 'web' }, true],
    [{ namePrefix: 'eb' }, false],
    [{ labels: [rack('a1')] }, true],
    [{ statuses: ['UP'], sites: ['south'] }, false],
  ])('%j: %s', (filter, isMatch) => {
    expect(matchesHost(host, { ...anyHost, ...filter })).toBe(isMatch);
  });
});

describe('a filter of VMs', () => {
  it.each<[Partial<VmFilter>, boolean, boolean]>([
    [{}, true, true],
    [{ statuses: ['UP'] }, true, true],
    [{ statuses: ['DOWN'] }, false, false],
    [{ hostIds: ['h1'] }, true, true],
    [{ hostIds: ['h2'] }, false, false],
    [{ namePrefix: 'sh' }, true, true],
    [{ namePrefix: 'web' }, false, false],
    [{ sites: ['north'] }, true, false],
    [{ sites: ['south'] }, false, false],
    [{ labels: [rack('a1')] }, true, false],
    [{ labels: [rack('a2')] }, false, false],
  ])('%j: with its host %s, without %s', (filter, isMatch, isMatchAlone) => {
    expect(matchesVm(vm, host, { ...anyVm, ...filter })).toBe(isMatch);
    expect(matchesVm(vm, undefined, { ...anyVm, ...filter })).toBe(isMatchAlone);
  });
});
