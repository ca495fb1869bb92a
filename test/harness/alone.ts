import { LocalMembership } from '../../central/cluster/membership/local-membership.ts';
import { FleetShare } from '../../central/fleet-share.ts';
import type { LoopOptions } from '../../central/loop-options.ts';
import type { Clock } from '../../shared/clock.ts';
import { anIdentity, hash } from './member-stage.ts';

/** What a loop needs of the cluster, for a replica that is alone in it. */
export function aloneInCluster(
  clock: Clock,
  id = 'replica-1',
): Pick<LoopOptions, 'share' | 'peers' | 'movesPerS' | 'isVoid'> {
  const membership = new LocalMembership({ identity: anIdentity(id), clock, hash });
  // It counts here at once.
  void membership.setState('ACTIVE');
  return {
    share: new FleetShare(membership),
    peers: {
      hasSession: () => Promise.resolve(undefined),
      signsOfLife: () => Promise.resolve(undefined),
      standing: () => Promise.resolve(undefined),
    },
    movesPerS: 100,
    isVoid: () => false,
  };
}
