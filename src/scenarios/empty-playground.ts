/** Three machines and nothing on them. */
import { EPOCH_MS, machine, SEED } from './scenario.ts';
import type { Scenario } from './scenario.ts';

export const EMPTY_PLAYGROUND: Scenario = {
  id: 'empty-playground',
  title: 'Empty playground',
  invitation: 'Three machines and nothing on them. Apply a manifest, or take an example.',
  setup: {
    seed: SEED,
    epochMs: EPOCH_MS,
    machines: ['node-a', 'node-b', 'node-c'].map(machine),
    preloadedImages: [],
    settings: {},
    title: 'Empty playground',
    opening: [],
    settleMs: 30_000,
  },
  documents: [],
};
