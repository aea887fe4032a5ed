/** A second ear on the page's own engine: what the page cannot show, such as the hash of a run, is asked for beside it. */
import type { Page } from '@playwright/test';
import type { ReplyTo, Request } from '../src/protocol/requests.ts';

declare global {
  interface Window {
    tappedEngine?: { readonly worker: Worker; readonly url: string; lastId: number };
  }
}

/** The page counts its requests from 1; ours stay clear of them, and it leaves replies alone that it did not ask for. */
const OWN_IDS_FROM = 1_000_000;

/** Before the page is opened. */
export async function tapEngine(page: Page): Promise<void> {
  await page.addInitScript((firstId) => {
    const PlainWorker = window.Worker;
    window.Worker = class extends PlainWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name === 'engine')
          window.tappedEngine = { worker: this, url: String(url), lastId: firstId };
      }
    };
  }, OWN_IDS_FROM);
}

/** Asks the engine of the page. */
export async function askEngine<Asked extends Request>(page: Page, request: Asked): Promise<ReplyTo<Asked>> {
  const value = await page.evaluate((asked: object) => {
    const tapped = window.tappedEngine;
    if (tapped === undefined) throw new Error('The page has started no engine.');
    const id = (tapped.lastId += 1);
    const { worker } = tapped;
    return new Promise<unknown>((resolve, reject) => {
      const listen = ({
        data,
      }: MessageEvent<{ type: string; id?: number; value?: unknown; message?: string }>) => {
        if (data.id !== id) return;
        worker.removeEventListener('message', listen);
        if (data.type === 'reply') resolve(data.value);
        else reject(new Error(data.message));
      };
      worker.addEventListener('message', listen);
      worker.postMessage({ type: 'request', id, request: asked });
    });
  }, request as object);
  return value as ReplyTo<Asked>;
}

/** The engine of the page meets a message that nobody could understand, and breaks. */
export async function breakEngine(page: Page): Promise<void> {
  await page.evaluate(() => window.tappedEngine?.worker.postMessage(null));
}
