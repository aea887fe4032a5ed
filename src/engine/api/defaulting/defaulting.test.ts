import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { decode } from '../decode.ts';
import { stored } from '../testing/recordings.ts';
import type { KubeObject } from '../types.ts';
import { applyDefaults } from './defaulting.ts';
import { defaultPullPolicy } from './references.ts';

const defaulted = (send: { apiVersion: string; kind: string }): JsonObject => {
  const decoded: unknown = decode(send.apiVersion, send.kind, send).object;
  return JSON.parse(JSON.stringify(applyDefaults(decoded as KubeObject)));
};

/** What admission, the allocators and the strategies of the server add; these are not defaults. */
const fromElsewhere: readonly string[] = [
  'uid',
  'creationTimestamp',
  'generation',
  'namespace',
  'finalizers',
  'serviceAccountName',
  'serviceAccount',
  'priority',
  'priorityClassName',
  'preemptionPolicy',
  'tolerations',
  'taints',
  'volumes',
  'volumeMounts',
  'clusterIP',
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'nodePort',
  'healthCheckNodePort',
  'qosClass',
  'overhead',
  'imagePullSecrets',
  'lastPhaseTransitionTime',
  'status',
  'annotations',
  'nodeSelector',
];

/** Everything of `reply` that defaulting answers for. Nulls and empty lists are the same on the wire of Go. */
function comparable(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => comparable(item) ?? null);
  if (value === undefined || value === null || !isJsonObject(value)) return value ?? undefined;
  const kept = Object.entries(value).filter(([name]) => !fromElsewhere.includes(name));
  return Object.fromEntries(
    kept.map(([name, item]) => [name, comparable(item)]).filter(([, item]) => item !== undefined),
  );
}

describe('applyDefaults', () => {
  it.each(stored)('NOUN-10 fills in what the real server fills in: $name', ({ send, reply }) => {
    expect(comparable(defaulted(send))).toEqual(comparable(reply));
  });

  it.each(stored)('NOUN-11 applied twice changes nothing more: $name', ({ send }) => {
    const once: unknown = defaulted(send);
    expect(applyDefaults(once as KubeObject)).toEqual(once);
  });
});

describe('defaultPullPolicy', () => {
  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['localhost:5000/x', 'Always'],
    ['localhost:5000/x:1', 'IfNotPresent'],
    ['nginx@sha256:0123', 'IfNotPresent'],
    ['nginx:latest@sha256:0123', 'Always'],
  ])('NOUN-12 %s is pulled %s', (image, policy) => {
    expect(defaultPullPolicy(image)).toBe(policy);
  });
});
