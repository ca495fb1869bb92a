import { describe, expect, it } from 'vitest';

import { agentMessageToWire } from '../../../shared/wire/agent-message.ts';
import { services } from '../../../shared/wire/schema.ts';
import type { AgentMessage, Report } from '../../../shared/model/protocol.ts';
import { ackBytes, scanReport } from '../../bench/parts/report-scan.ts';

const { requestSerialize, responseDeserialize } = services.muster.v1.AgentService.service.Connect;

function bytesOf(message: AgentMessage): Buffer {
  return requestSerialize(agentMessageToWire(message));
}

const report: Report = {
  frame: 300,
  changes: [],
  sentAt: 1_735_689_600_000,
  host: {
    host: { load1: 1.5, cpuPermille: 500 },
    disks: [],
    filesystems: [],
    networkInterfaces: [],
  },
  vms: [{ index: 3, key: 'vm-3', fields: { cpuPermille: 900 } }],
  digest: { change: 5, vmCount: 2, hash: 0xdeadbeef },
};

describe('the floor', () => {
  it('finds frame and changes among everything a report holds', () => {
    const removed = (change: number): Report['changes'][number] => ({
      ...{ change, observedAt: 1 },
      body: { kind: 'vm-removed', vmId: 'vm-1' },
    });
    const message = { ...report, changes: [removed(70_000), removed(70_001)] };
    expect(scanReport(bytesOf({ kind: 'report', report: message }))).toEqual({
      frame: 300,
      change: 70_001,
    });
    expect(scanReport(bytesOf({ kind: 'report', report }))).toEqual({ frame: 300, change: 0 });
  });

  it('finds the change of a picture', () => {
    const snapshot = {
      ...{ change: 9, chunk: 0, isLast: true, areVmsKnown: true, vms: [], conditions: [] },
      observedAt: 1,
    };
    const bytes = bytesOf({ kind: 'report', report: { ...report, snapshot } });
    expect(scanReport(bytes)).toEqual({ frame: 300, change: 9 });
  });

  it('takes other messages for nothing', () => {
    const bytes = bytesOf({ kind: 'goodbye', goodbye: 'RESTART' });
    expect(scanReport(bytes)).toEqual({ frame: 0, change: 0 });
  });

  it('acknowledges as the product does', () => {
    expect(responseDeserialize(ackBytes(123_456, 7)).ack).toMatchObject({
      received: 123_456,
      safe: 7,
    });
  });
});
