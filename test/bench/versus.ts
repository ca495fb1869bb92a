import type { Bench } from './parts/bench.ts';
export const versus: Bench = () => Promise.resolve({});
