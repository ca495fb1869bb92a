import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { Summary } from '../shared/model/query.ts';
import type { IngestObserver } from './ingest/session.ts';

/** Values that are asked for when someone reads the metrics. */
export interface MetricSources {
  summarize(): Summary;
  /** Live sessions with agents. */
  sessionCount(): number;
  /** Watches going on. */
  watcherCount(): number;
  /** Inputs waiting for the loop. */
  inboxDepth(): number;
  /** Delay of the event loop as the loop last measured it, ms. */
  loopLagMs(): number;
  /** Whether the replica suspects itself rather than its hosts, and how often it has. */
  hearing(): { readonly suspectsItself: boolean; readonly doubtCount: number };
}

/** A counter that is handed over when someone reads the metrics: what is counted thousands of times a second stays cheap. */
export interface Count {
  value: number;
}

export interface Metrics {
  readonly registry: Registry;
  /** A message of an agent that was refused; `reason` is a stable word from a short list. */
  readonly messagesRejected: Counter<'reason'>;
  readonly reports: Count;
  readonly changes: Count;
  readonly acks: Count;
  readonly commits: Counter<'outcome'>;
  readonly commitSeconds: Histogram;
  readonly eventsPublished: Counter;
  readonly historyGaps: Counter<'reason'>;
  /** 1 while a part can do its work, 0 while it cannot. */
  readonly checks: Gauge<'check'>;
  /** Adds the gauges; called once, when the parts are there. */
  observe(sources: MetricSources): void;
}

/** From a flushed local transaction (a fraction of a millisecond) to a JetStream that is giving up. */
const commitBuckets = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Labels are words from short lists, never hosts or VMs: a fleet must not become that many time series. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  const count = (name: string, help: string): Count => countOf(registers, name, help);
  return {
    registry,
    messagesRejected: new Counter({
      name: 'muster_messages_rejected_total',
      help: 'Messages of agents refused, by what was wrong',
      labelNames: ['reason'],
      registers,
    }),
    reports: count('muster_reports_total', 'Reports received from agents'),
    changes: count('muster_changes_total', 'State changes received from agents, repeats included'),
    acks: count('muster_acks_total', 'Acknowledgements sent to agents'),
    commits: new Counter({
      name: 'muster_commits_total',
      help: 'Commits of host records, by outcome: accepted, lost, unavailable',
      labelNames: ['outcome'],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'muster_commit_seconds',
      help: 'Time from handing in a commit to its outcome',
      buckets: commitBuckets,
      registers,
    }),
    eventsPublished: counter('muster_events_published_total', 'Events published, repeats included'),
    historyGaps: new Counter({
      name: 'muster_history_gaps_total',
      help: 'Times that history was lost and a HistoryGap said so, by reason',
      labelNames: ['reason'],
      registers,
    }),
    checks: new Gauge({
      name: 'muster_check_ok',
      help: '1 while a part can do its work, 0 while it cannot; the checks of /readyz',
      labelNames: ['check'],
      registers,
    }),
    observe: (sources) => {
      observeFleet(registers, sources);
      observeSelf(registers, sources);
    },
  };
}

function countOf(registers: Registry[], name: string, help: string): Count {
  const counted: Count = { value: 0 };
  let handedOver = 0;
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.inc(counted.value - handedOver);
      handedOver = counted.value;
    },
  });
  return counted;
}

function observeFleet(registers: Registry[], sources: MetricSources): void {
  const byStatus = (
    name: string,
    help: string,
    count: (summary: Summary) => ReadonlyMap<string, number>,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: ['status'],
      registers,
      collect() {
        // A status that nothing has any more must not keep its last value.
        this.reset();
        for (const [status, value] of count(sources.summarize())) this.set({ status }, value);
      },
    });
  };
  byStatus('muster_hosts', 'Hosts known, by status', (summary) => summary.hosts);
  byStatus('muster_vms', 'Virtual machines known, by status', (summary) => summary.vms);
}

function observeSelf(registers: Registry[], sources: MetricSources): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('muster_sessions', 'Live sessions with agents', () => sources.sessionCount());
  gauge('muster_watchers', 'Watches going on', () => sources.watcherCount());
  gauge('muster_inbox_depth', 'Inputs waiting for the loop', () => sources.inboxDepth());
  gauge('muster_suspects_itself', 'So many hosts fell silent that none is given up', () =>
    Number(sources.hearing().suspectsItself),
  );
  gauge(
    'muster_self_suspicions',
    'Times that so many fell silent since the start',
    () => sources.hearing().doubtCount,
  );
  gauge('muster_loop_lag_seconds', 'Delay of the event loop', () => sources.loopLagMs() / 1000);
}

export function ingestObserver(metrics: Metrics): IngestObserver {
  return {
    report: (changeCount) => {
      metrics.reports.value += 1;
      metrics.changes.value += changeCount;
    },
    rejected: (reason) => {
      metrics.messagesRejected.inc({ reason });
    },
    acknowledged: () => {
      metrics.acks.value += 1;
    },
  };
}
