import { NatsJetStream } from '../../central/cluster/jetstream.ts';
import { LocalMembership } from '../../central/cluster/membership/local-membership.ts';
import { NatsMembership } from '../../central/cluster/membership/nats-membership.ts';
import { NatsLink } from '../../central/cluster/nats-link.ts';
import type { Membership } from '../../central/membership-port.ts';
import { systemClock } from '../../shared/clock.ts';
import type { MusterError } from '../../shared/errors.ts';
import { silentLogger } from '../../shared/log.ts';
import { systemRandom } from '../../shared/random.ts';
import { anIdentity, hash, type StagedOptions } from './member-stage.ts';

/** The membership of one replica, put together as the central does. */
export interface MembershipParts {
  readonly membership: Membership;
  /** What it died of after it had joined. */
  failure(): MusterError | undefined;
  /** With its goodbye. */
  stop(): Promise<void>;
  /** As kill -9 does it: the connection ends, and nothing is said. */
  kill(): Promise<void>;
}

export async function openLocalMembership(
  id: string,
  fields: StagedOptions = {},
): Promise<MembershipParts> {
  const identity = anIdentity(id, fields);
  const membership = new LocalMembership({ identity, clock: systemClock, hash });
  await membership.start();
  const stop = (): Promise<void> => membership.stop();
  return { membership, failure: () => undefined, stop, kill: stop };
}

export interface NatsMembershipOptions extends StagedOptions {
  /** Copies of the bucket; 1 unless told. */
  readonly replicas?: number;
}

/**
 * Rejects with REPLICA_ID_TAKEN.
 * @param address `host:port`, or several with commas between them.
 */
export async function openNatsMembership(
  address: string,
  id: string,
  { predecessor = '', replicas = 1, ...fields }: NatsMembershipOptions = {},
): Promise<MembershipParts> {
  const [clock, random, log] = [systemClock, systemRandom, silentLogger];
  const nats = { servers: address.split(','), name: `member ${id}` };
  const link = await NatsLink.open({ nats, clock, random, log });
  let failure: MusterError | undefined;
  const membership = new NatsMembership({
    identity: anIdentity(id, { instance: random.id(16), ...fields }),
    jetStream: new NatsJetStream({ link, clock, log, isForSteps: false }),
    forSteps: new NatsJetStream({ link, clock, log, isForSteps: true }),
    ...{ predecessor, replicas, hash, clock, log },
    recheck: (reason) => {
      link.recheck(reason);
    },
    fail: (error) => {
      failure = error;
    },
  });
  link.addStep(membership);
  link.onReady(() => {
    membership.ready();
  });
  const stop = async (): Promise<void> => {
    await membership.stop();
    await link.close();
  };
  try {
    await link.start();
    await membership.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    membership,
    failure: () => failure,
    stop,
    kill: async () => {
      await link.close();
      await membership.stop();
    },
  };
}
