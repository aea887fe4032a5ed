import { describe, expect, it } from 'vitest';
import { aPod } from '../testing/build.ts';
import { EMPTY_RUNTIME } from '../pod-workers/pod-worker.ts';
import type { PodWorker } from '../pod-workers/pod-worker.ts';
import { rankForMemory } from './eviction.ts';

function use(name: string, used: number, request: number, priority = 0) {
  const worker: PodWorker = {
    key: name,
    machine: 'node-1',
    uid: name,
    source: 'api',
    pod: aPod({ priority }, { name }),
    stage: 'syncing',
    rejected: false,
    removed: false,
    addedAt: 0,
    firstSyncAt: 0,
    lastSyncAt: 0,
    wanted: false,
    wantedCause: 0,
    run: null,
    nextCall: 1,
    runtime: EMPTY_RUNTIME,
    relistedAt: 0,
    failures: {},
    graceMs: null,
    kill: null,
    requestCpuMilli: 0,
    requestMemoryBytes: request,
    requestStorageBytes: 0,
    volumesMounted: true,
  };
  return { worker, used, request };
}

describe('who is evicted first', () => {
  it.each([
    ['above its request before below it', [use('a', 50, 100), use('b', 20, 10)], 'b'],
    ['lower priority first', [use('a', 90, 10, 5), use('b', 20, 10, 1)], 'b'],
    ['larger excess first', [use('a', 30, 10), use('b', 60, 10)], 'b'],
  ])('KUBELET-56 %s', (_name, uses, first) => {
    expect(rankForMemory(uses)[0]?.worker.uid).toBe(first);
  });
});
