import { limits } from '../../shared/limits.ts';
import type { CentralMessage, Hello } from '../../shared/model/protocol.ts';
import type { StatsRows } from '../../shared/model/stats-rows.ts';
import { readAgentMessage } from '../../shared/wire/agent-bytes.ts';
import { FieldError } from '../../shared/wire/fields.ts';
import type { StatsReport } from '../../shared/wire/stats-report.ts';
import type { HostInbox, HostSession, SessionEnd } from '../ports.ts';
import type { Admission, AdmissionAnswer } from './admission.ts';
import { SessionProtocol } from './protocol.ts';
import type { Received } from './protocol.ts';
import type { SampleTable } from './samples.ts';
import type { SessionSamples } from './session-samples.ts';
import type { Waiting } from './waiting-room.ts';

/** The stream under a session. */
export interface SessionLink {
  readonly peer: string;
  /** Messages handed in that are not on the wire yet. */
  readonly backlog: number;
  write(message: CentralMessage): void;
  end(why: SessionEnd): void;
}

/** What ingest counts. */
export interface IngestObserver {
  /** With how many changes. */
  report(changeCount: number): void;
  rejected(reason: string): void;
  acknowledged(): void;
}

type Refusal = Exclude<AdmissionAnswer, { readonly kind: 'admitted' }>;

export interface SessionShell {
  readonly inbox: HostInbox;
  readonly samples: SampleTable;
  readonly admission: Admission;
  /** All sessions read with the same one: what it read is taken before the next message. */
  readonly statsReport: StatsReport;
  readonly observer: IngestObserver;
  readonly nowMs: () => number;
  readonly unixMs: () => number;
}

/** One agent's stream: checks what comes, hands it to the loop, and paces the acknowledgements. */
export class Session implements HostSession {
  readonly id: number;
  readonly #link: SessionLink;
  readonly #shell: SessionShell;
  readonly #protocol = new SessionProtocol();
  #samples: SessionSamples | undefined;
  #hello: Hello | undefined;
  #hostId = '';
  #onHeard: () => void = () => undefined;
  #isOver = false;
  #isWelcomed = false;
  #safe = 0;
  #stalledReason = '';
  #ackedFrame = 0;
  #ackedAtMs = 0;
  /** Change that ends the first sync; undefined until its picture has come. */
  #syncChange: number | undefined;

  constructor(id: number, link: SessionLink, shell: SessionShell) {
    this.id = id;
    this.#link = link;
    this.#shell = shell;
    this.#ackedAtMs = shell.nowMs();
  }

  get hostId(): string {
    return this.#hostId;
  }

  get run(): string {
    return this.#hello?.run ?? '';
  }

  get peer(): string {
    return this.#link.peer;
  }

  /** Takes the bytes of one message. */
  get lastFrame(): number {
    return this.#protocol.frame;
  }

