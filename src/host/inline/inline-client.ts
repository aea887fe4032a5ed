/** The engine on this thread, driven by whoever holds it: for tests, and for programs that want every moment in their own hands. */
import { MessageClient } from '../client/message-client.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { EngineHost } from '../core/engine-host.ts';
import type { Pace } from '../core/engine-host.ts';
import type { EngineDoor } from '../core/hosted-run.ts';

export interface InlineParts {
  readonly door: EngineDoor;
  readonly wallNow: () => number;
  /** Called when a listener has had a frame; left out: it counts as drawn at once. */
  readonly whenDrawn?: (callback: () => void) => void;
}

export interface InlineClient {
  readonly client: EngineClient;
  /** One tick of the host. */
  readonly tick: (budgetMs?: number) => Pace;
}

export function createInlineClient({
  door,
  wallNow,
  whenDrawn = (callback) => callback(),
}: InlineParts): InlineClient {
  // Messages are handed over through queues, as a worker's would be: a reply never arrives inside of the request.
  const client: MessageClient = new MessageClient({
    send: (message) => queueMicrotask(() => host.receive(message)),
    whenDrawn,
    close: () => undefined,
  });
  const host = new EngineHost({ door, wallNow, post: (message) => client.receive(message) });
  return { client, tick: (budgetMs = Number.POSITIVE_INFINITY) => host.tick(budgetMs) };
}
