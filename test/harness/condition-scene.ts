import { conditionSettings, conditionsSchema } from '../../central/condition-config.ts';
import { HostConditions } from '../../central/host-conditions.ts';
import type { ConditionVerdict, Op } from '../../central/state/host-state.ts';
import type { NicChange } from '../../central/state/conditions/nic-links.ts';
import type { ConditionSettings } from '../../central/state/conditions/rule.ts';
import type { Condition, Host } from '../../shared/model/host.ts';
import type { HostSample, HostStats } from '../../shared/model/stats.ts';
import type { ConditionType } from '../../shared/model/status.ts';
import { FakeClock } from './fake-clock.ts';
import { hostOf, recordOf } from './model-objects.ts';

export const settingsOf = (config: object = {}): ConditionSettings =>
  conditionSettings(conditionsSchema.parse(config));

export const calm: HostSample = {
  ...{ cpuPermille: 100, memoryTotalKib: 1_000, memoryAvailableKib: 500 },
  ...{ swapTotalKib: 0, swapUsedKib: 0 },
};

/** A host whose agent reports each second; what is judged of it is written at once. */
export class ConditionScene {
  readonly clock = new FakeClock();
  readonly told: string[] = [];
  /** Interfaces whose link changed: `-eth0`. */
  readonly links: string[] = [];
  readonly conditions: HostConditions;
  stats: HostStats = { host: calm, disks: [], filesystems: [], networkInterfaces: [] };
  clockSkewMs = 0;
  host: Host;
  isOwn = true;
  #at = 0;
  readonly #startedMs: number;

  constructor(config: object = {}, host: Partial<Host> = {}) {
    this.host = hostOf('a', { agentVersion: '1.0.0', ...host });
    this.#startedMs = this.clock.monotonicMs();
    const heard = () => ({ stats: this.stats, at: this.#at, clockSkewMs: this.clockSkewMs });
    this.conditions = new HostConditions({
      ...{ clock: this.clock, settings: settingsOf(config) },
      samples: { heard, heardAt: () => this.#at },
    });
    this.conditions.committed({ record: { ...recordOf('a'), host: this.host }, events: [] });
    const decide = (_: string, op: Op): void => {
      if (op.kind === 'nics') this.links.push(...op.changes.map(linkText));
      if (op.kind === 'conditions') for (const verdict of op.verdicts) this.#write(verdict);
    };
    this.conditions.start({ isOwn: () => this.isOwn, decide });
  }

  #write({ type, report, isDisqualifying }: ConditionVerdict): void {
    const seconds = Math.round((this.clock.monotonicMs() - this.#startedMs) / 1000);
    const known = this.host.conditions.find((one) => one.type === type);
    const said = report ?? known;
    if (said === undefined) return;
    const unfit = isDisqualifying ? ' unfit' : '';
    this.told.push(`${String(seconds)} ${said.isActive ? '+' : '-'}${type}${unfit}`);
    const sinceAt = this.clock.unixMs();
    const { reason, message, isActive } = said;
    const unfitness = isDisqualifying ? { isDisqualifying } : {};
    this.know({ type, isActive, reason, message, sinceAt, ...unfitness });
  }

  know(condition: Condition): void {
    const others = this.host.conditions.filter(({ type }) => type !== condition.type);
    this.host = { ...this.host, conditions: [condition, ...others] };
    const event = {
      ...({ id: '', type: 'HostConditionChanged', hostId: 'a', vmId: '', epoch: 1, n: 1 } as const),
      ...{ placement: 0, observedAt: 0, recordedAt: 0, reason: condition.type, vmIds: [] },
    };
    const record = { ...recordOf('a'), host: this.host };
    this.conditions.committed({ record, events: [event] });
  }

  pass(seconds: number): this {
    for (let i = 0; i < seconds; i++) {
      this.#at += 1_000;
      this.clock.advance(1_000);
    }
    return this;
  }

  messageOf(type: ConditionType): string {
    return this.host.conditions.find((one) => one.type === type)?.message ?? '';
  }
}

function linkText({ name, isUp }: NicChange): string {
  return `${isUp ? '+' : '-'}${name}`;
}
