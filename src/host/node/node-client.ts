/** The engine in a Node process, running by itself on the process's timers. */
import type { EngineClient } from '../client/engine-client.ts';
import { MessageClient } from '../client/message-client.ts';
import { EngineHost } from '../core/engine-host.ts';
import type { EngineDoor } from '../core/hosted-run.ts';
import { TickLoop } from '../core/tick-loop.ts';

export function createNodeClient(door: EngineDoor): EngineClient {
  const client: MessageClient = new MessageClient({
    send: (message) =>
      setImmediate(() => {
        host.receive(message);
        loop.wake();
      }),
    whenDrawn: (callback) => void setImmediate(callback),
    close: () => loop.close(),
  });
  const host = new EngineHost({
    door,
    wallNow: () => performance.now(),
    post: (message) => client.receive(message),
  });
  const loop = new TickLoop(host);
  return client;
}
