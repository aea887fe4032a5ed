import { describe, expect, it } from 'vitest';
import type { ContainerPort, Pod } from '../../../api/core-v1-pod.ts';
import { assignedPodChange } from '../../framework/object-changes.ts';
import { aNode, aPod, aView, on } from '../../testing/builders.ts';
import { hint, verdicts } from '../../testing/verdicts.ts';
import { nodePorts } from './node-ports.ts';

function withPort(name: string, port: Omit<ContainerPort, 'containerPort'>): Pod {
  return aPod(name, {
    spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 80, ...port }] }] },
  });
}

const REJECTED = "Unschedulable: node(s) didn't have free ports for the requested pod ports";
const taken = on('n1', withPort('other', { hostPort: 80, hostIP: '10.0.0.1' }));

describe('NodePorts', () => {
  const cases: readonly (readonly [Omit<ContainerPort, 'containerPort'>, string])[] = [
    [{ hostPort: 80, hostIP: '10.0.0.1' }, REJECTED],
    [{ hostPort: 80, hostIP: '10.0.0.2' }, 'ok'],
    [{ hostPort: 80 }, REJECTED],
    [{ hostPort: 80, protocol: 'UDP' }, 'ok'],
    [{ hostPort: 81 }, 'ok'],
    [{}, 'skip'],
  ];
  it.each(cases)('SCHED-42 port %j beside 10.0.0.1:80', (port, verdict) => {
    expect(verdicts(nodePorts, withPort('p', port), aView([aNode('n1')], [taken]))).toEqual([verdict]);
  });

  it('SCHED-43 is woken when a pod with the port goes', () => {
    expect(hint(nodePorts, withPort('p', { hostPort: 80 }), assignedPodChange(taken, undefined)!)).toBe(
      'Queue',
    );
    expect(hint(nodePorts, withPort('p', { hostPort: 81 }), assignedPodChange(taken, undefined)!)).toBe(
      'QueueSkip',
    );
  });
});
