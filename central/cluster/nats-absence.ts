import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { NatsOptions } from './nats-options.ts';
import { probeNats, type ProbeFinding } from './nats-probe.ts';

/** A server that restarts is back before. */
const toldAfterMs = 5000;
const repeatedAfterMs = 30_000;

export interface NatsAbsenceOptions {
  readonly nats: NatsOptions;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Says again and again, while there is no connection to NATS, why there is none. */
export class NatsAbsence {
  readonly #options: NatsAbsenceOptions;
  #timer: Timer | undefined;
  #refusal = '';

  constructor(options: NatsAbsenceOptions) {
    this.#options = options;
  }

  begin(): void {
    this.end();
    this.#remindIn(toldAfterMs);
  }

  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#refusal = '';
  }

  /** Why a server does not let us in; empty if none said so since we lost NATS. */
  get refusal(): string {
    return this.#refusal;
  }

  /** A server answered, and does not let us in. Said at once, and then as the reason; the same one is not repeated. */
  refused(reason: string): void {
    if (this.#refusal === reason) return;
    this.#refusal = reason;
    this.#options.log.error({ reason }, 'NATS refuses us; tried again until it lets us in');
  }

  #remindIn(ms: number): void {
    this.#timer = this.#options.clock.setTimer(() => {
      this.#remindIn(repeatedAfterMs);
      void this.#remind();
    }, ms);
  }

  async #remind(): Promise<void> {
    const { log, nats, clock } = this.#options;
    const timer = this.#timer;
    const reason = this.#refusal === '' ? await absenceReason(nats, clock) : this.#refusal;
    if (this.#timer !== timer) return;
    log.warn({ servers: nats.servers.join(', '), reason }, 'no connection to NATS; waiting for it');
  }
}

/** Each server with what it said. */
export async function probeAll(
  { servers, tls }: NatsOptions,
  clock: Clock,
): Promise<{ readonly server: string; readonly finding: ProbeFinding }[]> {
  const timeoutMs = limits.natsAnswerMs;
  return Promise.all(
    servers.map(async (server) => ({
      server,
      finding: await probeNats({ server, tls, timeoutMs, clock }),
    })),
  );
}

async function absenceReason(nats: NatsOptions, clock: Clock): Promise<string> {
  const findings = await probeAll(nats, clock);
  return findings
    .map(({ server, finding }) =>
      finding.kind === 'answers' ? `${server}: answers` : `${server}: ${finding.reason}`,
    )
    .join('; ');
}
