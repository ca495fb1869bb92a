import { expect, it } from 'vitest';

import { newConnection, nextDeadlineMs } from '../../agent/push/connection-state.ts';
import { stepConnection } from '../../agent/push/connection.ts';
import { centralConfigSchema, checkCentralConfig } from '../../central/config.ts';
import { defaultLiveness } from '../../central/state/liveness.ts';

/** Milliseconds until an agent that found nobody for a long time dials again, at worst. */
function longestPauseMs(): number {
  const settings = {
    ...{ intervalMs: 2_000, reconnectWindowMs: 2_000, ackDeadlineMs: 6_000 },
    addresses: ['central:7420'],
  };
  let nowMs = 0;
  let { connection } = stepConnection(newConnection(settings), { kind: 'start' }, moment());
  function moment(): { nowMs: number; random: number } {
    return { nowMs, random: 0.9999 };
  }
  let pauseMs = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    connection = stepConnection(
      connection,
      { kind: 'closed', retryAfterMs: undefined },
      moment(),
    ).connection;
    pauseMs = (nextDeadlineMs(connection) ?? Infinity) - nowMs;
    nowMs += pauseMs;
    connection = stepConnection(connection, { kind: 'deadline' }, moment()).connection;
  }
  return pauseMs;
}

it('a central that was away for long is found again before it judges anybody', () => {
  const { agents, liveness } = centralConfigSchema.parse({});
  expect(longestPauseMs()).toBeLessThan(liveness.takeover_grace - agents.ack_deadline);
});

it('a link that was bad for long costs no verdict once it is good', () => {
  const { agents } = centralConfigSchema.parse({});
  const givenUpAfterMs = defaultLiveness.silenceMsMin + defaultLiveness.suspectTimeoutMs;
  expect(agents.ack_deadline + longestPauseMs()).toBeLessThan(givenUpAfterMs);
});

it('a grace that is shorter than that pause is refused', () => {
  const config = centralConfigSchema.parse({ liveness: { takeover_grace: '9s' } });
  expect(checkCentralConfig(config)).toEqual([expect.stringContaining('liveness.takeover_grace')]);
});
