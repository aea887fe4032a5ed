import { describe, expect, it } from 'vitest';
import { aNode, aPod, aView } from '../../testing/builders.ts';
import { scores } from '../../testing/verdicts.ts';
import { imageLocality, normalizedImageName } from './image-locality.ts';

const MIB = 1024 * 1024;

describe('ImageLocality', () => {
  it('SCHED-52 prefers a node with the image, for less while few nodes have it', () => {
    const holder = aNode('n1', { status: { images: [{ names: ['app:latest'], sizeBytes: 1000 * MIB }] } });
    expect(scores(imageLocality, aPod('p'), aView([holder]))).toEqual([100]);
    expect(scores(imageLocality, aPod('p'), aView([holder, aNode('n2')]))).toEqual([48, 0]);
    const small = aNode('n1', { status: { images: [{ names: ['app:latest'], sizeBytes: 20 * MIB }] } });
    expect(scores(imageLocality, aPod('p'), aView([small]))).toEqual([0]);
  });

  it.each([
    ['nginx', 'nginx:latest'],
    ['nginx:1', 'nginx:1'],
    ['host:5000/nginx', 'host:5000/nginx:latest'],
  ])('SCHED-53 reads image %s as %s', (name, normalized) => {
    expect(normalizedImageName(name)).toBe(normalized);
  });
});
