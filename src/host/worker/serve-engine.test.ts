import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { FromEngine, ToEngine } from '../../protocol/messages.ts';
import { engineClientContract, Session } from '../client/engine-client.contract.ts';
import type { Harness } from '../client/engine-client.contract.ts';
import { MessageClient, OTHER_VERSION } from '../client/message-client.ts';
import { createSmallEngine } from '../core/testing/small-engine.ts';
import type { SmallEngine } from '../core/testing/small-engine.ts';
import { serveEngine } from './serve-engine.ts';

/** The worker's side and the page's side with a real channel between them: everything is cloned, pods are transferred. */
function overChannel(engine: SmallEngine): Harness & { readonly receive: (message: FromEngine) => void } {
  const { port1: page, port2: worker } = new MessageChannel();
  let close = (): void => undefined;
  const client = new MessageClient({
    send: (message) => page.postMessage(message),
    whenDrawn: (callback) => void setTimeout(callback, 1),
    close: () => close(),
  });
  page.on('message', (message: FromEngine) => client.receive(message));
  const stop = serveEngine(
    {
      post: (message, transfer) => worker.postMessage(message, transfer),
      listen: (receive) => worker.on('message', (message: ToEngine) => receive(message)),
    },
    engine.door,
  );
  close = () => {
    stop();
    page.close();
  };
  return {
    client,
    pump: () => new Promise((resolve) => setTimeout(resolve, 2)),
    receive: (message) => client.receive(message),
  };
}

engineClientContract('the worker host', overChannel);

describe('the version of the protocol', () => {
  it('HOST-13 must be the same on both sides', async () => {
    const harness = overChannel(createSmallEngine());
    const session = new Session(harness);
    harness.receive({ type: 'ready', version: 99 });
    expect(session.faults).toMatchObject([{ message: OTHER_VERSION }]);
    await expect(session.ask({ ask: 'hash' })).rejects.toThrow('stopped');
    harness.client.close();
  });
});
