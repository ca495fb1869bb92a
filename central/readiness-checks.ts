import type { ReadinessCheck } from './api/readiness.ts';
import type { Backbone } from './backbone.ts';
import type { HandOver } from './hand-over.ts';
import type { Loop } from './loop.ts';
import type { LmdbStore } from './store/lmdb-store.ts';

export interface CheckedParts {
  readonly store: LmdbStore;
  readonly backbone: Backbone;
  readonly loop: Loop;
  readonly handOver: HandOver;
}

/** What /readyz and the health service go by. */
export function readinessChecks({
  store,
  backbone,
  loop,
  handOver,
}: CheckedParts): ReadinessCheck[] {
  const told = (message: string): { isOk: boolean; message: string } => ({
    isOk: message === '',
    message,
  });
  return [
    { name: 'store', check: () => storeCheck(store) },
    { name: backbone.commits.mode, check: () => told(backbone.trouble()) },
    { name: 'loop', check: () => told(loop.stalledReason) },
    {
      name: 'membership',
      check: () => told(handOver.hasBegun ? 'this replica leaves; its hosts go to others' : ''),
    },
  ];
}

function storeCheck(store: LmdbStore): { isOk: boolean; message: string } {
  const health = store.health();
  switch (health.kind) {
    case 'ok':
      return { isOk: true, message: '' };
    case 'full':
      return {
        isOk: false,
        message: `the disk is full: ${String(health.freeBytes)} bytes are free; changes wait until there is room`,
      };
    case 'failed':
      return { isOk: false, message: health.reason };
  }
}
