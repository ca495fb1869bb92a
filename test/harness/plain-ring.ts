import type { RingMember } from '../../central/cluster/ring.ts';

/**
 * The ring as its rule reads, in whole numbers of any size: slow, and plain enough to be copied into another language.
 * The clever one is held to it, and the vectors of test/fixtures/ring-vectors.json come from it.
 */
const word = 0xffffffffffffffffn;
const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;

function rotateLeft(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & word;
}

function round(accumulator: bigint, lane: bigint): bigint {
  return (rotateLeft((accumulator + lane * prime2) & word, 31n) * prime1) & word;
}

/** XXH64 with seed 0, after the specification in the xxHash repository. */
export function plainXxh64(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = prime5;
  if (bytes.length >= 32) {
    const lanes = [prime1 + prime2, prime2, 0n, -prime1].map((lane) => lane & word);
    for (; at + 32 <= bytes.length; at += 32) {
      for (const [index, lane] of lanes.entries())
        lanes[index] = round(lane, view.getBigUint64(at + index * 8, true));
    }
    hash = [1n, 7n, 12n, 18n].reduce((sum, bits, i) => sum + rotateLeft(lanes[i] ?? 0n, bits), 0n);
    for (const lane of lanes) hash = (((hash & word) ^ round(0n, lane)) * prime1 + prime4) & word;
  }
  hash += BigInt(bytes.length);
  for (; at + 8 <= bytes.length; at += 8) {
    const mixed = (hash & word) ^ round(0n, view.getBigUint64(at, true));
    hash = rotateLeft(mixed, 27n) * prime1 + prime4;
  }
  for (; at + 4 <= bytes.length; at += 4) {
    const mixed = (hash & word) ^ ((BigInt(view.getUint32(at, true)) * prime1) & word);
    hash = rotateLeft(mixed, 23n) * prime2 + prime3;
  }
  for (; at < bytes.length; at++)
    hash = rotateLeft((hash & word) ^ ((BigInt(view.getUint8(at)) * prime5) & word), 11n) * prime1;
  hash &= word;
  hash = ((hash ^ (hash >> 33n)) * prime2) & word;
  hash = ((hash ^ (hash >> 29n)) * prime3) & word;
  return hash ^ (hash >> 32n);
}

/** The finalizer of MurmurHash3. */
function finalized(value: bigint): bigint {
  const first = ((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn) & word;
  const second = ((first ^ (first >> 33n)) * 0xc4ceb9fe1a85ec53n) & word;
  return second ^ (second >> 33n);
}

/** What an id and a member draw together, before the weight. */
export function plainMix(id: string, memberId: string): bigint {
  return finalized(plainXxh64(id) ^ plainXxh64(memberId));
}

export function plainRank(id: string, members: readonly RingMember[]): string[] {
  return members
    .filter(({ weight }) => weight > 0)
    .map((member) => ({
      name: member.id,
      draw: -Math.log((Number(plainMix(id, member.id) >> 12n) + 0.5) / 2 ** 52) / member.weight,
    }))
    .sort((a, b) => a.draw - b.draw || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}
