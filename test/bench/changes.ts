import type { Bench } from './parts/bench.ts';
export const changes: Bench = () => Promise.resolve({});
