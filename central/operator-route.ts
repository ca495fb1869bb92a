import type { Clock } from '../shared/clock.ts';
import { operatorLimits } from '../shared/operator-limits.ts';
import type { FleetShare, HostOwner } from './fleet-share.ts';
import type { Member } from './membership-port.ts';
import type { OperatorAnswer } from './operator-port.ts';
import type { Peers } from './peer-port.ts';
import type { OperatorRequest } from './state/host-state.ts';

export interface OperatorRouteOptions {
  readonly share: FleetShare;
  readonly peers: Pick<Peers, 'operate'>;
  readonly clock: Clock;
  /** As the record here says. */
  readonly findOwner: (hostId: string) => HostOwner | undefined;
  /** Here, by whoever writes the host's record. */
  readonly operate: (hostId: string, request: OperatorRequest) => Promise<OperatorAnswer>;
}

/**
 * To whom a request about a host goes: its owner, or, if that is gone, the replica that the ring gives the host to, which
 * claims it. That one hands nothing on; so if the host moved meanwhile this one looks again, a few times. Whoever asks gave
 * the request an id: asked twice, it is done once.
 */
export class OperatorRoute {
  readonly #options: OperatorRouteOptions;

  constructor(options: OperatorRouteOptions) {
    this.#options = options;
  }

  async operate(hostId: string, request: OperatorRequest): Promise<OperatorAnswer> {
    let answer: OperatorAnswer = { kind: 'moved' };
    for (let attempt = 0; attempt < operatorLimits.attempts; attempt++) {
      if (attempt > 0) await this.#pause();
      answer = await this.#once(hostId, request);
      if (answer.kind !== 'moved') return answer;
    }
    const message = `the owner of host "${hostId}" does not answer, or changes just now`;
    return { kind: 'late', message };
  }

  async #once(hostId: string, request: OperatorRequest): Promise<OperatorAnswer> {
    const { findOwner, operate, peers } = this.#options;
    const owner = findOwner(hostId);
    if (owner === undefined) return { kind: 'unknown' };
    const member = this.#writer(hostId, owner);
    if (member === undefined) return operate(hostId, request);
    return (await peers.operate(member, hostId, request)) ?? { kind: 'moved' };
  }

  /** undefined: this replica. */
  #writer(hostId: string, owner: HostOwner): Member | undefined {
    const { share } = this.#options;
    if (owner.owner === share.selfId) return undefined;
    return share.livingOwner(owner) ?? share.betterOwner(hostId);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.setTimer(resolve, operatorLimits.attemptPauseMs);
    });
  }
}
