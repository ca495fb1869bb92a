import { openLocalMembership } from '../harness/membership-parts.ts';
import { membershipContract } from './membership.ts';

membershipContract('local', () =>
  Promise.resolve({ open: openLocalMembership, remove: () => Promise.resolve() }),
);
