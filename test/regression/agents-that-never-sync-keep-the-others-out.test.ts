import { expect, it } from 'vitest';

import { Admission } from '../../central/ingest/admission.ts';

it('an agent that says hello and never sends its picture loses its place among the first syncs', () => {
  const admission = new Admission({ hellosPerS: 10, burst: 10, syncsMax: 1 });
  expect(admission.admit(1, 0).kind).toBe('admitted');
  admission.look(29_999);
  expect(admission.admit(2, 29_999).kind).toBe('full');
  admission.look(30_000);
  expect(admission.admit(2, 30_000).kind).toBe('admitted');
});
