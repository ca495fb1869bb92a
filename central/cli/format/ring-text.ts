import type { GetRingResponse__Output } from '../../../shared/wire/generated/muster/v1/GetRingResponse.ts';
import type { RingShare__Output } from '../../../shared/wire/generated/muster/v1/RingShare.ts';
import { renderFacts, renderSection } from './details.ts';
import { formatShare } from './size.ts';
import { cellsOf, renderTable, type Column, type TableStyle } from './table.ts';

function columnsFor(hostCount: number): readonly Column<RingShare__Output>[] {
  const count = (
    header: string,
    cell: (share: RingShare__Output) => number | undefined,
  ): Column<RingShare__Output> => ({
    ...{ header, align: 'right' },
    cell: (share) => String(cell(share) ?? 0),
  });
  return [
    { header: 'REPLICA', cell: ({ replicaId = '' }) => replicaId, widthMin: 8 },
    { header: 'SHARES', cell: ({ inRing }) => (inRing === true ? 'yes' : 'no'), rank: 2 },
    { ...count('WEIGHT', ({ weight }) => weight), rank: 3 },
    count('OWNED', ({ owned }) => owned),
    count('WANTED', ({ wanted }) => wanted),
    {
      ...{ header: 'OF ALL', align: 'right', rank: 4 },
      cell: ({ wanted = 0 }) => formatShare(wanted, hostCount),
    },
    { ...count('TO COME', ({ incoming }) => incoming), rank: 1 },
    { ...count('TO LEAVE', ({ outgoing }) => outgoing), rank: 1 },
  ];
}

/** Who owns how many hosts, and who should. */
export function ringText(ring: GetRingResponse__Output, style: TableStyle): string {
  const { shares = [], hostCount = 0, unownedCount = 0, misplacedCount = 0 } = ring;
  const columns = columnsFor(hostCount);
  const cells = shares.map((share) => cellsOf(columns, share, 0));
  const inner =
    style.width === undefined ? style : { ...style, width: Math.max(20, style.width - 2) };
  return (
    renderFacts([
      ['Hosts', String(hostCount)],
      ['Misplaced', misplacedCount === 0 ? 'none' : String(misplacedCount)],
      ['Without owner', unownedCount === 0 ? 'none' : String(unownedCount)],
    ]) + renderSection('Shares', shares.length === 0 ? '' : renderTable(columns, cells, inner))
  );
}
