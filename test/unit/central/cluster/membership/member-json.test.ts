import { describe, expect, it } from 'vitest';

import {
  decodeMember,
  encodeMember,
} from '../../../../../central/cluster/membership/member-json.ts';
import type { MemberValue } from '../../../../../central/cluster/membership/member.ts';
import { anIdentity } from '../../../../harness/member-stage.ts';

const member: MemberValue = {
  ...anIdentity('central-1', { weight: 0.5, startedAt: 1_735_689_600_000 }),
  ...{ state: 'DRAINING', groups: ['domains', 'sites'], beat: 12 },
};

function decodeText(text: string): MemberValue | undefined {
  return decodeMember(new TextEncoder().encode(text));
}

describe('the value of a member', () => {
  it('is read as it was written', () => {
    expect(decodeMember(encodeMember(member))).toEqual(member);
  });

  it('of a newer version is read without what is new', () => {
    const newer = { ...member, state: 'HIBERNATING', moons: 2 };
    expect(decodeText(JSON.stringify(newer))).toEqual({ ...member, state: 'JOINING' });
  });

  it.each([
    ['no JSON', 'not json'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no instance', JSON.stringify({ ...member, instance: undefined })],
    ['a weight below 0', JSON.stringify({ ...member, weight: -1 })],
    ['an id that is none', JSON.stringify({ ...member, id: 'a.b' })],
  ])('that is %s is no member', (_, text) => {
    expect(decodeText(text)).toBeUndefined();
  });
});
