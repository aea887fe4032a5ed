import { describe, expect, it } from 'vitest';
import type { NodeCardModel, PodTileModel } from '../../../projections/view-model.ts';
import { CardPace, FRAME_WEIGHT, weightOf } from './card-pace.ts';
import type { MapState } from './map-store.ts';

const card = (name: string, pods: number, round = 0): NodeCardModel =>
  ({
    name,
    round,
    pods: Array.from({ length: pods }, (_, i): PodTileModel => ({ uid: `${name}-${i}` }) as PodTileModel),
  }) as object as NodeCardModel;

/** A map that is changed by hand, and frames that come when asked for. */
function playground(names: readonly string[], pods: number) {
  let state: MapState = { model: null, byNode: new Map() };
  const listeners = new Set<() => void>();
  const frames: (() => void)[] = [];
  const map = {
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const set = (round: number): void => {
    state = { model: null, byNode: new Map(names.map((name) => [name, card(name, pods, round)])) };
    for (const listener of listeners) listener();
  };
  const pace = new CardPace(map, { nextFrame: (run) => void frames.push(run) });
  set(0);
  pace.start();
  const frame = (): void => frames.shift()?.();
  const rounds = (): number[] =>
    names.map((name) => (pace.get(name) as object as { readonly round: number }).round);
  return { pace, set, frame, rounds };
}

describe('the pace of cards', () => {
  it('SCREEN-25 draws at once what fits into one frame', () => {
    const { pace, set, rounds } = playground(['a', 'b', 'c'], 2);
    for (const name of ['a', 'b', 'c']) pace.follow(name, () => undefined);
    set(1);
    expect(rounds()).toEqual([1, 1, 1]);
  });

  it('SCREEN-25 spreads what does not, the longest waiting first, and skips what is out of date', () => {
    const { pace, set, frame, rounds } = playground(['a', 'b', 'c', 'd'], FRAME_WEIGHT / 2);
    const drawn: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) pace.follow(name, () => void drawn.push(name));
    set(1);
    expect(rounds()).toEqual([1, 0, 0, 0]);
    set(2);
    frame();
    expect(rounds()).toEqual([1, 2, 0, 0]);
    for (let i = 0; i < 4; i++) frame();
    expect(rounds()).toEqual([2, 2, 2, 2]);
    expect(drawn).toEqual(['a', 'b', 'c', 'd', 'a']);
  });

  it('SCREEN-25 keeps nobody waiting who is not drawn', () => {
    const { set, rounds } = playground(['a', 'b', 'c'], FRAME_WEIGHT);
    set(1);
    expect(rounds()).toEqual([1, 1, 1]);
  });

  it('SCREEN-25 lets cards come into view a few at a time', () => {
    const { pace, frame } = playground(['a', 'b', 'c'], FRAME_WEIGHT / 2);
    const entered: string[] = [];
    for (const name of ['a', 'b', 'c'])
      if (pace.claim(name)) entered.push(name);
      else pace.whenRoom(name, () => void entered.push(name));
    expect(entered).toEqual(['a']);
    frame();
    expect(entered).toEqual(['a', 'b']);
    frame();
    frame();
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  it('SCREEN-25 counts only the pods that changed', () => {
    const before = card('a', 10);
    const [first] = before.pods;
    const after = { ...before, pods: [{ ...first } as PodTileModel, ...before.pods.slice(1)] };
    expect([weightOf(before, null, false), weightOf(after, before, false)]).toEqual([12, 3]);
    expect(weightOf(before, null, true)).toBe(2);
  });
});
