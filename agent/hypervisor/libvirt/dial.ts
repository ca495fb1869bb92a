import type { Clock } from '../../../shared/clock.ts';
import { connectOutage, worstOf, type Outage } from './outage.ts';
import { RpcConnection } from './rpc.ts';

export type Dialed =
  | { readonly kind: 'connected'; readonly rpc: RpcConnection; readonly socketPath: string }
  | { readonly kind: 'failed'; readonly outage: Outage };

/** Connects the first socket of the list that lets us. */
export async function dial(socketPaths: readonly string[], clock: Clock): Promise<Dialed> {
  const outages: Outage[] = [];
  for (const socketPath of socketPaths) {
    try {
      const rpc = await RpcConnection.connect(socketPath, clock);
      return { kind: 'connected', rpc, socketPath };
    } catch (error) {
      outages.push(connectOutage(errnoOf(error), socketPath));
    }
  }
  const outage = worstOf(outages) ?? connectOutage('ENOENT', '(no path configured)');
  return { kind: 'failed', outage };
}

function errnoOf(error: unknown): string {
  const isSystemError = error instanceof Error && 'code' in error && typeof error.code === 'string';
  if (!isSystemError) throw error;
  return String(error.code);
}
