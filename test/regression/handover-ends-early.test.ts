import { expect, it } from 'vitest';

import { VmMoves } from '../../central/vm-moves.ts';

it('a VM that left, came back and left again has its whole time for the second hand-over', () => {
  const moves = new VmMoves();
  moves.departed('host-1', new Set(['vm-1']), 0);
  moves.departed('host-1', new Set(), 10_000);
  moves.departed('host-1', new Set(['vm-1']), 20_000);
  expect([...moves.expired(30_000)]).toEqual([]);
  expect([...moves.expired(50_000)]).toEqual([{ hostId: 'host-1', vmId: 'vm-1' }]);
  expect([...moves.expired(50_001)]).toEqual([]);
});
