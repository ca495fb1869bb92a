import { describe, expect, it } from 'vitest';

import { goodbyeFromJobs } from '../../../agent/farewell.ts';

const job = (id: number, unit: string, type: string): string =>
  `${String(id)} ${unit} ${type} waiting`;

describe("systemd's job list", () => {
  it.each([
    [
      'reboot',
      [job(1, 'reboot.target', 'start'), job(2, 'muster-agent.service', 'stop')],
      'REBOOT',
    ],
    ['kexec', [job(1, 'kexec.target', 'start')], 'REBOOT'],
    [
      'power off',
      [job(7, 'poweroff.target', 'start'), job(8, 'shutdown.target', 'start')],
      'SHUTDOWN',
    ],
    ['halt', [job(7, 'halt.target', 'start')], 'SHUTDOWN'],
    ['a restart of the agent', [job(2, 'muster-agent.service', 'restart')], undefined],
    ['a target that stops', [job(2, 'reboot.target', 'stop')], undefined],
    ['nothing', [], undefined],
  ] as const)('of %s', (_, lines, goodbye) => {
    expect(goodbyeFromJobs(lines.join('\n'))).toBe(goodbye);
  });
});
