import { defineConfig } from 'vitest/config';

/** The tests that hold `central/state`, for `npm run mutate`. A mutant that makes a test wait is killed by its time limit. */
export default defineConfig({
  test: {
    include: [
      'test/unit/central/state/**/*.test.ts',
      'test/unit/central/{host-actor,host-conditions,contact-table,mass-silence}.test.ts',
      'test/property/{brake,operator-words}.test.ts',
      'test/scenario/**/*.test.ts',
      'test/regression/**/*.test.ts',
    ],
    exclude: ['test/**/*.integration.test.ts'],
    testTimeout: 120_000,
  },
});
