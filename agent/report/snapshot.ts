import type { HistoryGap } from '../../shared/model/event.ts';
import type { ConditionReport, Hardware } from '../../shared/model/host.ts';
import type { SnapshotChunk } from '../../shared/model/protocol.ts';
import type { VmState } from '../../shared/model/vm.ts';

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
export function chunksOf(content: SnapshotContent, chunkVms: number): SnapshotChunk[] {
  const { change, observedAt, areVmsKnown, vms, conditions, hardware, gap } = content;
  const chunkCount = Math.max(1, Math.ceil(vms.length / chunkVms));
  return Array.from({ length: chunkCount }, (_, chunk) => ({
    change,
    chunk,
    observedAt,
    areVmsKnown,
    isLast: chunk === chunkCount - 1,
    vms: vms.slice(chunk * chunkVms, (chunk + 1) * chunkVms),
    conditions: chunk === 0 ? conditions : [],
    ...(chunk === 0 && hardware && { hardware }),
    ...(chunk === 0 && gap && { gap }),
  }));
}
