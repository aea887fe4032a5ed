/** What every way to an engine must keep. Each host has a test that runs this suite. */
import { afterEach, describe, expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { foldFrame, EMPTY_MIRROR } from '../../projections/mirror.ts';
import type { MirrorState } from '../../projections/mirror.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { EngineFault } from '../../protocol/messages.ts';
import type { ReplyTo, Request } from '../../protocol/requests.ts';
import { BEAT_MS, createSmallEngine, SETUP } from '../core/testing/small-engine.ts';
import type { SmallEngine } from '../core/testing/small-engine.ts';
import { Refusal } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';

export interface Harness {
  readonly client: EngineClient;
  /** Lets the host work for a moment. */
  readonly pump: () => Promise<void>;
}

const PODS = 5;
const scaleTo = (replicas: number): Request => ({
  ask: 'command',
  command: { kind: 'scale', objectKind: 'Deployment', namespace: 'default', name: 'web', replicas },
});

export function engineClientContract(name: string, make: (engine: SmallEngine) => Harness): void {
  describe(`${name} as an engine client`, () => {
    const opened: Harness[] = [];
    afterEach(() => {
      for (const { client } of opened.splice(0)) client.close();
    });

    function open(engine = createSmallEngine()): Session {
      const harness = make(engine);
      opened.push(harness);
      return new Session(harness);
    }

    async function started(engine?: SmallEngine): Promise<Session> {
      const session = open(engine);
      await session.ask({ ask: 'start', setup: SETUP });
      await session.ask(scaleTo(PODS));
      await session.until(() => session.mirror.pods.size === PODS);
      return session;
    }

    it('HOST-01 answers in the order of asking', async () => {
      const session = await started();
      const order: number[] = [];
      const asks: Request[] = [
        { ask: 'seek', at: 5000 },
        { ask: 'hash' },
        scaleTo(2),
        { ask: 'step', direction: 'next' },
        { ask: 'save' },
      ];
      const answers = asks.map((request, i) => session.harness.client.ask(request).then(() => order.push(i)));
      await session.until(() => order.length === asks.length);
      await Promise.all(answers);
      expect(order).toEqual([0, 1, 2, 3, 4]);
    });

    it('HOST-02 refuses in a sentence and goes on', async () => {
      const session = open();
      await expect(session.ask({ ask: 'hash' })).rejects.toThrow('No run has been started yet.');
      await session.ask({ ask: 'start', setup: SETUP });
      await expect(session.ask({ ask: 'seek', at: -5 })).rejects.toBeInstanceOf(Refusal);
      await expect(session.ask({ ask: 'seek', at: 0.5 })).rejects.toBeInstanceOf(Refusal);
      await expect(session.ask({ ask: 'play', playing: true, speed: 0 })).rejects.toBeInstanceOf(Refusal);
      await expect(session.ask({ ask: 'switch-branch', id: 9 })).rejects.toThrow(
        'This branch is not there any more.',
      );
      await expect(session.ask({ ask: 'before-command', index: 3 })).rejects.toBeInstanceOf(Refusal);
      await expect(
        session.ask({ ask: 'open', saved: { version: 2, engine: '', setup: SETUP, log: [], at: 0 } }),
      ).rejects.toThrow('another kind');
      expect(await session.ask({ ask: 'hash' })).toEqual({ trace: '0', state: '2' });
    });

    it('HOST-03 starts with a full frame and sends one after every jump', async () => {
      const session = await started();
      expect(session.frames.map(({ full }) => full)).toEqual([
        true,
        ...session.frames.slice(1).map(() => false),
      ]);
      const jumps: Request[] = [
        { ask: 'seek', at: 2000 },
        { ask: 'seek', at: 700 },
        { ask: 'step', direction: 'previous' },
        { ask: 'undo' },
        { ask: 'redo' },
        { ask: 'before-command', index: 0 },
      ];
      for (const jump of jumps) {
        const seen = session.frames.length;
        await session.ask(jump);
        await session.until(() => session.frames.length > seen);
        expect([jump, session.frames[seen]?.full]).toEqual([jump, true]);
      }
    });

    it('HOST-05 folds frames to what a full frame shows', async () => {
      const session = await started();
      await session.ask({ ask: 'play', playing: true, speed: 40 });
      await session.until(() => (session.mirror.clock?.now ?? 0) > 20 * BEAT_MS);
      await session.ask(scaleTo(3));
      await session.ask({ ask: 'play', playing: false, speed: 40 });
      await session.until(() => session.mirror.clock?.playing === false && session.mirror.pods.size === 3);
      const folded = session.mirror;
      expect(session.frames.filter(({ full }) => full).length).toBe(1);
      const seen = session.frames.length;
      await session.ask({ ask: 'seek', at: folded.clock?.now ?? 0 });
      await session.until(() => session.frames.length > seen);
      const fresh = foldFrame(session.frames[seen]!, EMPTY_MIRROR);
      expect(session.frames[seen]?.full).toBe(true);
      expect(fresh.pods).toEqual(folded.pods);
      expect({ ...fresh.clock, playing: null }).toEqual({ ...folded.clock, playing: null });
      expect(fresh.happenings).toEqual(folded.happenings.slice(-fresh.happenings.length));
    });

    it('HOST-07 stands still until played and again when paused', async () => {
      const session = await started();
      await session.pumps(5);
      expect(session.mirror.clock?.now).toBe(0);
      await session.ask({ ask: 'play', playing: true, speed: 100 });
      await session.until(() => (session.mirror.clock?.now ?? 0) > 0);
      await session.ask({ ask: 'play', playing: false, speed: 100 });
      await session.until(() => session.mirror.clock?.playing === false);
      const now = session.mirror.clock?.now;
      await session.pumps(5);
      expect(session.mirror.clock?.now).toBe(now);
    });

    it('HOST-08 tells a broken invariant once and answers nothing more', async () => {
      const session = await started();
      await session.ask({ ask: 'seek', at: 1234 });
      const doomed = session.ask({ ask: 'command', command: { kind: 'cordon', node: 'fault' } });
      const after = session.ask({ ask: 'hash' });
      await expect(doomed).rejects.toBeInstanceOf(Refusal);
      await expect(after).rejects.toBeInstanceOf(Refusal);
      await expect(session.ask({ ask: 'start', setup: SETUP })).rejects.toBeInstanceOf(Refusal);
      expect(session.faults).toMatchObject([
        {
          message: 'the cordon that breaks everything',
          seed: 7,
          at: 1234,
          processed: 12,
          engineVersion: 'small',
        },
      ]);
    });

    it('HOST-09 keeps the run of the last command or seek, also after a fault', async () => {
      const session = await started();
      await session.ask({ ask: 'seek', at: 1500 });
      await session.ask(scaleTo(2));
      await session.ask({ ask: 'undo' });
      await session.ask(scaleTo(4));
      await session
        .ask({ ask: 'command', command: { kind: 'cordon', node: 'fault' } })
        .catch(() => undefined);
      const saved = session.harness.client.lastSaved;
      expect(saved).toMatchObject({
        setup: SETUP,
        at: 1500,
        log: [{ at: 0 }, { at: 1500, events: 15, command: { kind: 'scale', replicas: 4 } }],
      });
      const next = open();
      await next.ask({ ask: 'open', saved: saved! });
      await next.until(() => next.mirror.pods.size === 4);
      expect(next.mirror.clock).toMatchObject({ now: 1500, commandsTotal: 2 });
    });

    it('HOST-10 steps from happening to happening and back', async () => {
      const session = await started();
      expect(await session.ask({ ask: 'step', direction: 'next' })).toMatchObject({
        at: BEAT_MS,
        happening: { id: 2, at: BEAT_MS, name: 'pod-1' },
      });
      expect(
        await session.ask({
          ask: 'step',
          direction: 'next',
          about: { kind: 'Pod', namespace: '', name: 'pod-4' },
        }),
      ).toMatchObject({ at: 4 * BEAT_MS, happening: { name: 'pod-4' } });
      expect(await session.ask({ ask: 'step', direction: 'previous' })).toMatchObject({ at: 3 * BEAT_MS });
      expect(
        await session.ask({
          ask: 'step',
          direction: 'previous',
          about: { kind: 'Pod', namespace: '', name: 'pod-1' },
        }),
      ).toMatchObject({ at: BEAT_MS, happening: { name: 'pod-1' } });
      expect(await session.ask({ ask: 'step', direction: 'previous' })).toMatchObject({
        at: 0,
        happening: { verb: 'scale' },
      });
      expect(await session.ask({ ask: 'step', direction: 'previous' })).toBeNull();
    });

    it('HOST-11 skips to the next moment at which something happens', async () => {
      const session = await started();
      await session.ask({ ask: 'seek', at: 250 });
      expect(await session.ask({ ask: 'skip' })).toMatchObject({ at: 300 });
      expect((await session.ask({ ask: 'save' })).at).toBe(300);
    });

    const cordon = (node: string): Request => ({ ask: 'command', command: { kind: 'cordon', node } });

    it('HOST-15 steps and skips to what is said to be next when nothing happens before, and back again', async () => {
      const session = open();
      await session.ask({ ask: 'start', setup: SETUP });
      await session.ask(cordon('wait'));
      await session.until(() => session.mirror.clock?.next?.at === 7 * BEAT_MS);
      expect(await session.ask({ ask: 'step', direction: 'next' })).toEqual({
        at: 7 * BEAT_MS,
        happening: null,
      });
      await session.ask(cordon('wait'));
      expect(await session.ask({ ask: 'skip' })).toEqual({ at: 14 * BEAT_MS, happening: null });
      // A step back finds the moments again at which a step ended without a trace.
      await session.ask({ ask: 'seek', at: 20 * BEAT_MS });
      const back: Request = { ask: 'step', direction: 'previous' };
      expect(await session.ask(back)).toMatchObject({ at: 14 * BEAT_MS, happening: null });
      expect(await session.ask(back)).toMatchObject({ at: 7 * BEAT_MS, happening: { verb: 'cordon' } });
    });

    it('HOST-16 stands still, exactly where it stood, when nothing is due', async () => {
      const session = open();
      await session.ask({ ask: 'start', setup: SETUP });
      await session.ask({ ask: 'seek', at: 250 });
      const before = await session.ask({ ask: 'save' });
      const asks: Request[] = [
        { ask: 'step', direction: 'next' },
        { ask: 'skip' },
        { ask: 'step', direction: 'next', about: { kind: 'Pod', namespace: '', name: 'pod-1' } },
      ];
      for (const ask of asks) expect([ask, await session.ask(ask)]).toEqual([ask, null]);
      expect(await session.ask({ ask: 'save' })).toEqual(before);
      await session.pumps(3);
      expect(session.mirror.clock).toMatchObject({ now: 250, horizon: 250, playing: false });
    });
  });
}

/** A client with what it was told, pumped while it waits. */
export class Session {
  readonly harness: Harness;
  readonly frames: Frame[] = [];
  readonly faults: EngineFault[] = [];
  mirror: MirrorState = EMPTY_MIRROR;

  constructor(harness: Harness) {
    this.harness = harness;
    harness.client.onFrame((frame) => {
      this.frames.push(frame);
      this.mirror = foldFrame(frame, this.mirror);
    });
    harness.client.onFault((fault) => this.faults.push(fault));
  }

  async ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
    let settled = false;
    const answer = this.harness.client.ask(request).finally(() => (settled = true));
    answer.catch(() => undefined);
    while (!settled) await this.harness.pump();
    return answer;
  }

  async until(reached: () => boolean): Promise<void> {
    for (let i = 0; i < 2000 && !reached(); i++) await this.harness.pump();
    assert(reached(), `never came: ${reached.toString()}`);
  }

  async pumps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.harness.pump();
  }
}
