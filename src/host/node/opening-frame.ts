/** The first frame of a run, as its engine would send it: the page's build lays it up, so that the page can draw it while the engine is coming. */
import { must } from '../../base/assert.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { RunSetup } from '../../protocol/requests.ts';
import { ENGINE_DOOR } from '../core/engine-door.ts';
import { EngineHost } from '../core/engine-host.ts';
import type { EngineDoor } from '../core/hosted-run.ts';

export function openingFrame(setup: RunSetup, door: EngineDoor = ENGINE_DOOR): Frame {
  const frames: Frame[] = [];
  const host = new EngineHost({
    door,
    wallNow: () => 0,
    post: (message) => {
      if (message.type === 'frame') frames.push(message.frame);
    },
  });
  host.receive({ type: 'request', id: 1, request: { ask: 'start', setup } });
  host.tick(0);
  return must(frames[0], 'the run did not begin');
}
