import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { Stage } from '../bench/parts/stage.ts';

const root = path.join(import.meta.dirname, '../..');

/** Lines of a swarm's output. It ends with an error if a change did not become safe. */
async function swarm(address: string, options: string): Promise<string[]> {
  const args = ['--import', 'tsx', 'test/swarm/main.ts', '--central', address];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...args, ...options.split(' ').filter((word) => word !== '')],
    { cwd: root },
  );
  return stdout.trimEnd().split('\n');
}

function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  return Stage.run(() => undefined, play);
}

describe('npm run swarm', () => {
  it('prints a line a second and a summary, and every scripted change becomes safe', async () => {
    await onStage(async (stage) => {
      const central = await stage.central({});
      const lines = await swarm(
        central.agentsAddress,
        '--agents 6 --vms 3 --change-rate 20 --seconds 2',
      );
      expect(lines.filter((line) => line.startsWith('connected 6/6')).length).toBeGreaterThan(0);
      expect(lines.join('\n')).toMatch(/summary: 6 agents, [\s\S]*, 0 not safe/);
      expect(await central.metric('muster_changes_total')).toBeGreaterThan(10);
    });
  });

  it('ends by itself when nobody lets it in, and says why', async () => {
    const failed: unknown = await swarm('127.0.0.1:1', '--agents 2 --vms 1 --seconds 1').catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1 });
    expect(failed).toMatchObject({ stdout: expect.stringContaining('ECONNREFUSED') as string });
  });

  it('spreads its hosts over processes and adds up what they saw', async () => {
    await onStage(async (stage) => {
      const central = await stage.central({});
      const options = '--agents 5 --vms 2 --processes 2 --change-rate 10 --seconds 2 --skew 5000';
      const lines = await swarm(central.agentsAddress, `${options} --json`);
      const last: unknown = JSON.parse(lines.at(-1) ?? '');
      expect(last).toMatchObject({ agents: 5, connected: 5, unsafe: 0, isOver: true });
      const summary = await central.client.summarize();
      expect(summary).toMatchObject({ hostCount: 5, vmCount: 10 });
    });
  });

  it('plays clones, which the central refuses', async () => {
    await onStage(async (stage) => {
      const central = await stage.central({});
      await swarm(central.agentsAddress, '--agents 2 --vms 1 --clones 1 --seconds 2');
      const refused = await central.metric('muster_messages_rejected_total{reason="conflict"}');
      expect(refused).toBeGreaterThan(0);
    });
  });

  it('reports at its own interval if it is told one', async () => {
    await onStage(async (stage) => {
      const central = await stage.central({ intervalMs: 60_000 });
      await swarm(central.agentsAddress, '--agents 2 --vms 1 --interval 100 --seconds 2');
      expect(await central.metric('muster_reports_total')).toBeGreaterThan(10);
    });
  });
});
