import { describe, expect, it } from 'vitest';
import { outlives } from './kill-containers.ts';
import type { ContainerKind } from './container-specs.ts';

const order = ['side-1', 'side-2'];
const victim = (name: string, kind: ContainerKind) => ({ containerId: name, name, kind });

describe('who waits for whom', () => {
  it.each<[string, ContainerKind, string, ContainerKind, boolean]>([
    ['side-1', 'sidecar', 'app', 'app', true],
    ['side-1', 'sidecar', 'side-2', 'sidecar', true],
    ['side-2', 'sidecar', 'side-1', 'sidecar', false],
    ['app', 'app', 'side-1', 'sidecar', false],
    ['app', 'app', 'other', 'app', false],
    ['side-1', 'sidecar', 'look', 'ephemeral', false],
  ])('KUBELET-19 %s (%s) waits for %s (%s): %s', (name, kind, otherName, otherKind, expected) => {
    expect(outlives(victim(name, kind), victim(otherName, otherKind), order)).toBe(expected);
  });
});
