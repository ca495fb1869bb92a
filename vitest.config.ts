import { defineConfig } from 'vitest/config';

const realParts = [
  'test/integration/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/chaos/**/*.test.ts',
  'test/**/*.integration.test.ts',
];

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
          exclude: realParts,
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
    ],
  },
});
