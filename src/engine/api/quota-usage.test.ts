import { describe, expect, it } from 'vitest';
import type { Pod } from './core-v1-pod.ts';
import type { KubeObject } from './types.ts';
import { isInScope, kindsOf, usageOf } from './quota-usage.ts';

const pod = (spec: Partial<Pod['spec']> = {}, rest: object = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: {
    containers: [{ name: 'app', image: 'a', resources: { requests: { cpu: '300m' }, limits: { cpu: '1' } } }],
    ...spec,
  },
  status: { phase: 'Running' },
  ...rest,
});
const object = (kind: string, spec: object): KubeObject =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'o' }, spec }) as KubeObject;

describe('what an object takes of a quota', () => {
  it('QUOTA-02 a pod takes its number, requests and limits', () => {
    expect(usageOf('Pod', pod(), 0)).toEqual({
      'count/pods': '1',
      pods: '1',
      cpu: '300m',
      'requests.cpu': '300m',
      'limits.cpu': '1',
    });
  });

  it('QUOTA-02 the largest init container counts when it needs more than all others', () => {
    const init = (name: string, cpu: string, restartPolicy?: 'Always') => ({
      name,
      image: 'a',
      resources: { requests: { cpu } },
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
    });
    expect(usageOf('Pod', pod({ initContainers: [init('big', '2')] }), 0)['requests.cpu']).toBe('2');
    expect(
      usageOf('Pod', pod({ initContainers: [init('side', '100m', 'Always'), init('big', '250m')] }), 0)[
        'requests.cpu'
      ],
    ).toBe('400m');
    expect(
      usageOf('Pod', pod({ initContainers: [init('side', '1', 'Always'), init('big', '2')] }), 0)[
        'requests.cpu'
      ],
    ).toBe('3');
  });

  it('QUOTA-03 pods that ended or are past their grace count as objects only', () => {
    expect(usageOf('Pod', pod({}, { status: { phase: 'Succeeded' } }), 0)).toEqual({ 'count/pods': '1' });
    const leaving = pod(
      {},
      { metadata: { name: 'p', deletionTimestamp: '1970-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 } },
    );
    expect([usageOf('Pod', leaving, 60_000)['pods'], usageOf('Pod', leaving, 60_001)['pods']]).toEqual([
      '1',
      undefined,
    ]);
  });

  const rows = [
    ['ConfigMap', {}, { 'count/configmaps': '1', configmaps: '1' }],
    ['Deployment', {}, { 'count/deployments.apps': '1' }],
    [
      'Service',
      { type: 'NodePort', ports: [{ port: 1 }, { port: 2 }] },
      { 'count/services': '1', services: '1', 'services.nodeports': '2', 'services.loadbalancers': '0' },
    ],
    [
      'Service',
      { type: 'LoadBalancer', ports: [{ port: 1 }] },
      { 'count/services': '1', services: '1', 'services.nodeports': '1', 'services.loadbalancers': '1' },
    ],
    [
      'PersistentVolumeClaim',
      { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
      {
        'count/persistentvolumeclaims': '1',
        persistentvolumeclaims: '1',
        'requests.storage': '1Gi',
        'fast.storageclass.storage.k8s.io/requests.storage': '1Gi',
        'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      },
    ],
  ] as const;
  for (const [kind, spec, expected] of rows)
    it(`QUOTA-02 ${kind} ${JSON.stringify(spec)}`, () =>
      expect(usageOf(kind, object(kind, spec), 0)).toEqual(expected));

  it('QUOTA-02 names say which kinds have to be counted', () => {
    expect(kindsOf(['requests.cpu'])).toEqual(['Pod']);
    expect(kindsOf(['requests.storage'])).toEqual(['PersistentVolumeClaim']);
    expect(kindsOf(['count/deployments.apps', 'services.nodeports'])).toEqual(['Service', 'Deployment']);
    expect(kindsOf(['bananas'])).toEqual([]);
  });

  const scopes = [
    [['BestEffort'], { status: { qosClass: 'BestEffort' } }, true],
    [['NotBestEffort'], { status: { qosClass: 'BestEffort' } }, false],
    [['Terminating'], {}, false],
    [['NotTerminating', 'NotBestEffort'], {}, true],
  ] as const;
  for (const [list, rest, expected] of scopes)
    it(`QUOTA-04 scopes ${list.join(' and ')}`, () =>
      expect(isInScope({ spec: { scopes: list } }, 'Pod', pod({}, rest))).toBe(expected));

  it('QUOTA-04 priority classes are selected by name; objects without scopes are left out', () => {
    const spec = {
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
    } as const;
    expect([
      isInScope({ spec }, 'Pod', pod({ priorityClassName: 'high' })),
      isInScope({ spec }, 'Pod', pod()),
      isInScope({ spec }, 'ConfigMap', object('ConfigMap', {})),
    ]).toEqual([true, false, false]);
  });
});
