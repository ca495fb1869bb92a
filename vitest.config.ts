import { defineConfig } from 'vitest/config';

const realParts = [
  'test/integration/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/chaos/**/*.test.ts',
  'test/**/*.integration.test.ts',
];

/** What several replicas must survive; a minute each, so continuous integration runs them and `npm test` does not. */
const faults = 'test/faults/**/*.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/harness/reporter.ts'],
    allowOnly: false,
    coverage: {
      provider: 'v8',
      include: ['agent/**/*.ts', 'central/**/*.ts', 'shared/**/*.ts'],
      exclude: ['shared/wire/generated/**'],
      reporter: ['text', 'html'],
    },
    projects: [
      {
        extends: true,
        test: {
          // Needs nothing beyond npm.
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...realParts, faults],
          // A test that hangs is ended; none is judged by its speed.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // Starts NATS servers, libvirt daemons and whole programs; test/setup.sh installs them.
          name: 'integration',
          include: realParts,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      ...(process.env['FAULTS'] === 'all'
        ? [
            {
              extends: true as const,
              test: {
                name: 'faults',
                include: [faults],
                // Each starts a fleet, and tells how long it took to be whole again: side by side they would be late.
                fileParallelism: false,
                // After all other tests, for the same reason.
                sequence: { groupOrder: 1 },
                testTimeout: 300_000,
                hookTimeout: 240_000,
              },
            },
          ]
        : []),
    ],
  },
});
