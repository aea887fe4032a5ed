import { useEffect, useRef, useState } from 'react';
import type { ReplyTo, Request } from '../../protocol/requests.ts';
import { useSession } from './use-session.ts';

/** While a run plays, details are asked for again no oftener than this. */
const AGAIN_MS = 300;

interface Held<Reply> {
  readonly key: string;
  readonly reply: Reply;
}

/**
 * The answer to a request, asked anew when the request or `moment` changes: one request at a time, the newest wish last. Until the first answer
 * to a new request it is null; between refreshes the old answer stays, so that nothing blinks.
 */
export function useAnswer<R extends Request>(request: R | null, moment: number): ReplyTo<R> | null {
  const { client } = useSession();
  const [held, setHeld] = useState<Held<ReplyTo<R>> | null>(null);
  const key = request === null ? '' : JSON.stringify(request);
  const wish = useRef({ key, request, moment, asked: '', busy: false, alive: true });
  wish.current.key = key;
  wish.current.request = request;
  wish.current.moment = moment;

  useEffect(() => {
    const state = wish.current;
    state.alive = true;
    const ask = async (): Promise<void> => {
      const { request: wanted, key: wantedKey } = state;
      const stamp = `${wantedKey} ${state.moment}`;
      if (state.busy || wanted === null || state.asked === stamp) return;
      state.busy = true;
      state.asked = stamp;
      try {
        const reply = await client.ask(wanted);
        if (state.alive && state.key === wantedKey) setHeld({ key: wantedKey, reply });
      } catch {
        // **Why:** a refused detail (the object is gone) shows as no answer; commands tell their refusals themselves.
        if (state.alive && state.key === wantedKey) setHeld(null);
      }
      const pause = state.key === wantedKey ? AGAIN_MS : 0;
      setTimeout(() => {
        state.busy = false;
        if (state.alive) void ask();
      }, pause);
    };
    void ask();
  }, [client, key, moment]);
  useEffect(() => {
    const state = wish.current;
    return () => {
      state.alive = false;
    };
  }, []);
  return held !== null && held.key === key ? held.reply : null;
}
