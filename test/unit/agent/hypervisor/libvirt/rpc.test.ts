import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LibvirtFailure } from '../../../../../agent/hypervisor/libvirt/failure.ts';
import { RpcConnection } from '../../../../../agent/hypervisor/libvirt/rpc.ts';
import { systemClock } from '../../../../../shared/clock.ts';
import { limits } from '../../../../../shared/limits.ts';
import { eventually } from '../../../../harness/eventually.ts';
import { FakeClock } from '../../../../harness/fake-clock.ts';
import {
  frame,
  keepalive,
  ScriptedLibvirtd,
  type Answer,
} from '../../../../harness/scripted-libvirtd.ts';

const echoProcedure = 1000;

let daemon: ScriptedLibvirtd;
let clock: FakeClock;
let rpc: RpcConnection;
let closings: LibvirtFailure[];
let messages: { procedure: number; value: number }[];

beforeEach(async () => {
  daemon = await ScriptedLibvirtd.start();
  clock = new FakeClock();
  rpc = await RpcConnection.connect(daemon.socketPath, clock);
  closings = [];
  messages = [];
  rpc.listen({
    onMessage: (procedure, reader) => {
      messages.push({ procedure, value: reader.int() });
    },
    onClose: (failure) => {
      closings.push(failure);
    },
  });
  await eventually(() => (daemon.connectionCount === 1 ? true : undefined), { what: 'connected' });
});

afterEach(async () => {
  rpc.close();
  await daemon.stop();
});

const ask = (value: number, procedure = echoProcedure, timeoutMs = 1000): Promise<number> =>
  rpc.call({
    procedure,
    write: (writer) => writer.int(value),
    read: (reader) => reader.int(),
    timeoutMs,
  });

/** Keeps the calls until the test lets each one go. */
function holdCalls(): { value: number; answer: (answer: Answer) => void }[] {
  const held: { value: number; answer: (answer: Answer) => void }[] = [];
  daemon.on(
    echoProcedure,
    (args) => new Promise((answer) => held.push({ value: args.int(), answer })),
  );
  return held;
}

const echo = (value: number): Answer => ({ kind: 'ok', write: (writer) => writer.int(value) });

async function closing(): Promise<LibvirtFailure> {
  return eventually(() => closings[0], { what: 'the connection is closed' });
}

