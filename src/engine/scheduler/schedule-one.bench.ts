/**
 * Scheduling speed. Budget: a plain pod on 100 nodes well under 0.3 ms; 500 nodes with 5000 pods under 3 ms.
 */
import { bench, describe } from 'vitest';
import type { Service } from '../api/core-v1.ts';
import { schedulePod } from './schedule-one.ts';
import { aNode, aPod, aView, first, on } from './testing/builders.ts';

const service: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' } },
};

for (const [nodeCount, podCount] of [
  [100, 1000],
  [500, 5000],
] as const) {
  const nodes = Array.from({ length: nodeCount }, (_unused, i) =>
    aNode(`n${i}`, { cpu: '64', labels: { 'topology.kubernetes.io/zone': `z${i % 3}` } }),
  );
  const pods = Array.from({ length: podCount }, (_unused, i) =>
    on(`n${i % nodeCount}`, aPod(`p${i}`, { cpu: '10m', labels: { app: i % 2 === 0 ? 'web' : 'db' } })),
  );
  const plain = aView(nodes, pods);
  const withService = aView(nodes, pods, { services: () => [service] });
  const pod = aPod('new', { cpu: '10m', labels: { app: 'web' } });
  describe(`${nodeCount} nodes, ${podCount} pods`, () => {
    bench('a plain pod', () => void schedulePod(pod, plain, first));
    bench('a pod of a Service', () => void schedulePod(pod, withService, first));
  });
}
