/**
 * Prefers nodes that already have the images of the pod, the larger and the more widespread the better.
 *
 * Upstream: pkg/scheduler/framework/plugins/imagelocality (v1.37). An image counts for less while few nodes have it, so that
 * pods do not crowd on them.
 */
import type { Pod } from '../../../api/core-v1-pod.ts';
import { divide, MAX_NODE_SCORE } from '../../framework/normalize-score.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { ScorePlugin } from '../../framework/plugin.ts';
import type { Snapshot } from '../../framework/snapshot.ts';

const MEBIBYTE = 1024 * 1024;
const MIN_THRESHOLD_BYTES = 23 * MEBIBYTE;
const MAX_CONTAINER_THRESHOLD_BYTES = 1000 * MEBIBYTE;

export const imageLocality: ScorePlugin = {
  name: 'ImageLocality',
  scoreKey: ({ pod, snapshot }) =>
    imagesOf(pod.pod)
      .map((image) => `${image} ${snapshot.imageNodeCounts.get(image) ?? 0}/${snapshot.nodes.length}`)
      .join(' '),
  score({ pod, snapshot }, _state, node) {
    if (node.imageSizes.size === 0) return 0;
    const images = imagesOf(pod.pod);
    const bytes = images.reduce((sum, image) => sum + scaledSize(image, node, snapshot), 0);
    return imageLocalityScore(bytes, images.length);
  },
};

function imageLocalityScore(bytes: number, images: number): number {
  const max = MAX_CONTAINER_THRESHOLD_BYTES * images;
  const clamped = Math.min(Math.max(bytes, MIN_THRESHOLD_BYTES), max);
  return divide(MAX_NODE_SCORE * (clamped - MIN_THRESHOLD_BYTES), max - MIN_THRESHOLD_BYTES);
}

/** A name without a tag means `:latest`. */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}

function imagesOf(pod: Pod): readonly string[] {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
    (one) => one.image ?? '',
  );
  const volumes = (pod.spec.volumes ?? []).flatMap((volume) =>
    volume.image === undefined ? [] : [volume.image.reference ?? ''],
  );
  return [...containers, ...volumes].map(normalizedImageName);
}

function scaledSize(image: string, node: NodeInfo, snapshot: Snapshot): number {
  const bytes = node.imageSizes.get(image);
  if (bytes === undefined) return 0;
  const spread = (snapshot.imageNodeCounts.get(image) ?? 0) / snapshot.nodes.length;
  return Math.trunc(bytes * spread);
}
