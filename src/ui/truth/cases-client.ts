/** Asks the worker that plays recorded cases. The worker starts with the first question. */
import type { CaseAnswers, FromCases, ToCases } from '../../fidelity/case-messages.ts';

export interface CasesClient {
  list(): Promise<CaseAnswers['list']>;
  check(id: string): Promise<CaseAnswers['check']>;
  play(id: string): Promise<CaseAnswers['play']>;
  close(): void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

export function createCasesClient(): CasesClient {
  const worker = new Worker(new URL('../../fidelity/cases.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let next = 1;
  worker.addEventListener('message', ({ data }: MessageEvent<FromCases>) => {
    const one = waiting.get(data.number);
    waiting.delete(data.number);
    if ('error' in data) one?.reject(new Error(data.error));
    else one?.resolve(data.value as never);
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  });
  const ask = <Ask extends keyof CaseAnswers>(ask: Ask, id: string): Promise<CaseAnswers[Ask]> =>
    new Promise((resolve, reject) => {
      const number = next++;
      waiting.set(number, { resolve, reject });
      const message: ToCases = { number, question: ask === 'list' ? { ask: 'list', id: '' } : { ask, id } };
      worker.postMessage(message);
    });
  return {
    list: () => ask('list', ''),
    check: (id) => ask('check', id),
    play: (id) => ask('play', id),
    close: () => worker.terminate(),
  };
}
