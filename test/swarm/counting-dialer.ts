import { insecureDialer } from '../../agent/push/stream.ts';
import type { StreamDialer } from '../../agent/push/stream.ts';
import type { CentralMessage } from '../../shared/model/protocol.ts';

/** What went over all streams of a process since it started. */
export interface StreamCounts {
  dials: number;
  reports: number;
  acks: number;
  /** Streams that ended without our doing. */
  ends: number;
}

export interface CountingDialerOptions {
  readonly counts: StreamCounts;
  /** If set, the central's interval is not followed. */
  readonly fixedIntervalMs: number | undefined;
}

/** The agent's own dialer, counted. */
export function countingDialer({ counts, fixedIntervalMs }: CountingDialerOptions): StreamDialer {
  const dial = insecureDialer();
  return (address, events) => {
    counts.dials += 1;
    const stream = dial(address, {
      onMessage: (message) => {
        if (message.kind === 'ack') counts.acks += 1;
        events.onMessage(
          fixedIntervalMs === undefined ? message : withInterval(message, fixedIntervalMs),
        );
      },
      onRoom: () => {
        events.onRoom();
      },
      onEnd: (end) => {
        counts.ends += 1;
        events.onEnd(end);
      },
    });
    return {
      send: (message) => {
        if (message.kind === 'report') counts.reports += 1;
        return stream.send(message);
      },
      end: () => stream.end(),
      destroy: () => {
        stream.destroy();
      },
    };
  };
}

function withInterval(message: CentralMessage, intervalMs: number): CentralMessage {
  if (message.kind === 'configure') {
    return { ...message, settings: { ...message.settings, intervalMs } };
  }
  if (message.kind !== 'welcome') return message;
  const settings = { ...message.welcome.settings, intervalMs };
  return { ...message, welcome: { ...message.welcome, settings } };
}
