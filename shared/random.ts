/** The only source of chance. Tests and the simulation hand in a seeded one. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** `length` characters of `[A-Za-z0-9_-]`, six random bits each. */
  id(length: number): string;
}

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** Unpredictable: from the operating system's generator, fit for nonces and tokens. */
export const systemRandom: Random = {
  next: () => {
    const words = crypto.getRandomValues(new Uint32Array(2));
    const high = (words[0] ?? 0) >>> 5;
    const low = (words[1] ?? 0) >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  },
  id: (length) =>
    Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) =>
      idAlphabet.charAt(byte & 63),
    ).join(''),
};

/**
 * Repeatable: the same seed gives the same sequence on every machine and Node version. Not for secrets.
 *
 * xoshiro128** (Blackman and Vigna), chosen because it needs only 32-bit arithmetic; its state is
 * filled from the seed by splitmix32, so that seeds 1, 2, 3 ... are unrelated.
 */
export function seededRandom(seed: number): Random {
  const nextWord = xoshiro128(splitmix32(seed));
  return {
    next: () => nextWord() / 2 ** 32,
    // The high bits are the better ones of this family.
    id: (length) => Array.from({ length }, () => idAlphabet.charAt(nextWord() >>> 26)).join(''),
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}

function xoshiro128(fill: () => number): () => number {
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
