import { loopView } from '../../central/store/loop-view.ts';
import { vmPacking } from '../../central/store/packed-vm.ts';
import type { LoopOptions } from '../../central/loop-options.ts';
import { Loop } from '../../central/loop.ts';
import type { HostSession, SessionEnd } from '../../central/ports.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';
import { defaultVmHealth } from '../../central/state/vm-health.ts';
import { silentLogger } from '../../shared/log.ts';
import type { CentralMessage, Change } from '../../shared/model/protocol.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { aloneInCluster } from './alone.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryCommit } from './memory-commit.ts';

/** A session of host-1, run-1, that keeps what it is told. */
export interface RecordedSession extends HostSession {
  readonly sent: CentralMessage[];
  /** `safe` and why it stalls, as acknowledged. */
  readonly acknowledged: (readonly [number, string])[];
  readonly ends: SessionEnd[];
}

function aSession(): RecordedSession {
  const sent: CentralMessage[] = [];
  const acknowledged: (readonly [number, string])[] = [];
  const ends: SessionEnd[] = [];
  return {
    ...{
      id: 1,
      hostId: 'host-1',
      run: 'run-1',
      peer: 'test',
      lastFrame: 0,
      sent,
      acknowledged,
      ends,
    },
    admitted: () => undefined,
    send: (message) => {
      sent.push(message);
    },
    acknowledge: (safe, stalledReason) => {
      acknowledged.push([safe, stalledReason]);
    },
    end: (why) => {
      ends.push(why);
    },
  };
}

/** A loop on a clock moved by hand and a storage with moods, unless told another one, and one session for it. */
export function aLoop(
  over: Partial<
    Pick<LoopOptions, 'commits' | 'publisher' | 'share' | 'peers' | 'observer' | 'findHostStatus'> &
      Pick<LoopOptions, 'instance' | 'takeoverGraceMs'>
  > = {},
): {
  readonly loop: Loop;
  readonly clock: FakeClock;
  readonly commits: MemoryCommit;
  readonly session: RecordedSession;
} {
  const clock = new FakeClock();
  const commits = new MemoryCommit();
  const loop = new Loop({
    ...{ clock, log: silentLogger, commits, publisher: commits, liveness: defaultLiveness },
    vmHealth: () => defaultVmHealth,
    ...{ replicaId: 'replica-1', instance: 'start-1', takeoverGraceMs: 0 },
    sessionSettings: () => ({ intervalMs: 1_000, ackDeadlineMs: 6_000, reconnectWindowMs: 100 }),
    packing: vmPacking,
    ...aloneInCluster(clock),
    ...loopView(commits.store),
    observer: { committed: () => undefined, commitFailed: () => undefined },
    onFatal: (error) => {
      throw error;
    },
    ...over,
  });
  return { loop, clock, commits, session: aSession() };
}

export function changeOfVm(change: number, vm: VmState): Change {
  return { change, observedAt: 0, body: { kind: 'vm', vm } };
}
