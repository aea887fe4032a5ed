import { describe, expect, it } from 'vitest';
import type { PodStateKind } from '../../projections/view-model.ts';
import { farGrid, farKind, farPaths } from './far-look.ts';
import { POD_LOOKS } from './pod-look.ts';

describe('pods from afar', () => {
  it('SCREEN-24 only what needs somebody is drawn full', () => {
    const states = Object.keys(POD_LOOKS) as PodStateKind[];
    const full = states.filter((state) => farKind(state) === 'alarm');
    expect(full).toEqual(['crash-loop', 'image-backoff', 'failed', 'evicted']);
    expect(states.map(farKind).filter((kind) => kind === 'fine')).toHaveLength(4);
  });

  it.each([1, 8, 40, 110, 250])('SCREEN-24 %i pods fit into the card', (places) => {
    const { columns, pitchPx } = farGrid(places, 206, 200);
    expect(columns * pitchPx).toBeLessThanOrEqual(206);
    expect(pitchPx === 8 || Math.ceil(places / columns) * pitchPx <= 200).toBe(true);
  });

  it('SCREEN-24 a pod keeps its place when another one goes', () => {
    const grid = farGrid(3, 206, 200);
    const before = farPaths(['ready', 'failed', 'ready'], grid);
    const after = farPaths([null, 'failed', 'ready'], grid);
    expect(after.get('alarm')).toBe(before.get('alarm'));
    expect(before.get('fine')).toContain(after.get('fine'));
  });
});
