// Original file: proto/muster/v1/agent.proto

import type { HostClass as _muster_v1_HostClass, HostClass__Output as _muster_v1_HostClass__Output } from '../../muster/v1/HostClass.ts';
import type { Hardware as _muster_v1_Hardware, Hardware__Output as _muster_v1_Hardware__Output } from '../../muster/v1/Hardware.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Who speaks.
 */
export interface Hello {
  /**
   * Host id, [A-Za-z0-9_-]{1,64}.
   */
  'hostId'?: (string);
  /**
   * Run of the agent, [A-Za-z0-9_-]{1,64}: boot id and a nonce, new at each start.
   */
  'run'?: (string);
  /**
   * Kernel boot id. Empty where the system has none.
   */
  'bootId'?: (string);
  /**
   * Hash of the machine id, to tell cloned machines. Empty where the system has none.
   */
  'machineIdHash'?: (string);
  /**
   * Protocol version. This file describes version 1.
   */
  'protocolVersion'?: (number);
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * What the agent can do, by name.
   */
  'capabilities'?: (string)[];
  /**
   * Display name of the host.
   */
  'name'?: (string);
  /**
   * Site, [A-Za-z0-9_-]{0,64}.
   */
  'site'?: (string);
  /**
   * Labels, at most 64.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Permanent or ephemeral.
   */
  'class'?: (_muster_v1_HostClass);
  /**
   * Hardware and system.
   */
  'hardware'?: (_muster_v1_Hardware | null);
  /**
   * Highest claim epoch this agent has seen for its host.
   */
  'epochSeen'?: (number | string | Long);
  /**
   * Highest `change` acknowledged as safe in this run. 0: none.
   */
  'safeChange'?: (number | string | Long);
  /**
   * Highest `change` given in this run. 0: none.
   */
  'lastChange'?: (number | string | Long);
  /**
   * Address of the owner the agent lost, or was sent to and could not reach. Empty: none.
   */
  'unreachableOwner'?: (string);
  /**
   * How often this agent was redirected since it last was accepted; at 2 the replica must accept.
   */
  'redirects'?: (number);
  /**
   * Wall clock of the host, unix ms.
   */
  'sentAtMs'?: (number | string | Long);
  /**
   * How long the system slept (was suspended) since the last session of this run, in ms. 0: it did not.
   */
  'sleptMs'?: (number | string | Long);
}

/**
 * Who speaks.
 */
export interface Hello__Output {
  /**
   * Host id, [A-Za-z0-9_-]{1,64}.
   */
  'hostId'?: (string);
  /**
   * Run of the agent, [A-Za-z0-9_-]{1,64}: boot id and a nonce, new at each start.
   */
  'run'?: (string);
  /**
   * Kernel boot id. Empty where the system has none.
   */
  'bootId'?: (string);
  /**
   * Hash of the machine id, to tell cloned machines. Empty where the system has none.
   */
  'machineIdHash'?: (string);
  /**
   * Protocol version. This file describes version 1.
   */
  'protocolVersion'?: (number);
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * What the agent can do, by name.
   */
  'capabilities'?: (string)[];
  /**
   * Display name of the host.
   */
  'name'?: (string);
  /**
   * Site, [A-Za-z0-9_-]{0,64}.
   */
  'site'?: (string);
  /**
   * Labels, at most 64.
   */
  'labels'?: ({[key: string]: string});
  /**
   * Permanent or ephemeral.
   */
  'class'?: (_muster_v1_HostClass__Output);
  /**
   * Hardware and system.
   */
  'hardware'?: (_muster_v1_Hardware__Output);
  /**
   * Highest claim epoch this agent has seen for its host.
   */
  'epochSeen'?: (number);
  /**
   * Highest `change` acknowledged as safe in this run. 0: none.
   */
  'safeChange'?: (number);
  /**
   * Highest `change` given in this run. 0: none.
   */
  'lastChange'?: (number);
  /**
   * Address of the owner the agent lost, or was sent to and could not reach. Empty: none.
   */
  'unreachableOwner'?: (string);
  /**
   * How often this agent was redirected since it last was accepted; at 2 the replica must accept.
   */
  'redirects'?: (number);
  /**
   * Wall clock of the host, unix ms.
   */
  'sentAtMs'?: (number);
  /**
   * How long the system slept (was suspended) since the last session of this run, in ms. 0: it did not.
   */
  'sleptMs'?: (number);
}
