import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DomainEvent } from '../../agent/hypervisor/libvirt/domain-event.ts';
import { appeared, applyEvent } from '../../agent/hypervisor/libvirt/vm-events.ts';
import type { KnownVm, Outcome } from '../../agent/hypervisor/libvirt/vm-events.ts';
import { applyReading } from '../../agent/hypervisor/libvirt/vm-reading.ts';
import { compareVmVersion } from '../../shared/model/record.ts';
import type { ChangeBody } from '../../shared/model/protocol.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { Neighbours } from '../harness/neighbours.ts';

/**
 * A live migration is one VmMigrated, never a Down in between, in whatever order the words of the two agents arrive, and
 * however late one replica hears of the other (DESIGN section 7). The words are what the agent makes of the events that
 * libvirt was seen to send, by whom a migration was started being no part of them: `virsh migrate` is told like any other.
 */

const id = '6695eb01-f6a4-8304-79aa-97f2502e193f';
const domain = { name: 'web', uuid: id, id: 7 };

const life = (event: number, detail: number): DomainEvent => {
  const isEnd = event === 5 || event === 1;
  return { kind: 'lifecycle', event, detail, domain: { ...domain, id: isEnd ? -1 : 7 } };
};
const pass = (iteration: number): DomainEvent => ({
  kind: 'migration-iteration',
  iteration,
  domain,
});
/** The agent looks again after an event, and finds the job that sends the VM away. */
const look = { kind: 'reading' } as const;
type Seen = DomainEvent | typeof look;

function readOn(known: KnownVm | undefined): Outcome {
  const reading = {
    ...{
      domain,
      state: { state: 1, reason: 1 },
      size: { vcpuCount: 2, memoryMaxKib: 65_536, memoryKib: 65_536 },
    },
    ...{ isPersistent: known?.vm.isPersistent ?? false, hasManagedSave: false },
    ...{ jobOperation: 5, monitorSilenceMs: 0 },
  };
  return applyReading(known, reading, { monotonicMs: 1000, unixMs: 5000 });
}

/** What an agent says of what it sees. */
function wordsOf(first: KnownVm | undefined, seen: readonly Seen[]): ChangeBody[] {
  let known = first;
  return seen.flatMap((one, i) => {
    const now = { monotonicMs: 1000 + i * 10, unixMs: 5000 + i };
    const outcome = one.kind === 'reading' ? readOn(known) : applyEvent(known, one, now);
    known = outcome.known;
    return outcome.emits.filter(
      (emit): emit is Extract<typeof emit, ChangeBody> =>
        emit.kind !== 'available' && emit.kind !== 'unavailable',
    );
  });
}

const running = (isPersistent: boolean): KnownVm => {
  const { vm, ...rest } = appeared(domain);
  return { ...rest, vm: { ...vm, status: 'UP', reason: 'BOOTED', isPersistent } };
};

/** What libvirt was seen to send at the source, and at the destination. */
interface Kind {
  readonly what: string;
  readonly isPersistent: boolean;
  readonly source: readonly Seen[];
  readonly destination: readonly Seen[];
}

const leaves = [pass(1), look, pass(2), life(3, 1), life(5, 3)];
const kinds: readonly Kind[] = [
  {
    what: 'virsh migrate --live of a transient VM',
    isPersistent: false,
    source: leaves,
    destination: [life(2, 1), life(4, 1)],
  },
  {
    what: 'virsh migrate --live --persistent, still defined at the source',
    isPersistent: true,
    source: leaves,
    destination: [life(2, 1), life(4, 1), life(0, 0)],
  },
  {
    what: 'virsh migrate --live --persistent --undefinesource',
    isPersistent: true,
    source: [...leaves, life(1, 0)],
    destination: [life(2, 1), life(0, 0), life(4, 1)],
  },
  {
    what: 'one whose passes nobody announces',
    isPersistent: false,
    source: [life(3, 1), life(5, 3)],
    destination: [life(2, 1), life(4, 1)],
  },
  {
    what: 'virsh migrate --postcopy, switched over',
    isPersistent: false,
    source: [pass(1), look, life(3, 1), life(3, 7), life(5, 3)],
    destination: [life(2, 1), life(4, 3), life(4, 1)],
  },
  {
    what: 'virsh migrate --suspend',
    isPersistent: false,
    source: leaves,
    destination: [life(2, 1), life(3, 0)],
  },
];

/** What happens next, as far as anything is left to happen. */
type Turn = 'source says' | 'destination says' | 'source hears' | 'destination hears' | 'looks';
const turn = fc.constantFrom<Turn[]>(
  'source says',
  'destination says',
  'source hears',
  'destination hears',
  'looks',
);

/** Fewer than in three intervals: whoever waits longer has a reason to speak. */
const looksMax = 20;

interface Story {
  readonly kind: Kind;
  readonly isOneReplica: boolean;
  readonly isSourceLate: boolean;
  readonly turns: readonly Turn[];
  /** Words after which an agent begins anew. */
  readonly sourceRestart: number;
  readonly destinationRestart: number;
  /** Words that happen while it is away, and that nobody hears. */
  readonly unseen: number;
}

