/** What a swarm saw up to now; counters grow from the start of the process. */
export interface SwarmFigures {
  readonly agents: number;
  readonly connected: number;
  /** Agents whose every observation is safe with the central. */
  readonly safe: number;
  readonly reports: number;
  readonly acks: number;
  readonly dials: number;
  /** Streams that ended without the swarm's doing. */
  readonly ends: number;
  /** Scripted state changes made. */
  readonly changes: number;
  /** Changes that are not safe yet. */
  readonly unsafe: number;
  /** Longest time in the last second in which the swarm came to nothing, ms: how busy it is itself. */
  readonly lateMs: number;
  /** Why connections ended, whoever ended them, and how often. */
  readonly endReasons: Readonly<Record<string, number>>;
  readonly isOver: boolean;
}

type Counter = Exclude<keyof SwarmFigures, 'isOver' | 'lateMs' | 'endReasons'>;

export function sumOf(all: readonly SwarmFigures[]): SwarmFigures {
  const sum = (key: Counter): number => all.reduce((total, figures) => total + figures[key], 0);
  return {
    agents: sum('agents'),
    connected: sum('connected'),
    safe: sum('safe'),
    reports: sum('reports'),
    acks: sum('acks'),
    dials: sum('dials'),
    ends: sum('ends'),
    changes: sum('changes'),
    unsafe: sum('unsafe'),
    lateMs: Math.max(0, ...all.map(({ lateMs }) => lateMs)),
    endReasons: mergedCounts(all.map(({ endReasons }) => endReasons)),
    isOver: all.length > 0 && all.every(({ isOver }) => isOver),
  };
}

function mergedCounts(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const merged: Record<string, number> = {};
  for (const counts of all) {
    for (const [key, count] of Object.entries(counts)) merged[key] = (merged[key] ?? 0) + count;
  }
  return merged;
}

/** One line a second for a person. */
export function lineOf(now: SwarmFigures, before: SwarmFigures): string {
  const rate = (key: 'reports' | 'acks' | 'changes' | 'ends'): number => now[key] - before[key];
  return [
    `connected ${now.connected}/${now.agents}`,
    `reports/s ${rate('reports')}`,
    `acks/s ${rate('acks')}`,
    `changes/s ${rate('changes')}`,
    `not safe ${now.unsafe}`,
    `streams lost ${rate('ends')}`,
    `late ${now.lateMs.toFixed(1)} ms`,
  ].join('  ');
}

export function summaryOf(figures: SwarmFigures, seconds: number): string {
  const { agents, reports, changes, unsafe, ends, dials, endReasons } = figures;
  return [
    `summary: ${agents} agents, ${reports} reports in ${seconds.toFixed(1)} s, ${dials} dials, ${ends} streams lost`,
    `         ${changes} scripted changes, ${unsafe} not safe`,
    ...Object.entries(endReasons).map(([reason, count]) => `         ${count} x ${reason}`),
  ].join('\n');
}
