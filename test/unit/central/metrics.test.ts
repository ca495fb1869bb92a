import { describe, expect, it } from 'vitest';

import { createMetrics } from '../../../central/metrics.ts';
import type { MetricSources } from '../../../central/metrics.ts';
import type { Summary } from '../../../shared/model/query.ts';

const summary: Summary = {
  hostCount: 3,
  vmCount: 1,
  hosts: new Map([
    ['UP', 2],
    ['SUSPECT', 1],
  ]),
  vms: new Map([['PAUSED', 1]]),
  sites: new Map(),
};

describe('metrics', () => {
  it('show what the parts say when they are read, and no status that nothing has any more', async () => {
    let current = summary;
    const sources: MetricSources = {
      summarize: () => current,
      sessionCount: () => 7,
      watcherCount: () => 2,
      inboxDepth: () => 11,
      loopLagMs: () => 250,
      hearing: () => ({ suspectsItself: true, doubtCount: 3 }),
    };
    const metrics = createMetrics();
    metrics.observe(sources);
    const text = await metrics.registry.metrics();
    for (const line of [
      'muster_hosts{status="UP"} 2',
      'muster_hosts{status="SUSPECT"} 1',
      'muster_vms{status="PAUSED"} 1',
      'muster_sessions 7',
      'muster_watchers 2',
      'muster_inbox_depth 11',
      'muster_loop_lag_seconds 0.25',
      'muster_suspects_itself 1',
      'muster_self_suspicions 3',
    ]) {
      expect(text).toContain(`\n${line}\n`);
    }
    current = { ...summary, hosts: new Map([['UP', 3]]) };
    expect(await metrics.registry.metrics()).not.toContain('SUSPECT');
  });

  it('count by reason and outcome', async () => {
    const metrics = createMetrics();
    metrics.messagesRejected.inc({ reason: 'not_finite' });
    metrics.commits.inc({ outcome: 'lost' });
    metrics.historyGaps.inc({ reason: 'JOURNAL_OVERFLOW' });
    metrics.commitSeconds.observe(0.003);
    const text = await metrics.registry.metrics();
    expect(text).toContain('muster_messages_rejected_total{reason="not_finite"} 1');
    expect(text).toContain('muster_commits_total{outcome="lost"} 1');
    expect(text).toContain('muster_history_gaps_total{reason="JOURNAL_OVERFLOW"} 1');
    expect(text).toContain('muster_commit_seconds_bucket{le="0.005"} 1');
  });

  it('stand at zero before anything happened, each with a help text', async () => {
    const text = await createMetrics().registry.metrics();
    for (const name of ['reports', 'changes', 'acks', 'events_published']) {
      expect(text).toContain(`\nmuster_${name}_total 0\n`);
    }
    for (const [, name] of text.matchAll(/^# TYPE (muster_\w+)/gm)) {
      expect(text).toMatch(new RegExp(`^# HELP ${String(name)} \\w+`, 'm'));
    }
  });

  it('are kept apart from those of another central in the same process', async () => {
    const [first, second] = [createMetrics(), createMetrics()];
    first.reports.value += 5;
    expect(await first.registry.metrics()).toContain('\nmuster_reports_total 5\n');
    first.reports.value += 1;
    expect(await first.registry.metrics()).toContain('\nmuster_reports_total 6\n');
    expect(await second.registry.metrics()).toContain('\nmuster_reports_total 0\n');
  });
});
