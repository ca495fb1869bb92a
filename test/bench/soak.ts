import type { Bench } from './parts/bench.ts';
export const soak: Bench = () => Promise.resolve({});
