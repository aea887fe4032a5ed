import { describe, expect, it } from 'vitest';
import { createUtteranceQueue, PACE_MS } from './utterance-queue.ts';

function harness() {
  const said: { at: number; text: string }[] = [];
  let now = 0;
  let planned: { at: number; work: () => void }[] = [];
  const queue = createUtteranceQueue({
    say: (text) => said.push({ at: now, text }),
    nowMs: () => now,
    later: (work, delay) => {
      const entry = { at: now + delay, work };
      planned.push(entry);
      return () => (planned = planned.filter((other) => other !== entry));
    },
    many: (count, last) => `${count} changes, the last: ${last}`,
  });
  const run = (to: number): void => {
    for (;;) {
      const next = planned.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      planned = planned.filter((entry) => entry !== next);
      now = next.at;
      next.work();
    }
    now = to;
  };
  return { queue, said, run };
}

describe('utterance queue', () => {
  it('FRAME-06 speaks at most once per 2.5 s, however much happens', () => {
    const { queue, said, run } = harness();
    for (let at = 0; at < 20_000; at += 100) {
      run(at);
      queue.push({ key: `pod-${at}`, text: `Pod ${at} is ready.` });
    }
    run(40_000);
    for (let i = 1; i < said.length; i += 1)
      expect(said[i]!.at - said[i - 1]!.at).toBeGreaterThanOrEqual(PACE_MS);
    expect(said.length).toBeGreaterThan(5);
  });

  it('FRAME-07 lets the newest word about a thing replace older ones', () => {
    const { queue, said, run } = harness();
    queue.push({ key: 'first', text: 'First.' });
    run(0);
    queue.push({ key: 'pod a', text: 'A is pulling.' });
    queue.push({ key: 'pod a', text: 'A is ready.' });
    run(3_000);
    expect(said.map(({ text }) => text)).toEqual(['First.', 'A is ready.']);
  });

  it('FRAME-08 turns more than five into one sentence with a number', () => {
    const { queue, said, run } = harness();
    for (let i = 0; i < 6; i += 1) queue.push({ key: `pod ${i}`, text: `Pod ${i} was marked.` });
    run(0);
    expect(said).toEqual([{ at: 0, text: '6 changes, the last: Pod 5 was marked.' }]);
  });
});
