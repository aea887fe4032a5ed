/** An engine behind a message port: what the worker does, apart from being one. */
import type { FromEngine, ToEngine } from '../../protocol/messages.ts';
import { EngineHost } from '../core/engine-host.ts';
import type { EngineDoor } from '../core/hosted-run.ts';
import { TickLoop } from '../core/tick-loop.ts';

export interface EnginePort {
  post(message: FromEngine, transfer: ArrayBuffer[]): void;
  listen(receive: (message: ToEngine) => void): void;
}

/** Serves until the returned function is called. */
export function serveEngine(port: EnginePort, door: EngineDoor): () => void {
  const post = (message: FromEngine): void =>
    port.post(message, message.type === 'frame' ? [message.frame.pods.buffer] : []);
  const host = new EngineHost({ door, wallNow: () => performance.now(), post });
  const loop = new TickLoop(host);
  port.listen((message) => {
    host.receive(message);
    loop.wake();
  });
  return () => loop.close();
}
