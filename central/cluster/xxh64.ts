import loadXxhash from 'xxhash-wasm';

import type { Hash64 } from './ring.ts';

/** Compiles the library's WebAssembly, once for a process. */
export async function loadXxh64(): Promise<Hash64> {
  const xxhash = await loadXxhash();
  return (text) => xxhash.h64(text);
}
