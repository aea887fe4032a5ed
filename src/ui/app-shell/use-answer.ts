import { useEffect, useState, useSyncExternalStore } from 'react';
import type { EngineClient } from '../../host/client/engine-client.ts';
import type { ReplyTo, Request } from '../../protocol/requests.ts';
import { useSession } from './use-session.ts';

/** While a run plays, details are asked for again no oftener than this. */
const AGAIN_MS = 300;

interface Wish<R extends Request> {
  readonly request: R | null;
  readonly key: string;
  readonly moment: number | string;
}

interface Held<R extends Request> {
  readonly key: string;
  readonly reply: ReplyTo<R>;
}

/** Asks for one detail after another: one request at a time, the newest wish last. Outside of React, which only reads what it holds. */
class AnswerFeed<R extends Request> {
  private readonly client: Pick<EngineClient, 'ask'>;
  private readonly listeners = new Set<() => void>();
  private wish: Wish<R> = { request: null, key: '', moment: 0 };
  private asked = '';
  private busy = false;
  private held: Held<R> | null = null;

  constructor(client: Pick<EngineClient, 'ask'>) {
    this.client = client;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly get = (): Held<R> | null => this.held;

  want(wish: Wish<R>): void {
    this.wish = wish;
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { request, key, moment } = this.wish;
    const stamp = `${key} ${moment}`;
    if (this.busy || request === null || this.asked === stamp) return;
    this.busy = true;
    this.asked = stamp;
    try {
      this.hold({ key, reply: await this.client.ask(request) });
    } catch {
      // **Why:** a refused detail (the object is gone) shows as no answer; commands tell their refusals themselves.
      this.hold(null);
    }
    setTimeout(() => this.goOn(), this.wish.key === key ? AGAIN_MS : 0);
  }

  private goOn(): void {
    this.busy = false;
    if (this.listeners.size > 0) void this.ask();
  }

  private hold(held: Held<R> | null): void {
    this.held = held;
    for (const listener of this.listeners) listener();
  }
}

/**
 * The answer to a request, asked anew when the request or `moment` changes. Until the first answer to a new request it is null; between
 * refreshes the old answer stays, so that nothing blinks.
 */
export function useAnswer<R extends Request>(request: R | null, moment: number | string): ReplyTo<R> | null {
  const { client } = useSession();
  const [feed] = useState(() => new AnswerFeed<R>(client));
  const key = request === null ? '' : JSON.stringify(request);
  useEffect(() => {
    feed.want({ request: key === '' ? null : (JSON.parse(key) as R), key, moment });
  }, [feed, key, moment]);
  const held = useSyncExternalStore(feed.subscribe, feed.get);
  return held !== null && held.key === key ? held.reply : null;
}
