/**
 * How fast the simulated hardware is. The defaults are those of a calm node with a local disk and containerd.
 *
 * **Simplified:** every operation draws its duration evenly from one range; only the making of sandboxes is stretched by load.
 */
import type { WorldSettings } from './contract.ts';

/** Images of the recorded cluster: on every machine before the run starts. */
export const KNOWN_IMAGES: readonly string[] = [
  ...['latest', '1.28', '1.36', '1.37'].map((tag) => `busybox:${tag}`),
  ...['latest', '3', '3.20'].map((tag) => `alpine:${tag}`),
  ...['latest', '1.14.2', '1.16.1', '1.25', '1.26', '1.27', '1.28', 'alpine', '1.27-alpine'].map(
    (tag) => `nginx:${tag}`,
  ),
  ...['latest', '2.4'].map((tag) => `httpd:${tag}`),
  ...['3.10', '3.10.1', 'latest'].map((tag) => `registry.k8s.io/pause:${tag}`),
  ...['0.21', '0.24'].map((tag) => `registry.k8s.io/nginx-slim:${tag}`),
  'registry.k8s.io/busybox:1.27.2',
  ...['2.40', '2.53', '2.56'].map((tag) => `registry.k8s.io/e2e-test-images/agnhost:${tag}`),
];

export const DEFAULT_WORLD_SETTINGS: WorldSettings = {
  sandboxMs: [600, 1100],
  sandboxContentionMs: 400,
  sandboxContentionMax: 10,
  sharedHost: 0,
  sandboxStopMs: [100, 300],
  containerCreateMs: [30, 90],
  containerStartMs: [120, 320],
  execStartMs: [30, 80],
  networkMs: [1, 3],
  dnsTtlMs: 30_000,
  pullMs: [60, 110],
  registryBytesPerMs: 20_000,
  preloadedImages: KNOWN_IMAGES,
};
