import { hostsBucket, vmsBucket } from '../../central/cluster/buckets.ts';
import type { JetStream } from '../../central/jetstream-port.ts';
import { Chance } from '../simulation/chance.ts';
import { jetStreamClient, JetStreamServer } from '../simulation/jet-stream.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';

/** JetStream in memory that never fails, for what is decided above it. */
export function simulatedJetStream(): {
  readonly server: JetStreamServer;
  readonly jetStream: JetStream;
  /** Resolves as `work` does, letting the time pass that it needs. */
  readonly during: <Result>(work: Promise<Result>) => Promise<Result>;
} {
  const time = new VirtualTime();
  const server = new JetStreamServer(time, () => undefined);
  for (const bucket of [hostsBucket, vmsBucket]) server.assert(bucket.stream, 1);
  server.assert('MUSTER_EVENTS', -1);
  const jetStream = jetStreamClient({
    ...{ server, time, chance: new Chance(1), isAlive: () => true, isReady: () => true },
    trouble: { lost: 0, unanswered: 0, latencyMs: 1 },
  });
  return {
    server,
    jetStream,
    during: async (work) => {
      let isOver = (): boolean => false;
      const over = work.finally(() => {
        isOver = () => true;
      });
      // It is awaited below; that it may fail before must not end the process.
      over.catch(() => undefined);
      for (let i = 0; !isOver() && i < 1_000; i++) await time.run(time.nowMs + 10);
      return over;
    },
  };
}
