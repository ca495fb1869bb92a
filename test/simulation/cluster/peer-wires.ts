import type { Member } from '../../../central/membership-port.ts';
import type { PeerAnswers, Peers } from '../../../central/peer-port.ts';
import { peerLimits } from '../../../shared/peer-limits.ts';
import type { Chance } from '../chance.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { ProcessGate } from './process-gate.ts';

type Answering = Pick<PeerAnswers, 'hasSession' | 'signsOfLife' | 'standing'>;
export type AskedPeers = Pick<Peers, 'hasSession' | 'signsOfLife' | 'standing'>;

interface Listener {
  readonly instance: string;
  readonly gate: ProcessGate;
  readonly answers: Answering;
}

/** What replicas ask each other, over wires that may be cut. */
export class PeerWires {
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #listeners = new Map<string, Listener>();
  readonly #cut = new Set<string>();

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  listen(id: string, listener: Listener): void {
    this.#listeners.set(id, listener);
  }

  cut(a: string, b: string): void {
    this.#cut.add(wire(a, b));
  }

  mend(a: string, b: string): void {
    this.#cut.delete(wire(a, b));
  }

  /** As the replica `id` asks, in that process. */
  from(id: string, gate: ProcessGate): AskedPeers {
    return {
      hasSession: (member, question) =>
        this.#ask({ id, gate, member }, (answers) => answers.hasSession(question)),
      signsOfLife: (member, hostIds) =>
        this.#ask({ id, gate, member }, (answers) => Promise.resolve(answers.signsOfLife(hostIds))),
      standing: (member) =>
        this.#ask({ id, gate, member }, (answers) => Promise.resolve(answers.standing())),
    };
  }

  #ask<Answer>(
    { id, gate, member }: { id: string; gate: ProcessGate; member: Member },
    question: (answers: Answering) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | undefined): void => {
        gate.enter(() => {
          resolve(answer);
        });
      };
      this.#time.at(peerLimits.peerAnswerMs, () => {
        settle(undefined);
      });
      const isLost = (): boolean => this.#cut.has(wire(id, member.id)) || this.#chance.hit(0.02);
      if (isLost()) return;
      this.#time.at(this.#chance.delayMs(3), () => {
        const there = this.#listeners.get(member.id);
        if (there?.instance !== member.instance) return;
        there.gate.enter(() => {
          void question(there.answers).then((answer) => {
            if (isLost()) return;
            this.#time.at(this.#chance.delayMs(3), () => {
              settle(answer);
            });
          });
        });
      });
    });
  }
}

function wire(a: string, b: string): string {
  return [a, b].sort().join(' ');
}
