import { describe, expect, it } from 'vitest';
import type { Frame } from '../../protocol/frame.ts';
import { createSmallEngine, SETUP } from '../../host/core/testing/small-engine.ts';
import { createInlineClient } from '../../host/inline/inline-client.ts';
import { createMirror } from './engine-mirror.ts';

function opened() {
  const { client, tick } = createInlineClient({ door: createSmallEngine().door, wallNow: () => 0 });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      await Promise.resolve();
      tick();
    }
  };
  return { client, settle, mirror: createMirror(client) };
}

describe('the engine mirror', () => {
  it('PROJ-01 follows the frames of its client', async () => {
    const { client, settle, mirror } = opened();
    expect(mirror.getState().clock).toBeNull();
    void client.ask({ ask: 'start', setup: SETUP });
    void client.ask({
      ask: 'command',
      command: { kind: 'scale', objectKind: 'Deployment', namespace: '', name: 'web', replicas: 2 },
    });
    await settle();
    expect([...mirror.getState().pods.keys()]).toEqual(['uid-0', 'uid-1']);
    expect(mirror.getState().clock?.seed).toBe(7);
  });

  it('HOST-08 shows the fault that ended the run, beside its last state', async () => {
    const { client, settle, mirror } = opened();
    void client.ask({ ask: 'start', setup: SETUP });
    await settle();
    client.ask({ ask: 'command', command: { kind: 'cordon', node: 'fault' } }).catch(() => undefined);
    await settle();
    expect(mirror.getState().fault?.message).toBe('the cordon that breaks everything');
    expect(mirror.getState().clock?.seed).toBe(7);
  });

  it('HOST-41 shows the first frame before the engine has come, and is not changed by the same one', async () => {
    const ahead: Frame[] = [];
    const first = opened();
    first.client.onFrame((frame) => ahead.push(frame));
    void first.client.ask({ ask: 'start', setup: SETUP });
    await first.settle();
    const { client, settle } = opened();
    const mirror = createMirror(client, ahead[0] ?? null);
    const shown = mirror.getState();
    expect(shown.clock?.seed).toBe(7);
    void client.ask({ ask: 'start', setup: SETUP });
    await settle();
    expect(mirror.getState()).toBe(shown);
    void client.ask({
      ask: 'command',
      command: { kind: 'scale', objectKind: 'Deployment', namespace: '', name: 'web', replicas: 2 },
    });
    await settle();
    expect([...mirror.getState().pods.keys()]).toEqual(['uid-0', 'uid-1']);
  });

  it('PROJ-01 follows no more when closed', async () => {
    const { client, settle, mirror } = opened();
    mirror.close();
    void client.ask({ ask: 'start', setup: SETUP });
    await settle();
    expect(mirror.getState().clock).toBeNull();
  });
});
