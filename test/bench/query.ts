import type { Bench } from './parts/bench.ts';
export const query: Bench = () => Promise.resolve({});
