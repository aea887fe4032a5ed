import { describe, expect, it } from 'vitest';
import type { ConfigMap, Secret, Service } from '../../api/core-v1.ts';
import type { EnvVar } from '../../api/core-v1-pod.ts';
import { aContainer, aPod } from '../testing/build.ts';
import { decodeBase64 } from './base64.ts';
import { fieldValue, resourceValue } from './downward-api.ts';
import { environmentOf } from './environment.ts';
import type { EnvironmentSources } from './environment.ts';
import { expand } from './expansion.ts';
import { serviceVariables } from './service-variables.ts';

const configMap: ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cfg' },
  data: { color: 'blue', SIZE: 'big' },
};
const secret: Secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'login' },
  data: { user: 'YW5u' },
};
const sources: EnvironmentSources = {
  hostIps: ['172.18.0.1'],
  podIps: ['10.244.1.2', 'fd00::2'],
  allocatable: { cpu: '2', memory: '1Gi' },
  configMap: (name) => (name === 'cfg' ? configMap : undefined),
  secret: (name) => (name === 'login' ? secret : undefined),
  file: (volume, path) => (volume === 'conf' && path === 'a.env' ? "A='1'\nB='x y'\n" : undefined),
  serviceVariables: [
    ['KUBERNETES_PORT', 'tcp://10.96.0.1:443'],
    ['TAKEN', 'service'],
  ],
};

function variables(
  env: readonly EnvVar[],
  envFrom = [{ configMapRef: { name: 'cfg' } }],
): Record<string, string> | string {
  const result = environmentOf(aPod(), aContainer('app', { env, envFrom }), sources);
  return result.ok ? Object.fromEntries(result.value.map(({ name, value }) => [name, value])) : result.error;
}

describe('environment', () => {
  it('KUBELET-30 env wins over envFrom, and services fill what is left', () => {
    expect(
      variables([
        { name: 'SIZE', value: 'small' },
        { name: 'TAKEN', value: 'own' },
      ]),
    ).toEqual({
      SIZE: 'small',
      color: 'blue',
      TAKEN: 'own',
      KUBERNETES_PORT: 'tcp://10.96.0.1:443',
    });
  });

  it('KUBELET-31 references see earlier variables only', () => {
    expect(
      variables([
        { name: 'A', value: '$(B)-$(SIZE)' },
        { name: 'B', value: '$(A)!' },
        { name: 'C', value: '$$(A)' },
      ]),
    ).toMatchObject({
      A: '$(B)-big',
      B: '$(B)-big!',
      C: '$(A)',
    });
  });

  it.each<[string, EnvVar, string]>([
    [
      'ConfigMap',
      { name: 'X', valueFrom: { configMapKeyRef: { name: 'nope', key: 'k' } } },
      'configmap "nope" not found',
    ],
    [
      'key',
      { name: 'X', valueFrom: { configMapKeyRef: { name: 'cfg', key: 'k' } } },
      "couldn't find key k in ConfigMap default/cfg",
    ],
    [
      'Secret',
      { name: 'X', valueFrom: { secretKeyRef: { name: 'nope', key: 'k' } } },
      'secret "nope" not found',
    ],
    [
      'secret key',
      { name: 'X', valueFrom: { secretKeyRef: { name: 'login', key: 'k' } } },
      "couldn't find key k in Secret default/login",
    ],
  ])('KUBELET-32 a missing %s', (_name, variable, message) => {
    expect(variables([variable])).toBe(message);
  });

  it('KUBELET-32 optional references are skipped', () => {
    expect(
      variables([{ name: 'X', valueFrom: { configMapKeyRef: { name: 'nope', key: 'k', optional: true } } }]),
    ).not.toHaveProperty('X');
  });

  it('KUBELET-30 secrets are decoded', () => {
    expect(
      variables([{ name: 'USER', valueFrom: { secretKeyRef: { name: 'login', key: 'user' } } }]),
    ).toMatchObject({ USER: 'ann' });
    expect(decodeBase64('w6TigqzwnZKz')).toBe('ä€𝒳');
  });
});

describe('the pod about itself', () => {
  const pod = aPod({ nodeName: 'node-1' }, { labels: { app: 'web', tier: 'x' } });
  it.each([
    ['metadata.name', 'web'],
    ["metadata.labels['app']", 'web'],
    ['metadata.labels', 'app="web"\ntier="x"'],
    ['spec.nodeName', 'node-1'],
    ['status.hostIP', '172.18.0.1'],
    ['status.podIPs', '10.244.1.2,fd00::2'],
  ])('KUBELET-33 fieldRef %s', (path, value) => {
    expect(fieldValue(pod, path, sources)).toEqual({ ok: true, value });
  });

  it.each([
    [{ resource: 'limits.cpu' }, '1'],
    [{ resource: 'limits.cpu', divisor: '1m' }, '250'],
    [{ resource: 'requests.memory', divisor: '1Mi' }, '32'],
    [{ resource: 'limits.memory' }, String(2 ** 30)],
  ])('KUBELET-33 resourceFieldRef %o', (selector, value) => {
    const container = aContainer('app', {
      resources: { limits: { cpu: '250m' }, requests: { memory: '32Mi' } },
    });
    expect(resourceValue(selector, container, sources)).toEqual({ ok: true, value });
  });
});

describe('services', () => {
  it('KUBELET-30 give their variables, headless ones give none', () => {
    const service = (name: string, clusterIP: string): Service => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { clusterIP, ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    });
    expect(serviceVariables([service('my-db', '10.96.0.7'), service('head', 'None')])).toEqual([
      ['MY_DB_SERVICE_HOST', '10.96.0.7'],
      ['MY_DB_SERVICE_PORT', '80'],
      ['MY_DB_SERVICE_PORT_HTTP', '80'],
      ['MY_DB_PORT', 'tcp://10.96.0.7:80'],
      ['MY_DB_PORT_80_TCP', 'tcp://10.96.0.7:80'],
      ['MY_DB_PORT_80_TCP_PROTO', 'tcp'],
      ['MY_DB_PORT_80_TCP_PORT', '80'],
      ['MY_DB_PORT_80_TCP_ADDR', '10.96.0.7'],
    ]);
  });

  it('KUBELET-31 expansion leaves what it does not know', () => {
    expect(expand('$(A) $(B) $$(A) $A $(', (name) => (name === 'A' ? '1' : undefined))).toBe(
      '1 $(B) $(A) $A $(',
    );
  });
});
