import { Buffer } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { claimReasons, operatorVerbs } from '../../shared/model/record.ts';
import { eventToWire } from '../../shared/wire/event.ts';
import { hostToWire } from '../../shared/wire/host.ts';
import {
  decodeEvent,
  decodeHostRecord,
  decodeVmRecord,
  encodeEvent,
  encodeHostRecord,
  encodeVmRecord,
  messageToJson,
  messageType,
} from '../../shared/wire/json.ts';
import { vmToWire } from '../../shared/wire/vm.ts';
import { count, event, host, id, place, text, vm } from './arbitrary-objects.ts';

describe('what is kept in NATS', () => {
  const record = fc.record({
    ...{ incarnation: id, owner: id, instance: id, ...place, host, pictureRun: id },
    appliedChanges: fc.array(fc.record({ run: id, change: count })),
    pending: fc.array(event, { maxLength: 3 }),
    claim: fc.record({ at: count, reason: fc.constantFrom(...claimReasons), from: id }),
    told: fc.record(place),
    silence: fc.record({ silentMs: count, spentMs: count }),
    countedMs: fc.integer({ min: 1, max: 1e9 }),
    operatorRequests: fc.array(fc.record({ id: text, verb: fc.constantFrom(...operatorVerbs) }), {
      minLength: 1,
    }),
  });
  const slow = (type: string, wire: object): string =>
    JSON.stringify(messageToJson(messageType(`muster.v1.${type}`), { ...wire }));
  const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

  it('is to the letter what the general mapping to JSON says', () => {
    fc.assert(
      fc.property(record, vm, id, ({ pending, ...rest }, one, owner) => {
        for (const said of pending)
          expect(textOf(encodeEvent(said))).toBe(slow('Event', eventToWire(said)));
        const wire = {
          ...rest,
          host: hostToWire(rest.host),
          claim: { atMs: rest.claim.at, reason: rest.claim.reason, from: rest.claim.from },
          pending: pending.map((said) => eventToWire(said)),
        };
        expect(textOf(encodeHostRecord({ ...rest, pending }))).toBe(slow('HostRecord', wire));
        expect(textOf(encodeVmRecord({ owner, vm: one }))).toBe(
          slow('VmRecord', { owner, vm: vmToWire(one) }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('gives back the events that went in', () => {
    fc.assert(
      fc.property(event, (one) => {
        expect(decodeEvent(encodeEvent(one))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back the VMs that went in', () => {
    fc.assert(
      fc.property(vm, id, (one, owner) => {
        expect(decodeVmRecord(encodeVmRecord({ owner, vm: one }))).toEqual({ owner, vm: one });
      }),
      { numRuns: 300 },
    );
  });

  it('gives back the records that went in', () => {
    fc.assert(
      fc.property(record, (one) => {
        expect(decodeHostRecord(encodeHostRecord(one))).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });
});