const story = fc.record<Story>({
  kind: fc.constantFrom(...kinds),
  isOneReplica: fc.boolean(),
  isSourceLate: fc.boolean(),
  turns: fc.array(turn, { maxLength: 60, size: 'max' }),
  sourceRestart: fc.integer({ min: 0, max: 12 }),
  destinationRestart: fc.integer({ min: 0, max: 12 }),
  unseen: fc.nat(4),
});

/** After how many words it is away, and how many it misses. */
interface Away {
  readonly after: number;
  readonly words: number;
}

/** An agent that tells what it has to, and perhaps begins anew on the way. */
class Teller {
  readonly #fleet: Neighbours;
  readonly #hostId: string;
  readonly #words: ChangeBody[];
  readonly #away: Away;
  #told = 0;

  constructor(
    fleet: Neighbours,
    hostId: string,
    told: { readonly words: readonly ChangeBody[]; readonly away: Away },
  ) {
    this.#fleet = fleet;
    this.#hostId = hostId;
    this.#words = [...told.words];
    this.#away = told.away;
  }

  async next(): Promise<boolean> {
    if (this.#told++ === this.#away.after) {
      const unseen = this.#canMiss ? this.#words.splice(0, this.#away.words) : [];
      await this.#fleet.restart(this.#hostId, unseen);
      return true;
    }
    const word = this.#words.shift();
    if (word !== undefined) await this.#fleet.say(this.#hostId, word);
    return word !== undefined;
  }

  /**
   * It said that the VM moves. One that ran when its agent went, and is gone when it is back, ended for all one can tell
   * (OV-6); and one that is there when its agent comes, while nobody else has it, is new.
   */
  get #canMiss(): boolean {
    const vm = this.#fleet.agents.get(this.#hostId)?.vms.get(id);
    return vm !== undefined && (vm.status !== 'UP' || vm.reason !== 'BOOTED');
  }
}

async function play(told: Story): Promise<Neighbours> {
  const { kind, unseen } = told;
  const fleet = new Neighbours(['a', 'b'], told.isOneReplica);
  const first = running(kind.isPersistent);
  await fleet.start('b');
  await fleet.start('a', [first.vm]);
  if (!told.isSourceLate) while (await fleet.hear('b'));
  const source = new Teller(fleet, 'a', {
    words: wordsOf(first, kind.source),
    away: { after: told.sourceRestart, words: unseen },
  });
  const destination = new Teller(fleet, 'b', {
    words: wordsOf(undefined, kind.destination),
    away: { after: told.destinationRestart, words: unseen },
  });
  let looks = 0;
  const moves: Record<Turn, () => Promise<unknown>> = {
    'source says': () => source.next(),
    'destination says': () => destination.next(),
    'source hears': () => fleet.hear('a'),
    'destination hears': () => fleet.hear('b'),
    looks: async () => {
      if (looks++ < looksMax) for (const host of ['a', 'b']) await fleet.look(host);
    },
  };
  for (const next of told.turns) await moves[next]();
  while (await source.next());
  while (await destination.next());
  await fleet.settle();
  return fleet;
}

function vmIn(event: Neighbours['events'][number]): Vm | undefined {
  return event.after?.kind === 'vm' ? event.after.vm : undefined;
}

describe('a live migration, in any order of arrival', () => {
  it('is one VmMigrated, never a Down in between, and ends at the right host', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const fleet = await play(told);
        const ofVm = fleet.events.filter(({ vmId }) => vmId === id);
        const of = (type: string): unknown[] => ofVm.filter((event) => event.type === type);
        expect(of('VmMigrated')).toHaveLength(1);
        expect(of('VmAdded')).toHaveLength(1);
        expect(of('VmRemoved')).toHaveLength(0);
        expect(ofVm.filter((event) => vmIn(event)?.status === 'DOWN')).toEqual([]);
        expect(fleet.events.filter(({ type }) => type === 'VmDuplicated')).toEqual([]);
        const [taken] = ofVm.filter(({ type }) => type === 'VmMigrated');
        expect(taken).toMatchObject({ hostId: 'b', before: { vm: { hostId: 'a' } } });
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same to both replicas, and to whoever follows the events by their order', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const fleet = await play(told);
        const read = fleet.events.flatMap((event) => vmIn(event) ?? []);
        const last = read.reduce((one, other) => (compareVmVersion(one, other) > 0 ? one : other));
        const status = told.kind.what.includes('--suspend') ? 'PAUSED' : 'UP';
        expect(last).toMatchObject({ hostId: 'b', status });
        for (const host of ['a', 'b']) expect(fleet.known(host, id)).toEqual(last);
        expect(fleet.vmsOf('a')).toEqual([]);
        expect(fleet.vmsOf('b')).toEqual([last]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(kinds)('$what: the agents never say Down', ({ source, destination, isPersistent }) => {
    const words = [...wordsOf(running(isPersistent), source), ...wordsOf(undefined, destination)];
    const statuses = words.flatMap((body) => (body.kind === 'vm' ? [body.vm] : []));
    expect(statuses.map(({ status }) => status)).not.toContain('DOWN');
  });
});
