import { describe, expect, it } from 'vitest';
import type { Container } from '../../api/core-v1-pod.ts';
import { aContainer, aPod } from '../testing/build.ts';
import { podRequest } from './pod-request.ts';

const asking = (name: string, cpu: string, fields: Partial<Container> = {}): Container =>
  aContainer(name, { resources: { requests: { cpu } }, ...fields });

describe('what a pod asks for', () => {
  it.each([
    ['the sum of its containers', { containers: [asking('a', '100m'), asking('b', '200m')] }, 300],
    [
      'its largest init container',
      { containers: [asking('a', '100m')], initContainers: [asking('i', '1')] },
      1000,
    ],
    [
      'sidecars with both',
      {
        containers: [asking('a', '100m')],
        initContainers: [asking('s', '50m', { restartPolicy: 'Always' }), asking('i', '300m')],
      },
      350,
    ],
    ['overhead on top', { containers: [asking('a', '100m')], overhead: { cpu: '10m' } }, 110],
  ])('KUBELET-50 %s', (_name, spec, cpuMilli) => {
    expect(podRequest(aPod(spec)).cpuMilli).toBe(cpuMilli);
  });
});
