/** The engine in a worker of this page. */
import type { Frame } from '../../protocol/frame.ts';
import type { EngineFault, FromEngine } from '../../protocol/messages.ts';
import type { ReplyTo, Request, SavedRun } from '../../protocol/requests.ts';
import { BROWSER_DRAWING, whenDrawn } from './drawing-pace.ts';
import { takeEarlyWorker } from './early-worker.ts';
import type { EngineClient } from './engine-client.ts';
import { MessageClient } from './message-client.ts';

export class WorkerClient implements EngineClient {
  private readonly frameListeners = new Set<(frame: Frame) => void>();
  private readonly faultListeners = new Set<(fault: EngineFault) => void>();
  private client: MessageClient;

  constructor() {
    this.client = this.startClient(null);
  }

  get lastSaved(): SavedRun | null {
    return this.client.lastSaved;
  }

  ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
    return this.client.ask(request);
  }

  onFrame(listener: (frame: Frame) => void): () => void {
    this.frameListeners.add(listener);
    return () => void this.frameListeners.delete(listener);
  }

  onFault(listener: (fault: EngineFault) => void): () => void {
    this.faultListeners.add(listener);
    return () => void this.faultListeners.delete(listener);
  }

  close(): void {
    this.client.close();
  }

  /** A new worker in place of the one there is, with the run as it was last saved. Listeners stay. */
  async restore(): Promise<void> {
    const saved = this.client.lastSaved;
    this.client.close();
    this.client = this.startClient(saved);
    if (saved !== null) await this.client.ask({ ask: 'open', saved });
  }

  private startClient(saved: SavedRun | null): MessageClient {
    const early = takeEarlyWorker();
    const worker =
      early?.worker ??
      new Worker(new URL('../worker/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
    const carrier = {
      send: worker.postMessage.bind(worker),
      whenDrawn: (callback: () => void) => whenDrawn(BROWSER_DRAWING, callback),
      close: () => worker.terminate(),
    };
    const client = new MessageClient(carrier, saved);
    worker.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => client.receive(data));
    worker.addEventListener('error', (event) =>
      client.fail(event.message || 'The engine could not be loaded.'),
    );
    worker.addEventListener('messageerror', () =>
      client.fail('The engine sent something that cannot be read.'),
    );
    client.onFrame((frame) => this.frameListeners.forEach((listener) => listener(frame)));
    client.onFault((fault) => this.faultListeners.forEach((listener) => listener(fault)));
    early?.heard.forEach((message) => client.receive(message));
    if (early?.failed !== undefined) client.fail(early.failed);
    return client;
  }
}
