import type { Host } from '../shared/model/host.ts';
import type { OperatorOutcome } from './state/host-state.ts';

/** What operators ask of hosts, on its way between replicas. */

export type OperatorAnswer =
  | { readonly kind: 'done'; readonly host: Host }
  | Exclude<OperatorOutcome, { readonly kind: 'done' }>
  /** Another replica has the host. */
  | { readonly kind: 'moved' }
  /** Not known yet, or it cannot be carried out now. */
  | { readonly kind: 'late'; readonly message: string };
