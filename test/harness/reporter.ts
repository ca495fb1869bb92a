import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Closes the output with one plain line, `N passed, N failed`, over all projects of the run. What
 * test/run.sh did before the tests is counted in through CHECKS_PASSED and CHECKS_FAILED.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts: Counts = {
      passed: Number(process.env['CHECKS_PASSED'] ?? 0),
      failed: Number(process.env['CHECKS_FAILED'] ?? 0) + unhandledErrors.length,
      skipped: 0,
    };
    for (const module of modules) countModule(module, counts);
    // Only at exit is it certain that no other reporter writes after us.
    process.once('exit', () => {
      process.stdout.write(`\n${closingLine(counts)}\n`);
    });
  }
}

function countModule(module: TestModule, counts: Counts): void {
  // A file that cannot be loaded, or a hook that fails, has no test to carry the blame.
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    counts[state === 'pending' ? 'failed' : state] += 1;
  }
}

function closingLine({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
