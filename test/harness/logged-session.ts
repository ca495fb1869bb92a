import type { HostSession } from '../../central/ports.ts';
import type { CentralMessage } from '../../shared/model/protocol.ts';

export interface LoggedSession extends HostSession {
  /** A message of its agent comes. */
  hear(): void;
  readonly sent: readonly CentralMessage[];
}

/** A session that writes into `log` what it is told, under its run. */
export function sessionOf(hostId: string, run: string, log: string[]): LoggedSession {
  let onHeard: () => void = () => undefined;
  const sent: CentralMessage[] = [];
  return {
    ...{ id: 1, hostId, run, peer: `peer-${run}`, lastFrame: 0, sent },
    admitted: (heard) => {
      onHeard = heard;
    },
    send: (message) => {
      sent.push(message);
      log.push(`${run} <- ${nameOf(message)}`);
    },
    acknowledge: () => undefined,
    end: (why) => {
      log.push(`${run} <- end ${why.kind}`);
    },
    hear: () => {
      onHeard();
    },
  };
}

function nameOf(message: CentralMessage): string {
  if (message.kind === 'redirect' || message.kind === 'drain')
    return `${message.kind} ${message.address}`;
  return message.kind === 'configure'
    ? `configure ${message.settings.replicas.join(' ')}`
    : message.kind;
}
