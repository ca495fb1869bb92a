import { describe, expect, it } from 'vitest';

import { PeerDesk } from '../../../central/peer-desk.ts';
import type { SessionAnswer } from '../../../central/peer-port.ts';
import type { HostSession } from '../../../central/ports.ts';
import { peerLimits } from '../../../shared/peer-limits.ts';
import { FakeClock } from '../../harness/fake-clock.ts';
import { sessionOf } from '../../harness/logged-session.ts';

class Scene {
  readonly log: string[] = [];
  readonly clock = new FakeClock();
  session: HostSession | undefined;
  answer: SessionAnswer | undefined;
  readonly desk = new PeerDesk({
    clock: this.clock,
    session: () => this.session,
    sentAway: () => this.log.push('sent away'),
    conflicted: () => this.log.push('conflict'),
  });

  has(run: string): HostSession {
    this.session = sessionOf('h', run, this.log);
    return this.session;
  }

  async ask(run: string): Promise<void> {
    void this.desk.hasSession({ hostId: 'h', run, askedBy: 'b' }).then((answer) => {
      this.answer = answer;
    });
    await this.clock.advanceAsync(0);
  }
}

describe('a peer that is about to claim a host of ours', () => {
  it('hears that nobody is in session, and its question is a sign of life of the agent', async () => {
    const scene = new Scene();
    await scene.ask('r1');
    expect(scene.answer).toEqual({ kind: 'none' });
    expect(scene.log).toEqual(['sent away']);
  });

  it('takes the agent that stands before it: its session here is over, its silence means nothing', async () => {
    const scene = new Scene();
    scene.has('r1');
    await scene.ask('r1');
    expect(scene.answer).toEqual({ kind: 'released' });
    expect(scene.log).toEqual(['sent away', 'r1 <- end done']);
  });

  it('is refused when another agent is here and answers', async () => {
    const scene = new Scene();
    const session = scene.has('old');
    await scene.ask('new');
    expect(scene.log).toEqual(['old <- ping']);
    scene.desk.heard(session);
    await scene.clock.advanceAsync(0);
    expect(scene.answer?.kind).toBe('conflict');
    expect(scene.log).toEqual(['old <- ping', 'conflict']);
    expect(scene.clock.timerCount).toBe(0);
  });

  it('takes the host when another agent was here and does not answer in time', async () => {
    const scene = new Scene();
    scene.has('old');
    await scene.ask('new');
    await scene.clock.advanceAsync(peerLimits.peerRivalAnswerMs - 1);
    expect(scene.answer).toBeUndefined();
    await scene.clock.advanceAsync(1);
    expect(scene.answer).toEqual({ kind: 'released' });
    expect(scene.log).toEqual(['old <- ping', 'sent away', 'old <- end done']);
  });

  it('need not wait when the stream of the other agent ends', async () => {
    const scene = new Scene();
    const session = scene.has('old');
    await scene.ask('new');
    scene.session = undefined;
    scene.desk.closed(session);
    await scene.clock.advanceAsync(0);
    expect(scene.answer).toEqual({ kind: 'none' });
  });

  it('gets its answer from the session of now, if another one began meanwhile', async () => {
    const scene = new Scene();
    const session = scene.has('old');
    await scene.ask('new');
    const next = scene.has('next');
    scene.desk.closed(session);
    await scene.clock.advanceAsync(0);
    expect(scene.log).toEqual(['old <- ping', 'next <- ping']);
    scene.desk.heard(next);
    await scene.clock.advanceAsync(0);
    expect(scene.answer?.kind).toBe('conflict');
  });

  it('is not the only one that may ask', async () => {
    const scene = new Scene();
    const session = scene.has('old');
    await scene.ask('new');
    await scene.ask('newer');
    scene.desk.heard(session);
    await scene.clock.advanceAsync(0);
    expect(scene.log.filter((line) => line === 'conflict')).toHaveLength(2);
  });
});