  receive(bytes: Buffer): void {
    if (this.#isOver) return;
    const { statsReport } = this.#shell;
    try {
      if (statsReport.read(bytes)) this.#takeStats(statsReport);
      else this.#take(this.#protocol.receive(readAgentMessage(bytes)));
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      const { field, reason, message } = error;
      this.end({ kind: 'invalid', field, reason, message });
    }
  }

  admitted(onHeard: () => void): void {
    this.#onHeard = onHeard;
  }

  send(message: CentralMessage): void {
    if (this.#isOver) return;
    if (this.#link.backlog > limits.sessionBacklogMax) {
      const text = 'the agent does not read its stream';
      this.end({ kind: 'busy', message: text, retryAfterMs: 0 });
      return;
    }
    if (message.kind === 'welcome') {
      this.#isWelcomed = true;
      if (!message.welcome.wantSnapshot) this.#shell.admission.settled(this.id);
    }
    this.#link.write(message);
  }

  acknowledge(safe: number, stalledReason: string): void {
    if (safe <= this.#safe && stalledReason === this.#stalledReason) return;
    this.#safe = Math.max(this.#safe, safe);
    this.#stalledReason = stalledReason;
    if (this.#syncChange !== undefined && safe >= this.#syncChange) {
      this.#shell.admission.settled(this.id);
    }
    this.#sendAck();
  }

  /** Acknowledges what was received, if that is due: at most every 2 s (DESIGN section 5). */
  acknowledgeReceived(nowMs: number): void {
    if (this.#protocol.frame === this.#ackedFrame) return;
    if (nowMs - this.#ackedAtMs >= limits.receivedAckMs) this.#sendAck();
  }

  end(why: SessionEnd): void {
    if (this.#isOver) return;
    if (why.kind === 'invalid' || why.kind === 'out-of-order') {
      this.#shell.observer.rejected(why.reason);
    } else if (why.kind !== 'done') {
      this.#shell.observer.rejected(why.kind);
    }
    this.#link.end(why);
    this.closed();
  }

  /** The stream is over. */
  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#shell.admission.settled(this.id);
    if (this.#hello !== undefined) this.#shell.inbox.closed(this);
  }

  #sendAck(): void {
    this.#ackedFrame = this.#protocol.frame;
    this.#ackedAtMs = this.#shell.nowMs();
    this.#shell.observer.acknowledged();
    this.send({
      kind: 'ack',
      received: this.#ackedFrame,
      safe: this.#safe,
      stalledReason: this.#stalledReason,
    });
  }

  #takeStats({ frame, rows, digest, sentAt }: StatsReport): void {
    const { inbox, observer } = this.#shell;
    const refused = this.#protocol.receiveFrame(frame);
    if (refused !== undefined) {
      this.end(refused.end);
      return;
    }
    this.#onHeard();
    observer.report(0);
    this.#takeSamples(rows, sentAt);
    if (digest !== undefined) inbox.digest(this, digest);
  }

  #take(received: Received): void {
    // Any sound message is a sign of life, before anything is made of it.
    if (received.kind !== 'hello' && received.kind !== 'refused') this.#onHeard();
    switch (received.kind) {
      case 'refused':
        this.end(received.end);
        break;
      case 'hello':
        this.#takeHello(received.hello);
        break;
      case 'goodbye':
        this.#shell.inbox.goodbye(this, received.goodbye);
        this.end({ kind: 'done' });
        break;
      case 'report':
        this.#takeReport(received);
        break;
    }
  }

  #takeHello(hello: Hello): void {
    const { admission, inbox, nowMs } = this.#shell;
    const answer = admission.admit(this.id, nowMs());
    if (answer.kind === 'admitted') {
      this.#hello = hello;
      this.#hostId = hello.hostId;
      inbox.open(this, hello);
      return;
    }
    // It is not let in, but it is alive.
    inbox.knocked(hello.hostId);
    if (answer.kind === 'later' || !this.#wait(hello, answer)) this.#refuse(answer);
  }

  /** False: there is no room for one more. */
  #wait(hello: Hello, answer: Refusal): boolean {
    const { admission, inbox, nowMs } = this.#shell;
    const waiting: Waiting = {
      sessionId: this.id,
      proceed: () => {
        this.#takeHello(hello);
      },
      stay: () => {
        inbox.knocked(hello.hostId);
        this.send({ kind: 'ping', nonce: this.id });
      },
      refuse: () => {
        this.#refuse(answer);
      },
    };
    return admission.wait(waiting, nowMs());
  }

  #refuse({ reason, retryAfterMs }: Refusal): void {
    this.end({ kind: 'busy', message: `${reason}; come again later`, retryAfterMs });
  }

  #takeReport({ report, snapshot }: Extract<Received, { kind: 'report' }>): void {
    const { inbox, observer, statsReport } = this.#shell;
    observer.report(report.changes.length);
    const { rows } = statsReport;
    rows.fill(report.host, report.vms);
    this.#takeSamples(rows, report.sentAt);
    if (report.changes.length > 0) inbox.changes(this, report.changes);
    if (snapshot !== undefined) {
      this.#syncChange = snapshot.change;
      inbox.snapshot(this, snapshot);
    }
    if (report.digest !== undefined) inbox.digest(this, report.digest);
  }

  /** Before Welcome it is not decided whose host this is; changes wait in the loop, samples have no such queue. */
  #takeSamples(rows: StatsRows, sentAt: number): void {
    if (!this.#isWelcomed) return;
    this.#samples ??= this.#shell.samples.open(this.hostId);
    this.#samples.take(rows, this.#shell.unixMs(), sentAt);
  }
}
