import { describe, expect, it } from 'vitest';
import { engineClientContract, Session } from '../client/engine-client.contract.ts';
import type { Harness } from '../client/engine-client.contract.ts';
import { createSmallEngine, SETUP } from '../core/testing/small-engine.ts';
import type { SmallEngine } from '../core/testing/small-engine.ts';
import { createInlineClient } from './inline-client.ts';

const FRAME_MS = 16;
const PODS = 200;

interface InlineHarness extends Harness {
  wall: number;
}

function inline(engine: SmallEngine, whenDrawn?: (callback: () => void) => void): InlineHarness {
  const harness: InlineHarness = { wall: 0, client: undefined as never, pump: undefined as never };
  const { client, tick } = createInlineClient({
    door: engine.door,
    wallNow: () => harness.wall,
    ...(whenDrawn && { whenDrawn }),
  });
  const pump = async (): Promise<void> => {
    await Promise.resolve();
    harness.wall += FRAME_MS;
    tick(8);
    await Promise.resolve();
  };
  return Object.assign(harness, { client, pump });
}

engineClientContract('the inline host', (engine) => inline(engine));

async function started(harness: Harness, replicas = 3): Promise<Session> {
  const session = new Session(harness);
  await session.ask({ ask: 'start', setup: SETUP });
  await session.ask({
    ask: 'command',
    command: { kind: 'scale', objectKind: 'Deployment', namespace: '', name: 'web', replicas },
  });
  return session;
}

describe('playback', () => {
  it('HOST-04 sends no frame before the last one was drawn', async () => {
    const drawn: (() => void)[] = [];
    const harness = inline(createSmallEngine(), (callback) => drawn.push(callback));
    const session = await started(harness);
    await session.ask({ ask: 'play', playing: true, speed: 10 });
    await session.pumps(20);
    expect(session.frames.length).toBe(1);
    drawn.shift()?.();
    await session.pumps(20);
    expect(session.frames.length).toBe(2);
    expect(session.mirror.clock?.now).toBeGreaterThan(0);
  });

  it('HOST-07 advances by wall time times speed', async () => {
    const harness = inline(createSmallEngine());
    const session = await started(harness);
    const from = harness.wall;
    await session.ask({ ask: 'play', playing: true, speed: 0.25 });
    await session.pumps(10);
    expect(session.mirror.clock?.now).toBe(Math.floor((harness.wall - from) / 4));
  });

  it('HOST-07 does not make up for what it could not simulate, nor for a long sleep', async () => {
    const harness = inline(createSmallEngine());
    const session = await started(harness);
    await session.ask({ ask: 'play', playing: true, speed: 1 });
    await session.pumps(1);
    const before = session.mirror.clock?.now ?? 0;
    harness.wall += 3_600_000;
    await session.pumps(1);
    expect(session.mirror.clock?.now).toBe(before + 250);
  });

  it('HOST-06 pauses while a tick has more to do than its budget', async () => {
    const engine = createSmallEngine();
    const harness = inline(engine);
    const session = await started(harness);
    engine.onAdvance = () => (harness.wall += 5);
    await session.ask({ ask: 'play', playing: true, speed: 100_000 });
    await session.pumps(3);
    const before = harness.wall;
    await session.ask({ ask: 'play', playing: false, speed: 1 });
    expect(harness.wall - before).toBeLessThan(200);
    await session.pumps(2);
    expect(session.mirror.clock?.playing).toBe(false);
    expect(session.mirror.clock?.now).toBeGreaterThan(0);
    expect(session.mirror.clock?.now).toBeLessThan(1_000_000);
  });

  it('HOST-14 answers a long seek where it stands when a newer one waits', async () => {
    const engine = createSmallEngine();
    const harness = inline(engine);
    const session = await started(harness);
    engine.onAdvance = () => (harness.wall += 5);
    const long = session.ask({ ask: 'seek', at: 24 * 3_600_000 });
    await session.pumps(3);
    await session.ask({ ask: 'seek', at: 100 });
    expect(await long).toBeNull();
    expect((await session.ask({ ask: 'save' })).at).toBe(100);
  });

  it('HOST-16 gives up a long search where it began when a newer wish waits', async () => {
    const engine = createSmallEngine();
    const harness = inline(engine);
    const session = await started(harness, 0);
    engine.onAdvance = () => (harness.wall += 5);
    const search = session.ask({ ask: 'step', direction: 'next' });
    await session.pumps(3);
    await session.ask({ ask: 'play', playing: false, speed: 1 });
    expect(await search).toEqual({ at: 0, happening: null });
    expect((await session.ask({ ask: 'save' })).at).toBe(0);
  });

  it('HOST-12 starts the string table anew when it has grown, and loses nothing', async () => {
    const harness = inline(createSmallEngine());
    const session = await started(harness, PODS);
    await session.ask({ ask: 'play', playing: true, speed: 2000 });
    await session.until(() => session.frames.filter(({ full }) => full).length > 1);
    expect(session.frames.at(-1)?.full).toBe(true);
    expect(session.mirror.pods.size).toBe(PODS);
    expect(session.mirror.strings.length).toBeLessThan(PODS * 10);
    const beats = Math.floor((session.mirror.clock?.now ?? 0) / 100);
    expect(session.mirror.pods.get(`uid-${beats % PODS}`)).toMatchObject({ reason: `beat ${beats}` });
  });
});
