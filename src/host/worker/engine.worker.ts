/** The worker of a page that holds the engine. */
import type { ToEngine } from '../../protocol/messages.ts';
import { ENGINE_DOOR } from '../core/engine-door.ts';
import { serveEngine } from './serve-engine.ts';

serveEngine(
  {
    post: (message, transfer) => self.postMessage(message, { transfer }),
    listen: (receive) =>
      self.addEventListener('message', ({ data }: MessageEvent<ToEngine>) => receive(data)),
  },
  ENGINE_DOOR,
);
