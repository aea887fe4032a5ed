/**
 * An {@link EngineClient} over messages, whatever carries them: a worker, a port, or a plain call. The carrier gives what comes from the
 * engine to {@link MessageClient.receive}.
 */
import type { Frame } from '../../protocol/frame.ts';
import { PROTOCOL_VERSION } from '../../protocol/frame.ts';
import type { EngineFault, FromEngine, ToEngine } from '../../protocol/messages.ts';
import type { ReplyTo, Request, SavedRun } from '../../protocol/requests.ts';
import { withSavedRunChange } from '../../protocol/saved-run-change.ts';
import { Refusal } from './engine-client.ts';
import type { EngineClient } from './engine-client.ts';

export interface Carrier {
  send(message: ToEngine): void;
  /** Calls back when a frame that was given to the listeners has been drawn. */
  whenDrawn(callback: () => void): void;
  close(): void;
}

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

export const OTHER_VERSION =
  'This page and its engine are of different versions. Reload the page to get them from one release.';
const STOPPED = 'The engine has stopped.';

export class MessageClient implements EngineClient {
  private readonly carrier: Carrier;
  private readonly asked = new Map<number, Asked>();
  private readonly frameListeners = new Set<(frame: Frame) => void>();
  private readonly faultListeners = new Set<(fault: EngineFault) => void>();
  private saved: SavedRun | null;
  private lastId = 0;
  private stopped = false;

  /** `saved`: what was known of the run before, when this client follows one that broke. */
  constructor(carrier: Carrier, saved: SavedRun | null = null) {
    this.carrier = carrier;
    this.saved = saved;
  }

  get lastSaved(): SavedRun | null {
    return this.saved;
  }

  ask<R extends Request>(request: R): Promise<ReplyTo<R>> {
    if (this.stopped) return Promise.reject(new Refusal(STOPPED));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve: (value) => resolve(value as ReplyTo<R>), reject });
      this.carrier.send({ type: 'request', id, request });
    });
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
    this.stop(STOPPED);
    this.carrier.close();
  }

  receive(message: FromEngine): void {
    if (this.stopped) return;
    switch (message.type) {
      case 'ready':
        if (message.version !== PROTOCOL_VERSION) this.fail(OTHER_VERSION);
        return;
      case 'reply':
        return this.settle(message.id)?.resolve(message.value);
      case 'refused':
        return this.settle(message.id)?.reject(new Refusal(message.message));
      case 'saved':
        this.saved = withSavedRunChange(this.saved, message.change);
        return;
      case 'frame':
        return this.draw(message.frame);
      case 'fault':
        return this.break(message.fault);
    }
  }

  /** The engine is lost without a word of its own. */
  fail(message: string, stack = ''): void {
    this.break({
      message,
      stack,
      seed: this.saved?.setup.seed ?? 0,
      at: this.saved?.at ?? 0,
      processed: 0,
      engineVersion: this.saved?.engine ?? '',
    });
  }

  private settle(id: number): Asked | undefined {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    return asked;
  }

  private draw(frame: Frame): void {
    for (const listener of this.frameListeners) listener(frame);
    this.carrier.whenDrawn(() => {
      if (!this.stopped) this.carrier.send({ type: 'frame-drawn', seq: frame.seq });
    });
  }

  private break(fault: EngineFault): void {
    if (this.stopped) return;
    this.stop(STOPPED);
    for (const listener of this.faultListeners) listener(fault);
  }

  private stop(message: string): void {
    this.stopped = true;
    const open = [...this.asked.values()];
    this.asked.clear();
    for (const { reject } of open) reject(new Refusal(message));
  }
}
