import type { MemberIdentity } from './cluster/membership/member.ts';
import type { CentralConfig } from './config.ts';

/** What is not in the configuration. */
export interface ProcessFacts {
  readonly instance: string;
  readonly peerKey: string;
  /** Unix ms. */
  readonly startedAt: number;
  /** Of this machine. */
  readonly hostname: string;
  readonly version: string;
}

/** Hosts that a server listens on, and nobody can dial. */
const anyHosts: ReadonlySet<string> = new Set(['', '0.0.0.0', '[::]', '::']);

/** Who this replica is to the others, and where they and the agents find it. */
export function memberIdentity(
  { replica, listen }: CentralConfig,
  { instance, peerKey, startedAt, hostname, version }: ProcessFacts,
): MemberIdentity {
  const reachable = (address: string): string => {
    const portAt = address.lastIndexOf(':');
    return anyHosts.has(address.slice(0, portAt)) ? hostname + address.slice(portAt) : address;
  };
  const { advertise } = replica;
  return {
    ...{ id: replica.id, instance, peerKey, version, role: replica.role, startedAt },
    addresses: {
      agents: advertise.agents ?? reachable(listen.agents),
      api: advertise.api ?? reachable(listen.api),
    },
    weight: replica.role === 'api' ? 0 : replica.weight,
  };
}
