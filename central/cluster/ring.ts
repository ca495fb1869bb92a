/**
 * Which member should own an id: weighted rendezvous hashing (DESIGN 7, CE-4, CE-6). PURE.
 *
 * Each member draws a number for each id, and the luckiest draw owns it. A draw depends on nothing but the two names and
 * the member's weight, so that a member who leaves hands out its own share and nothing else moves, and one who
 * joins takes its share from all alike. No points on a circle: with as many as anybody affords, their largest share is 10
 * to 20 % above the mean, that of draws 2 to 6 % (ceilometer's weakness 4).
 *
 *     x = XXH64(id) xor XXH64(member), names as UTF-8, seed 0
 *     y = x through the 64-bit finalizer of MurmurHash3
 *     u = (y's upper 52 bits + 1/2) / 2^52, between 0 and 1
 *     draw = -ln(u) / weight; the smallest owns the id, of equal ones that of the smaller name
 *
 * `test/fixtures/ring-vectors.json` has examples for those who reckon it in another language. The ring says who should
 * own a host; who does, only the claim says (I5).
 */
export interface Ring {
  /** Those that own anything, sorted by code unit. */
  readonly memberIds: readonly string[];
  /** undefined: there is no member. */
  ownerOf(id: string): string | undefined;
  /** The owner first, then who owns the id without it, and so on; each list is the caller's own. */
  rankOf(id: string): string[];
}

export interface RingMember {
  readonly id: string;
  /** Share relative to the others, 0 or more; 0: owns nothing. */
  readonly weight: number;
}

/** XXH64 of a text's UTF-8 form, seed 0. Handed in, since PURE files import no package. */
export type Hash64 = (text: string) => bigint;

/** A 64-bit word as two unsigned halves: BigInt would cost ten times as much for each pair. */
interface Word {
  readonly high: number;
  readonly low: number;
}

function wordOf(value: bigint): Word {
  return { high: Number(value >> 32n), low: Number(value & 0xffffffffn) };
}

class RendezvousRing implements Ring {
  readonly memberIds: readonly string[];
  readonly #hash: Hash64;
  readonly #words: readonly Word[];
  readonly #weights: readonly number[];

  constructor(members: readonly RingMember[], hash: Hash64) {
    this.#hash = hash;
    this.memberIds = members.map(({ id }) => id);
    this.#words = this.memberIds.map((id) => wordOf(hash(id)));
    this.#weights = members.map(({ weight }) => weight);
  }

  ownerOf(id: string): string | undefined {
    const word = wordOf(this.#hash(id));
    let owner = -1;
    let smallest = Infinity;
    for (let index = 0; index < this.memberIds.length; index++) {
      const draw = this.#draw(word, index);
      if (draw >= smallest) continue;
      smallest = draw;
      owner = index;
    }
    return this.memberIds[owner];
  }

  rankOf(id: string): string[] {
    const word = wordOf(this.#hash(id));
    // Sorting is stable, so of equal draws the smaller name stays in front.
    return this.memberIds
      .map((memberId, index) => ({ memberId, draw: this.#draw(word, index) }))
      .sort((a, b) => a.draw - b.draw)
      .map(({ memberId }) => memberId);
  }

  #draw(word: Word, index: number): number {
    const member = this.#words[index] ?? { high: 0, low: 0 };
    const u = unitInterval(word.high ^ member.high, word.low ^ member.low);
    return -Math.log(u) / (this.#weights[index] ?? 0);
  }
}

/** Made once for a set of members and kept as long as it lasts: hashing their names is half of the work for one id. */
export function createRing(members: Iterable<RingMember>, hash: Hash64): Ring {
  const owning = new Map<string, RingMember>();
  for (const member of members) if (member.weight > 0) owning.set(member.id, member);
  const sorted = [...owning.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return new RendezvousRing(sorted, hash);
}

/** MurmurHash3's finalizer, as far as its upper 52 bits need it, as a number between 0 and 1, both excluded. */
function unitInterval(high: number, low: number): number {
  // A shift by 33 moves half of the upper half into the lower one.
  let mixed = low ^ (high >>> 1);
  let upper = timesHigh(high, mixed, firstFactor);
  mixed = Math.imul(mixed, firstFactor.low);
  mixed ^= upper >>> 1;
  upper = timesHigh(upper, mixed, secondFactor);
  mixed = Math.imul(mixed, secondFactor.low);
  mixed ^= upper >>> 1;
  return ((upper >>> 0) * 2 ** 20 + (mixed >>> 12) + 0.5) / 2 ** 52;
}

const firstFactor: Word = { high: 0xff51afd7, low: 0xed558ccd };
const secondFactor: Word = { high: 0xc4ceb9fe, low: 0x1a85ec53 };

/** Upper half of a product modulo 2^64. */
function timesHigh(high: number, low: number, factor: Word): number {
  const crossed = Math.imul(low, factor.high) + Math.imul(high, factor.low);
  return (carry(low >>> 0, factor.low) + crossed) | 0;
}

/** Upper half of the product of two unsigned 32-bit numbers. */
function carry(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const crossed = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (crossed >>> 16);
}
