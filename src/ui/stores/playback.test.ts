import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { Request, ReplyTo } from '../../protocol/requests.ts';
import { createPlayback, nearestSpeed } from './playback.ts';

function harness() {
  const asked: Request[] = [];
  const open: (() => void)[] = [];
  const refused: string[] = [];
  const quiet: string[] = [];
  let fails = false;
  const client: Pick<EngineClient, 'ask'> = {
    ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
      asked.push(request);
      return new Promise((resolve, reject) =>
        open.push(() => (fails ? reject(new Error('No such moment.')) : resolve(null as ReplyTo<R>))),
      );
    },
  };
  const playback = createPlayback({
    client,
    clock: () => null,
    speed: 10,
    onRefused: (message) => refused.push(message),
    onQuiet: (about) => quiet.push(about?.name ?? 'anything'),
  });
  const answer = async (): Promise<void> => {
    open.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { asked, playback, answer, refused, quiet, fail: () => (fails = true) };
}

describe('playback', () => {
  it('FRAME-30 never queues steps behind a slow one', async () => {
    const { asked, playback, answer } = harness();
    void playback.step('next');
    void playback.step('next');
    void playback.skip();
    expect(asked).toEqual([{ ask: 'step', direction: 'next' }]);
    await answer();
    void playback.skip();
    expect(asked).toHaveLength(2);
  });

  it('FRAME-31 seeks to the newest place of a dragged playhead only', async () => {
    const { asked, playback, answer } = harness();
    for (const at of [100, 200, 300, 400]) playback.scrub(at);
    expect(asked).toEqual([{ ask: 'seek', at: 100 }]);
    await answer();
    expect(asked.at(-1)).toEqual({ ask: 'seek', at: 400 });
    expect(asked).toHaveLength(2);
    expect(playback.getState().scrubbing).toBe(true);
    playback.endScrub();
    expect(playback.getState().scrubbing).toBe(false);
  });

  it('FRAME-32 shows why a request was refused, and goes on', async () => {
    const { playback, answer, refused, fail } = harness();
    fail();
    void playback.seek(5);
    await answer();
    expect(refused).toEqual(['No such moment.']);
    expect(playback.getState().busy).toBe(false);
  });

  it('FRAME-60 says that nothing is due when a step or skip led nowhere; the beginning needs no word', async () => {
    const { playback, answer, quiet } = harness();
    void playback.skip();
    await answer();
    void playback.step('next', { about: { kind: 'Pod', namespace: 'default', name: 'web' } });
    await answer();
    void playback.step('previous');
    await answer();
    expect(quiet).toEqual(['anything', 'web']);
  });

  it('FRAME-33 takes the nearest of the five speeds', () => {
    expect([0.1, 1, 7, 61, 5000].map(nearestSpeed)).toEqual([1, 1, 10, 60, 1000]);
  });
});
