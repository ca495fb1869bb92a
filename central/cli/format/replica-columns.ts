import type { Replica__Output } from '../../../shared/wire/generated/muster/v1/Replica.ts';
import { unixMsFrom } from '../../../shared/wire/time.ts';
import { formatAge, formatSpan } from './age.ts';
import type { Color } from './color.ts';
import type { Column } from './table.ts';
import { wordOf } from './words.ts';

/** DEAD where it was silent for too long, whatever it said last. */
function standing({ alive, state }: Replica__Output): string {
  return alive === true ? wordOf('REPLICA_STATE_', state) : 'DEAD';
}

function standingColor(standing: string): Color {
  if (standing === 'ACTIVE') return 'green';
  return standing === 'DEAD' ? 'red' : 'yellow';
}

export const replicaColumns: readonly Column<Replica__Output>[] = [
  { header: 'ID', cell: ({ id = '', answering }) => (answering === true ? `${id} *` : id) },
  { header: 'STATE', cell: standing, color: standingColor },
  { header: 'ROLE', cell: ({ role = '' }) => role, rank: 4 },
  { header: 'HOSTS', cell: ({ hostsOwned = 0 }) => String(hostsOwned), align: 'right', rank: 1 },
  { header: 'WEIGHT', cell: ({ weight = 0 }) => String(weight), align: 'right', rank: 3 },
  { header: 'SEEN', cell: ({ ageMs = 0 }) => formatSpan(ageMs), align: 'right', rank: 2 },
  {
    header: 'STARTED',
    cell: ({ startedAt }, now) => formatAge(unixMsFrom(startedAt), now),
    align: 'right',
    rank: 5,
  },
  { header: 'VERSION', cell: ({ version = '' }) => version, rank: 6 },
  { header: 'API', cell: ({ apiAddress = '' }) => apiAddress, rank: 7, widthMin: 15 },
  { header: 'AGENTS', cell: ({ agentsAddress = '' }) => agentsAddress, isWide: true },
  { header: 'INSTANCE', cell: ({ instance = '' }) => instance, isWide: true },
  { header: 'GROUPS', cell: ({ groups = [] }) => groups.join(','), isWide: true },
];
