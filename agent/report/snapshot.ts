import type { HistoryGap } from '../../shared/model/event.ts';
import type { ConditionReport, Hardware } from '../../shared/model/host.ts';
import type { SnapshotChunk } from '../../shared/model/protocol.ts';
import type { VmState } from '../../shared/model/vm.ts';
import { countWithin, vmWeight } from './weight.ts';

export interface SnapshotContent {
  readonly change: number;
  readonly observedAt: number;
  readonly areVmsKnown: boolean;
  readonly vms: readonly VmState[];
  readonly conditions: readonly ConditionReport[];
  readonly hardware: Hardware | undefined;
  readonly gap: HistoryGap | undefined;
}

/** Cuts a full picture into chunks that a heartbeat never has to wait long behind. At least one chunk. */
export function chunksOf(content: SnapshotContent, chunkWeight: number): SnapshotChunk[] {
  const { change, observedAt, areVmsKnown, vms, conditions, hardware, gap } = content;
  return partsOf(vms, chunkWeight).map((part, chunk, parts) => ({
    change,
    chunk,
    observedAt,
    areVmsKnown,
    isLast: chunk === parts.length - 1,
    vms: part,
    conditions: chunk === 0 ? conditions : [],
    ...(chunk === 0 && hardware && { hardware }),
    ...(chunk === 0 && gap && { gap }),
  }));
}

function partsOf(vms: readonly VmState[], weightMax: number): (readonly VmState[])[] {
  const parts: (readonly VmState[])[] = [];
  for (let start = 0; start < vms.length;) {
    const count = countWithin(vms, vmWeight, { start, weightMax });
    parts.push(vms.slice(start, start + count));
    start += count;
  }
  return parts.length === 0 ? [[]] : parts;
}
