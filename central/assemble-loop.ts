import { loopView } from './store/loop-view.ts';
import type { Clock } from '../shared/clock.ts';
import { MusterError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Backbone } from './backbone.ts';
import type { MemberIdentity } from './cluster/membership/member.ts';
import { reconnectWindowMsMax } from './config.ts';
import type { CentralConfig } from './config.ts';
import type { HostConditions } from './host-conditions.ts';
import type { FleetShare } from './fleet-share.ts';
import type { SampleTable } from './ingest/samples.ts';
import type { LoopObserver } from './loop-options.ts';
import { Loop } from './loop.ts';
import type { MachineWatch } from './machine-watch.ts';
import type { Metrics } from './metrics.ts';
import type { Peers } from './peer-port.ts';
import { defaultLiveness } from './state/liveness.ts';
import type { VmHealthSettings } from './state/vm-health.ts';
import type { Store } from './store/port.ts';
import { vmPacking } from './store/packed-vm.ts';

export interface LoopAssembly {
  readonly config: CentralConfig;
  /** As it is by now. */
  readonly vmHealth: () => CentralConfig['vm_health'];
  readonly identity: MemberIdentity;
  readonly store: Store;
  readonly backbone: Backbone;
  readonly samples: SampleTable;
  readonly conditions: Pick<HostConditions, 'committed'>;
  readonly machines: Pick<MachineWatch, 'noted'>;
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'hasSession' | 'signsOfLife' | 'standing'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fail: (error: MusterError) => void;
}

/** Smallest window over which reconnects are spread, ms: a lone agent must not dial in a tight loop. */
const reconnectWindowMsMin = 100;

/** The loop with what the other parts of this replica know and do for it. */
export function assembleLoop(parts: LoopAssembly): Loop {
  const { config, identity, store, backbone, clock, log, fail } = parts;
  const { liveness, agents } = config;
  const loop: Loop = new Loop({
    ...{ clock, log, commits: backbone.commits, publisher: backbone.publisher },
    ...{ share: parts.share, peers: parts.peers, packing: vmPacking },
    ...{ replicaId: identity.id, instance: identity.instance },
    movesPerS: config.cluster.moves_per_second,
    liveness: {
      ...defaultLiveness,
      suspectTimeoutMs: liveness.suspect_timeout,
      rebootMs: liveness.reboot_timeout,
      brakeHoldMs: liveness.brake_hold,
    },
    vmHealth: () => vmHealthOf(parts.vmHealth()),
    takeoverGraceMs: liveness.takeover_grace,
    ephemeralTtlMs: liveness.ephemeral_ttl,
    sessionSettings: () => ({
      intervalMs: agents.interval,
      ackDeadlineMs: agents.ack_deadline,
      reconnectWindowMs: reconnectWindowMs(loop.sessionCount),
    }),
    isVoid: (id) => store.getStoredHost(id)?.revision === 0 && backbone.commits.mode === 'nats',
    ...loopView(store),
    observer: observerOf(parts),
    onFatal: (error) => {
      fail(MusterError.from(error));
    },
  });
  return loop;
}

function vmHealthOf(config: CentralConfig['vm_health']): VmHealthSettings {
  return {
    missingMs: config.missing_timeout,
    reallyMissingMs: config.really_missing_timeout,
    bootMs: config.boot_timeout,
    zombieMs: config.zombie_timeout,
  };
}

function observerOf({ samples, conditions, machines, metrics }: LoopAssembly): LoopObserver {
  return {
    committed: ({ record, events, droppedVmIds }) => {
      conditions.committed({ record, events });
      for (const event of events) machines.noted(event);
      samples.forgetVms(record.host.id, droppedVmIds);
      metrics.commits.inc({ outcome: 'accepted' });
      metrics.eventsPublished.inc(events.length);
      for (const { historyGap } of events) {
        if (historyGap) metrics.historyGaps.inc({ reason: historyGap.reason });
      }
    },
    commitFailed: () => {
      metrics.commits.inc({ outcome: 'unavailable' });
    },
  };
}

function reconnectWindowMs(hostCount: number): number {
  return Math.min(reconnectWindowMsMax, Math.max(reconnectWindowMsMin, hostCount));
}
