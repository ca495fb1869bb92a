import fc from 'fast-check';
import { expect, it } from 'vitest';

import { ContactTable } from '../../central/contact-table.ts';
import type { HostContact } from '../../central/host-contact.ts';
import { defaultLiveness, judge } from '../../central/state/liveness.ts';
import type { HostStatus } from '../../shared/model/status.ts';

interface Host {
  status: HostStatus;
  lastMs: number;
  intervalMs: number;
  movingUntilMs: number | undefined;
  isStreamOpen: boolean;
  suspectedMs: number | undefined;
  isAnswered: boolean;
}

/** The plain twin: judges everybody at every look. */
class PlainTable {
  readonly #hosts = new Map<string, Host>();

  know(hostId: string, nowMs: number, { status = 'UP' as HostStatus, isStreamOpen = false }): void {
    const fresh = { movingUntilMs: undefined, suspectedMs: undefined, isAnswered: false };
    this.#hosts.set(hostId, { status, isStreamOpen, lastMs: nowMs, intervalMs: 1000, ...fresh });
  }

  change(hostId: string, change: Partial<Host>): void {
    const host = this.#hosts.get(hostId);
    if (host !== undefined) Object.assign(host, change);
  }

  statusOf(hostId: string): HostStatus | undefined {
    return this.#hosts.get(hostId)?.status;
  }

  look(nowMs: number, lagMs: number): string[] {
    if (lagMs > 1000) {
      for (const host of this.#hosts.values()) {
        host.lastMs = Math.min(host.lastMs + lagMs, nowMs);
        if (host.suspectedMs !== undefined) host.suspectedMs += lagMs;
        if (host.movingUntilMs !== undefined) host.movingUntilMs += lagMs;
        host.isAnswered = false;
      }
      return [];
    }
    return [...this.#hosts].flatMap(([hostId, host]) => {
      if (host.isAnswered) return [];
      const answer = judge(host.status, host, { nowMs, settings: defaultLiveness });
      if (answer.kind === 'fine') return [];
      if (answer.kind === 'look') return [`${hostId} look`];
      host.isAnswered = true;
      if (answer.verdict.status === 'SUSPECT') host.suspectedMs = nowMs;
      return [`${hostId} ${answer.verdict.status}`];
    });
  }
}

const statuses: HostStatus[] = ['PENDING', 'UP', 'SUSPECT', 'NON_RESPONSIVE', 'REBOOTING', 'DOWN'];
const anyStep = fc.record({
  hostId: fc.constantFrom('a', 'b', 'c'),
  afterMs: fc.constantFrom(0, 100, 250, 1000, 2500, 6000, 599_000),
  what: fc.oneof(
    ...['heard', 'status', 'moving', 'opened', 'closed', 'known'].map((kind) => fc.constant(kind)),
    fc.constant('nothing'),
  ),
  status: fc.constantFrom(...statuses),
  lagMs: fc.constantFrom(0, 0, 0, 0, 0, 5000),
});

function play(
  {
    hostId,
    what,
    status,
    nowMs,
  }: { hostId: string; what: string; status: HostStatus; nowMs: number },
  {
    table,
    plain,
    contacts,
  }: { table: ContactTable; plain: PlainTable; contacts: Map<string, HostContact> },
): void {
  const times = { nowMs, intervalMs: 1000 };
  const contact = contacts.get(hostId);
  switch (what) {
    case 'heard':
      if (contact !== undefined) table.heard(contact, nowMs);
      plain.change(hostId, { lastMs: nowMs, isAnswered: false });
      break;
    case 'status':
      table.setStatus(hostId, status);
      if (plain.statusOf(hostId) !== status) plain.change(hostId, { status, isAnswered: false });
      break;
    case 'moving':
      table.moving(hostId, nowMs + 30_000);
      plain.change(hostId, { movingUntilMs: nowMs + 30_000, isAnswered: false });
      break;
    case 'opened': {
      const known = plain.statusOf(hostId) ?? 'PENDING';
      contacts.set(hostId, table.streamOpened(hostId, times));
      plain.know(hostId, nowMs, { status: known, isStreamOpen: true });
      break;
    }
    case 'closed':
      table.streamClosed(hostId);
      plain.change(hostId, { isStreamOpen: false });
      break;
    case 'known':
      contacts.set(hostId, table.know(hostId, status, times));
      plain.know(hostId, nowMs, { status });
      break;
  }
}

it('the table of contacts gives the answers of one that judges everybody at every look', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
      const [table, plain] = [new ContactTable(defaultLiveness), new PlainTable()];
      const contacts = new Map<string, HostContact>();
      let nowMs = 0;
      for (const step of steps) {
        const { lagMs } = step;
        nowMs += step.afterMs;
        play({ ...step, nowMs }, { table, plain, contacts });
        const answers = table.look(nowMs, lagMs).map(({ hostId: id, answer }) => {
          return `${id} ${answer.kind === 'verdict' ? answer.verdict.status : answer.kind}`;
        });
        expect(answers).toEqual(plain.look(nowMs, lagMs));
      }
    }),
    { numRuns: 1000 },
  );
});
