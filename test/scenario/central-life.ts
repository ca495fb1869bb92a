import { loopView } from '../../central/store/loop-view.ts';
import { vmPacking } from '../../central/store/packed-vm.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';
import { Admission } from '../../central/ingest/admission.ts';
import { SampleTable } from '../../central/ingest/samples.ts';
import { Session } from '../../central/ingest/session.ts';
import type { SessionLink } from '../../central/ingest/session.ts';
import { Loop } from '../../central/loop.ts';
import type { ConditionVerdict, OperatorRequest } from '../../central/state/host-state.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';
import type { VmHealthSettings } from '../../central/state/vm-health.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLogger } from '../../shared/log.ts';
import { aloneInCluster } from '../harness/alone.ts';
import type { ScenarioStorage } from './scenario-storage.ts';

export const intervalMs = 1_000;
const ackSweepMs = 500;

/** One life of a central: the real loop and sessions over a storage that outlives it. */
export class CentralLife {
  readonly #clock: Clock;
  readonly #trace: (line: string) => void;
  readonly #sessions = new Set<Session>();
  readonly #loop: Loop;
  readonly #samples: SampleTable;
  readonly #admission = new Admission({ hellosPerS: 1000, burst: 1000, syncsMax: 1000 });
  #nextId = 1;
  #isAlive = true;

  constructor(options: {
    readonly clock: Clock;
    readonly storage: ScenarioStorage;
    readonly instance: string;
    readonly graceMs: number;
    readonly vmHealth: () => VmHealthSettings;
    readonly trace: (line: string) => void;
  }) {
    const { storage, trace, instance } = options;
    const isAlive = (): boolean => this.#isAlive;
    const clock = mortal(options.clock, isAlive);
    this.#clock = clock;
    this.#trace = trace;
    this.#samples = new SampleTable(storage.view, { clock, log: silentLogger });
    this.#loop = new Loop({
      ...{ clock, log: silentLogger, instance, replicaId: 'replica-1' },
      ...{ ...storage.open(isAlive), liveness: defaultLiveness, takeoverGraceMs: options.graceMs },
      vmHealth: options.vmHealth,
      sessionSettings: () => ({ intervalMs, ackDeadlineMs: 6_000, reconnectWindowMs: 200 }),
      packing: vmPacking,
      ...aloneInCluster(clock),
      ...loopView(storage.view),
      observer: { committed: () => undefined, commitFailed: () => undefined },
      onFatal: (error) => {
        trace(`FATAL ${error instanceof Error ? String(error.stack) : String(error)}`);
      },
    });
    this.#loop.start(storage.view.storedHosts());
    this.#sweep();
  }

  /** What is judged beside the loop. */
  judge(hostId: string, verdict: ConditionVerdict): void {
    this.#loop.decide(hostId, { kind: 'conditions', verdicts: [verdict] });
  }

  /** What an operator asks of a host; the answer is told when it comes. */
  operate(hostId: string, request: OperatorRequest): void {
    void this.#loop.operators.operate(hostId, request).then((answer) => {
      const detail = 'message' in answer ? `: ${answer.message}` : '';
      if (this.#isAlive) this.#trace(`operator <- ${answer.kind} ${hostId}${detail}`);
    });
  }

  kill(): void {
    this.#isAlive = false;
  }

  accept(link: SessionLink): Session {
    const session = new Session(this.#nextId++, link, {
      ...{ inbox: this.#loop, samples: this.#samples, admission: this.#admission },
      statsReport: new StatsReport(),
      observer: {
        report: () => undefined,
        acknowledged: () => undefined,
        rejected: (reason) => {
          this.#trace(`rejected ${reason}`);
        },
      },
      nowMs: () => this.#clock.monotonicMs(),
      unixMs: () => this.#clock.unixMs(),
    });
    this.#sessions.add(session);
    return session;
  }

  #sweep(): void {
    for (const session of this.#sessions) session.acknowledgeReceived(this.#clock.monotonicMs());
    this.#clock.setTimer(() => {
      this.#sweep();
    }, ackSweepMs);
  }
}

/** The clock of a process that may be killed: nothing it waits for happens any more. */
function mortal(clock: Clock, isAlive: () => boolean): Clock {
  return {
    monotonicMs: () => clock.monotonicMs(),
    unixMs: () => clock.unixMs(),
    setTimer: (fn, delayMs) =>
      clock.setTimer(() => {
        if (isAlive()) fn();
      }, delayMs),
  };
}
