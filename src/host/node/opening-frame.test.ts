import { describe, expect, it } from 'vitest';
import { readFrame, writeFrame } from '../../protocol/frame-text.ts';
import type { Frame } from '../../protocol/frame.ts';
import { SCENARIOS } from '../../scenarios/scenarios.ts';
import { ENGINE_DOOR } from '../core/engine-door.ts';
import { createInlineClient } from '../inline/inline-client.ts';
import { openingFrame } from './opening-frame.ts';

describe('the first frame of a scenario', () => {
  it.each(SCENARIOS.map(({ id, setup }) => ({ id, setup })))(
    'HOST-41 is the one that its engine sends: $id',
    async ({ setup }) => {
      const sent: Frame[] = [];
      const { client, tick } = createInlineClient({ door: ENGINE_DOOR, wallNow: () => 5 });
      client.onFrame((frame) => sent.push(frame));
      const started = client.ask({ ask: 'start', setup });
      await Promise.resolve();
      tick();
      await started;
      expect(openingFrame(setup)).toEqual(sent[0]);
    },
  );

  it('HOST-41 is read from a page as it was written into it', () => {
    const frame = openingFrame(SCENARIOS[0]!.setup);
    expect(readFrame(writeFrame(frame))).toEqual(frame);
    expect(frame.pods.length).toBeGreaterThan(0);
  });
});
