import { HostWatch } from '../../central/state/conditions/host-watch.ts';
import type { ConditionSettings } from '../../central/state/conditions/rule.ts';
import type { ConditionVerdict } from '../../central/state/host-state.ts';
import type { Condition, Host } from '../../shared/model/host.ts';
import type { ConditionType } from '../../shared/model/status.ts';
import { calm, settingsOf } from './condition-scene.ts';
import { hostOf } from './model-objects.ts';

/** CPU_PRESSURE from 90 % on for ten seconds, until 80 % for as long, each at least twenty seconds apart. */
export const cpuWatched = { cpu_pressure: { enter: 90, exit: 80, after: '10s', minimum: '20s' } };

/** One host under watch: what is judged is given back, and written by nobody. */
export class WatchedHost {
  readonly watch = new HostWatch(1);
  host: Host = hostOf('a', { agentVersion: '1.0.0' });
  settings: ConditionSettings;
  nowMs = 1_000_000;
  cpuPermille = 100;

  constructor(config: object = cpuWatched) {
    this.settings = settingsOf(config);
  }

  /** What is to be written `ms` later; nobody writes it. */
  judge(ms = 0): readonly ConditionVerdict[] {
    this.nowMs += ms;
    const host = { ...calm, cpuPermille: this.cpuPermille };
    const stats = { host, disks: [], filesystems: [], networkInterfaces: [] };
    const { nowMs, settings } = this;
    const moment = { nowMs, nowUnixMs: 1_700_000_000_000 + nowMs, settings };
    return this.watch.judge(this.host, { stats, clockSkewMs: 0 }, moment);
  }

  /** As `judge`, each second for so long. */
  pass(seconds: number): ConditionVerdict[] {
    return Array.from({ length: seconds }, () => this.judge(1_000)).flat();
  }

  know(type: ConditionType, isActive: boolean, over: Partial<Condition> = {}): void {
    const condition = { type, isActive, reason: '', message: '', sinceAt: 0, ...over };
    const others = this.host.conditions.filter((one) => one.type !== type);
    this.host = { ...this.host, conditions: [condition, ...others] };
  }
}

export const edges = (verdicts: readonly ConditionVerdict[]): string[] =>
  verdicts.map(({ type, report }) => `${report?.isActive === true ? '+' : '-'}${type}`);