describe('calls', () => {
  it('get their own reply, whatever the order replies come in', async () => {
    const held = holdCalls();
    const asked = Promise.all([ask(1), ask(2), ask(3)]);
    await eventually(() => (held.length === 3 ? true : undefined), { what: 'three calls' });
    for (const { value, answer } of held.toReversed()) answer(echo(value * 10));
    expect(await asked).toEqual([10, 20, 30]);
  });

  it('are sent at most four at a time, and the rest as replies come', async () => {
    const held = holdCalls();
    const asked = Promise.all([1, 2, 3, 4, 5, 6].map((value) => ask(value)));
    await eventually(() => (held.length === 4 ? true : undefined), { what: 'four calls' });
    held[0]?.answer(echo(1));
    await eventually(() => (held.length === 5 ? true : undefined), { what: 'the fifth call' });
    for (let i = 1; i < 6; i++) {
      const call = await eventually(() => held[i], { what: `call ${i + 1}` });
      call.answer(echo(call.value));
    }
    expect(await asked).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('give the error number and text when libvirt refuses', async () => {
    daemon.on(echoProcedure, () => ({ kind: 'error', code: 42, text: 'Domain not found' }));
    await expect(ask(1)).rejects.toMatchObject({
      kind: 'refused',
      replyCode: 42,
      message: 'Domain not found',
    });
    expect(rpc.isClosed).toBe(false);
  });

  it('fail at their deadline, and leave the connection and later calls as they are', async () => {
    const held = holdCalls();
    const late = ask(1);
    const failure = expect(late).rejects.toMatchObject({ kind: 'timeout' });
    await eventually(() => held[0], { what: 'the call' });
    clock.advance(1000);
    await failure;
    held[0]?.answer(echo(1));
    const next = ask(2);
    (await eventually(() => held[1], { what: 'the second call' })).answer(echo(2));
    expect(await next).toBe(2);
    expect(clock.timerCount).toBe(0);
  });

  it('fail at their deadline also while they wait for a place', async () => {
    holdCalls();
    const asked = [1, 2, 3, 4, 5].map((value) => ask(value));
    const failures = asked.map((call) => expect(call).rejects.toMatchObject({ kind: 'timeout' }));
    clock.advance(1000);
    await Promise.all(failures);
  });

  it('are all rejected when the daemon hangs up, and at once afterwards', async () => {
    const held = holdCalls();
    const asked = [1, 2, 3, 4, 5].map((value) => ask(value));
    const failures = asked.map((call) => expect(call).rejects.toMatchObject({ kind: 'lost' }));
    await eventually(() => (held.length === 4 ? true : undefined), { what: 'four calls' });
    daemon.hangUp();
    await Promise.all(failures);
    await expect(ask(6)).rejects.toMatchObject({ kind: 'lost' });
    expect(closings).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
  });
});

describe('hostile bytes', () => {
  it('in a reply reject the call and end the connection', async () => {
    daemon.on(echoProcedure, () => ({ kind: 'ok' }));
    await expect(ask(1)).rejects.toMatchObject({ kind: 'malformed' });
    expect(await closing()).toMatchObject({ kind: 'malformed' });
  });

  it.each([
    ['a reply nobody asked for', frame(1, { type: 1, serial: 77 })],
    ['another program', frame(1, { type: 2, serial: 0, program: 99 })],
    ['another version', frame(1, { type: 2, serial: 0, version: 2 })],
    ['a stream packet', frame(1, { type: 3, serial: 0 })],
    ['an impossible length', Buffer.from([0, 0, 0, 1])],
    ['an event cut short', frame(318, { type: 2, serial: 0 })],
  ])('such as %s end the connection as malformed', async (_name, bytes) => {
    daemon.sendRaw(bytes);
    expect(await closing()).toMatchObject({ kind: 'malformed' });
  });

  it('of any kind never do anything but end the connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 400 }), async (bytes) => {
        const victim = await RpcConnection.connect(daemon.socketPath, systemClock);
        const closed = new Promise<LibvirtFailure>((resolve) => {
          victim.listen({ onMessage: (_procedure, reader) => void reader.int(), onClose: resolve });
        });
        // The last bytes are an impossible length wherever frames begin, so that each run comes to an end.
        daemon.sendRaw(Buffer.concat([Buffer.from(bytes), Buffer.alloc(4)]));
        setImmediate(() => {
          daemon.hangUp();
        });
        expect((await closed).kind).toMatch(/malformed|lost/);
      }),
      { numRuns: 50 },
    );
  });
});

describe('keepalive', () => {
  it('answers the pings of the daemon', async () => {
    daemon.sendRaw(keepalive(1));
    await eventually(() => (daemon.calls.includes(-2) ? true : undefined), { what: 'the pong' });
  });

  it('goes on as long as the daemon answers', async () => {
    const patient = await RpcConnection.connect(daemon.socketPath, systemClock);
    // Far more pings than may be missed; each answer has a whole second.
    patient.startPinging(5, 200);
    await eventually(() => (daemon.calls.length > 20 ? true : undefined), { what: 'many pings' });
    expect(patient.isClosed).toBe(false);
    patient.close();
  });

  it('ends the connection as silent when nothing is heard after pings, within 6 s', async () => {
    daemon.answersPings = false;
    rpc.startPinging(limits.libvirtPingIntervalMs, limits.libvirtPingsMissedMax);
    clock.advance(6000);
    expect(await closing()).toMatchObject({ kind: 'silent' });
    expect(clock.timerCount).toBe(0);
  });

  it('takes anything it hears for a sign of life', async () => {
    daemon.answersPings = false;
    rpc.startPinging(1500, 2);
    for (let i = 0; i < 5; i++) {
      clock.advance(1499);
      await expect(ask(i)).rejects.toMatchObject({ kind: 'refused' });
      clock.advance(1);
    }
    expect(closings).toEqual([]);
  });
});

describe('events', () => {
  it('reach the listener in order, between replies', async () => {
    for (const value of [1, 2, 3]) {
      const payload = Buffer.alloc(4);
      payload.writeInt32BE(value);
      daemon.sendRaw(frame(318, { type: 2, serial: 0 }, payload));
    }
    await eventually(() => (messages.length === 3 ? true : undefined), { what: 'three events' });
    expect(messages.map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});
