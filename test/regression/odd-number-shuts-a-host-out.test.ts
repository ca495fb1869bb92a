import { describe, expect, it } from 'vitest';

import { messageShapes } from '../../agent/push/message-shape.ts';
import { MessageWriter } from '../../agent/push/message-writer.ts';
import { SessionSampling } from '../../agent/report/sampling.ts';
import type { Report } from '../../shared/model/protocol.ts';
import { agentMessageToWire } from '../../shared/wire/agent-message.ts';
import { StatsReport } from '../../shared/wire/stats-report.ts';
import { readRows } from '../harness/reported-stats.ts';

const { AgentMessage } = messageShapes(['AgentMessage']);
const writer = new MessageWriter();

/**
 * A number that the central refuses ends the stream. A file system that says it has 2^60 KiB said so again on the next
 * one, and its host was never let in; an infinite number kept the writer in its loop for ever.
 */
describe('a number no central takes', () => {
  it.each([2 ** 60, Infinity, -Infinity, NaN, -5_000, 2 ** 54])(
    'such as %f is not told, and all others are',
    (odd) => {
      const sampling = new SessionSampling();
      const host = sampling.host({
        host: { uptimeS: odd, load1: odd, swapUsedKib: 2_048 },
        disks: [],
        filesystems: [{ mount: '/mnt', totalKib: 7, usedKib: odd }],
        networkInterfaces: [],
      });
      const vms = sampling.vms([{ vmId: 'vm-1', memoryKib: odd, diskOps: 3 }], 10);
      const plain: Report = { frame: 1, sentAt: 1, changes: [], vms, ...(host && { host }) };
      const wire = agentMessageToWire({ kind: 'report', report: plain });
      const report = new StatsReport();
      expect(report.read(writer.write(AgentMessage, wire))).toBe(true);
      expect(readRows(report.rows).map(({ fields }) => fields)).toEqual([
        { swapUsedKib: 2_048 },
        { totalKib: 7 },
        { diskOps: 3 },
      ]);
    },
  );

  it.each([Infinity, NaN, 2 ** 64])('such as %f is refused by the writer', (frame) => {
    expect(() => writer.write(AgentMessage, { report: { frame } })).toThrow(RangeError);
  });
});
