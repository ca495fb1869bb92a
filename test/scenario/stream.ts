import type { Session, SessionLink } from '../../central/ingest/session.ts';
import type { SessionEnd } from '../../central/ports.ts';
import { Outbox } from '../../agent/report/outbox.ts';
import type { OutboxLimits } from '../../agent/report/outbox.ts';
import type { AgentMessage, CentralMessage, Hello, Report } from '../../shared/model/protocol.ts';
import { agentBytes } from '../harness/agent-bytes.ts';
import { endText, messageText, reportText } from './trace-text.ts';

/** One stream of an agent that the script speaks for. */
export class Stream implements SessionLink {
  readonly peer: string;
  readonly backlog = 0;
  readonly #trace: (line: string) => void;
  readonly #onMessage: (message: CentralMessage) => void;
  #session: Session | undefined;
  #frame = 0;
  #lastSafe = 0;
  #lastStalled = '';

  constructor(
    name: string,
    trace: (line: string) => void,
    onMessage: (message: CentralMessage) => void = () => undefined,
  ) {
    this.peer = name;
    this.#trace = trace;
    this.#onMessage = onMessage;
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  open(session: Session, hello: Hello): void {
    this.#session = session;
    this.say({ kind: 'hello', hello });
  }

  say(message: AgentMessage): void {
    if (this.#session === undefined) throw new Error(`${this.peer} has no stream`);
    this.#session.receive(agentBytes(message));
  }

  report(report: Partial<Report>): void {
    this.#frame += 1;
    const empty = { changes: [], vms: [], sentAt: 0 };
    this.say({ kind: 'report', report: { ...empty, frame: this.#frame, ...report } });
  }

  write(message: CentralMessage): void {
    // What only says that frames arrived would drown everything else.
    if (this.#isNews(message)) this.#trace(`${this.peer} <- ${messageText(message)}`);
    this.#onMessage(message);
  }

  end(why: SessionEnd): void {
    this.#session = undefined;
    this.#trace(`${this.peer} <- ${endText(why)}`);
  }

  /** The stream is lost on the way; the central hears of it, unless it is dead itself. */
  cut(isHeard: boolean): void {
    const session = this.#session;
    this.#session = undefined;
    if (isHeard) session?.closed();
  }

  #isNews(message: CentralMessage): boolean {
    if (message.kind !== 'ack') return true;
    const isNews = message.safe !== this.#lastSafe || message.stalledReason !== this.#lastStalled;
    this.#lastSafe = message.safe;
    this.#lastStalled = message.stalledReason;
    return isNews;
  }
}

/** An agent whose own outbox decides what is said. */
export class OutboxAgent {
  readonly hostId: string;
  readonly run: string;
  readonly outbox: Outbox;
  readonly #trace: (line: string) => void;
  stream: Stream | undefined;
  #epochSeen = 0;

  constructor(
    { hostId, run }: { readonly hostId: string; readonly run: string },
    limits: OutboxLimits,
    trace: (line: string) => void,
  ) {
    this.hostId = hostId;
    this.run = run;
    this.outbox = new Outbox(limits);
    this.#trace = trace;
  }

  hello(): Pick<Hello, 'run' | 'epochSeen' | 'safeChange' | 'lastChange'> {
    const { safeChange, lastChange } = this.outbox;
    return { run: this.run, epochSeen: this.#epochSeen, safeChange, lastChange };
  }

  newStream(): Stream {
    this.outbox.endSession();
    this.stream = new Stream(this.hostId, this.#trace, (message) => {
      this.#take(message);
    });
    return this.stream;
  }

  /** Says everything that is urgent, or one heartbeat. False: there was nothing to say. */
  pump(nowUnixMs: number, isIntervalDue: boolean): boolean {
    if (this.stream?.isOpen !== true) {
      this.outbox.endSession();
      return false;
    }
    const draft = this.outbox.next(nowUnixMs, isIntervalDue);
    if (draft === undefined) return false;
    const said = reportText(draft);
    if (said !== '') this.#trace(`${this.hostId} -> ${said}`);
    this.stream.report({ ...draft });
    return true;
  }

  #take(message: CentralMessage): void {
    if (message.kind === 'welcome') {
      this.#epochSeen = message.welcome.epoch;
      this.outbox.startSession(message.welcome);
    }
    if (message.kind === 'ack') this.outbox.acknowledge(message.safe);
    if (message.kind === 'request-snapshot') this.outbox.requestSnapshot();
  }
}
