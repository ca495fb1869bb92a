import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Op } from '../../central/state/host-state.ts';
import { operatorVerbs } from '../../shared/model/record.ts';
import { goodbyeKinds, vmStatuses } from '../../shared/model/status.ts';
import { helloOf } from '../harness/model-objects.ts';
import { aHostWith, changeOf, vmStateOf } from '../harness/stepped-host.ts';

const needless: readonly string[] = ['DOWN', 'SUSPENDED', 'DEPARTED'];
const run = fc.constantFrom('run-1', 'run-2', 'run-3');
const vm = fc
  .tuple(fc.constantFrom('v1', 'v2'), fc.constantFrom(...vmStatuses))
  .map(([id, status]) => vmStateOf(id, status));
const change = fc.integer({ min: 1, max: 40 });

/** Whatever an agent may send, late, twice and of any run, and what the central makes of its silence. */
const agentOp: fc.Arbitrary<Op> = fc.oneof(
  fc.tuple(run, fc.nat(3)).map(([name, boot]): Op => {
    const hello = helloOf('host-1', {
      run: name,
      bootId: `boot-${String(boot)}`,
      agentVersion: '1',
    });
    return { kind: 'hello', sessionId: boot, hello };
  }),
  fc.tuple(change, vm).map(([number, state]) => changeOf(number, state)),
  fc
    .tuple(run, change, fc.uniqueArray(vm, { selector: ({ id }) => id }))
    .map(([name, number, vms]): Op => ({
      ...{ kind: 'snapshot', run: name },
      snapshot: { change: number, areVmsKnown: true, vms, conditions: [], observedAt: 0 },
    })),
  fc.constantFrom(...goodbyeKinds).map((goodbye): Op => ({ kind: 'goodbye', goodbye })),
  fc
    .constantFrom('SUSPECT' as const, 'NON_RESPONSIVE' as const)
    .map((status): Op => ({ kind: 'verdict', verdict: { status, reason: 'SILENT' } })),
  fc.constantFrom<Op>(
    { kind: 'contact' },
    { kind: 'tidy' },
    { kind: 'retry-strays', afterMs: 250 },
    { kind: 'identity-conflict', isActive: true, reason: 'TWO_AGENTS', message: '' },
    { kind: 'storage-changed', reason: 'STORAGE_LOST' },
  ),
);

const operatorOp: fc.Arbitrary<Op> = fc
  .record({
    verb: fc.constantFrom(...operatorVerbs.filter((verb) => verb !== 'retire')),
    ...{ id: fc.constantFrom('', 'a', 'b'), by: fc.constant('alice'), reason: fc.constant('') },
    force: fc.boolean(),
  })
  .map((request) => ({ kind: 'operator', request, ticket: 1 }));

const retire: Op = {
  ...{ kind: 'operator', ticket: 1 },
  request: { verb: 'retire', id: '', by: 'alice', reason: '', force: true },
};
const owner = fc.constantFrom('replica-1', 'replica-2');

describe('what an operator asked for', () => {
  it('a retired host stays one, without VMs, whatever agents and owners do', () => {
    fc.assert(
      fc.property(
        fc.array(agentOp),
        fc.array(fc.tuple(owner, fc.array(agentOp, { minLength: 1 }))),
        (before, after) => {
          const host = aHostWith([vmStateOf('v1', 'UP')]);
          for (const op of before) host.apply(op);
          host.apply(retire);
          for (const [replicaId, ops] of after) {
            host.context = { ...host.context, replicaId };
            host.apply(...ops);
            expect(host.state.record?.host.status).toBe('RETIRED');
            expect(host.vms.size).toBe(0);
          }
        },
      ),
    );
  });

  it('maintenance stands until it is taken back, and says truly whether a VM is left', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(agentOp, operatorOp)), (ops) => {
        const host = aHostWith([vmStateOf('v1', 'UP')]);
        let isWanted = false;
        for (const op of ops) {
          host.apply(op);
          const { status, maintenance } = host.state.record?.host ?? {};
          if (op.kind !== 'operator') expect(maintenance !== undefined).toBe(isWanted);
          isWanted = maintenance !== undefined;
          const held = [...host.vms.values()].map(({ reported }) => reported.status);
          const strays = [...host.state.strays.values()].map((one) => one.status);
          const mayRun = [...held, ...strays].some((one) => !needless.includes(one));
          if (status === 'MAINTENANCE') expect(isWanted && !mayRun).toBe(true);
          if (status === 'PREPARING_FOR_MAINTENANCE') expect(isWanted && mayRun).toBe(true);
          if (status === 'UP') expect(isWanted).toBe(false);
        }
      }),
    );
  });
});
