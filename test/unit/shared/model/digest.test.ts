import { describe, expect, it } from 'vitest';

import { digestOf, emptyDigest, vmHash } from '../../../../shared/model/digest.ts';
import type { VmStatus } from '../../../../shared/model/status.ts';

const vm = (id: string, status: VmStatus = 'UP'): { id: string; status: VmStatus } => {
  return { id, status };
};

describe('the digest of VM ids and states (I4)', () => {
  it.each([
    ['v1', 'UP', 976_963_397],
    ['v1', 'PAUSED', 2_372_776_140],
    ['v2', 'UP', 2_000_891_253],
  ] as const)('hashes %s %s as every version does', (id, status, hash) => {
    expect(vmHash(vm(id, status))).toBe(hash);
  });

  it('of nothing is empty', () => {
    expect(digestOf([])).toEqual(emptyDigest);
  });

  it('does not depend on the order', () => {
    const [a, b, c] = [vm('a'), vm('b', 'DOWN'), vm('c')];
    expect(digestOf([c, a, b])).toEqual(digestOf([a, b, c]));
  });

  it('differs when a status, an id or the count does', () => {
    const digests = [
      [vm('a'), vm('b')],
      [vm('a'), vm('b', 'PAUSED')],
      [vm('a', 'PAUSED'), vm('b')],
      [vm('a'), vm('c')],
      [vm('a')],
    ].map((vms) => JSON.stringify(digestOf(vms)));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('is kept by two XORs a change, as an unsigned number', () => {
    const changed = vmHash(vm('a')) ^ vmHash(vm('b')) ^ vmHash(vm('b', 'DOWN')) ^ vmHash(vm('b'));
    expect(changed >>> 0).toBe(digestOf([vm('a'), vm('b', 'DOWN')]).hash);
  });
});
