/**
 * Admission by the Pod Security Standards that a namespace's labels ask for.
 *
 * **Upstream:** staging/src/k8s.io/pod-security-admission/admission (v1.37).
 * **Simplified:** every check is that of the latest version, nobody is exempt, and changing the labels of a namespace says nothing of the
 * pods that are there.
 */
import { ok } from '../../../../base/result.ts';
import type { PodSpec } from '../../../api/core-v1-pod.ts';
import { deepEqual } from '../../../../base/json.ts';
import type { ApiResult } from '../../client.ts';
import { forbidden } from '../../failures.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts';
import { violations } from './checks.ts';
import type { Level } from './checks.ts';

const TEMPLATED = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Job',
  'CronJob',
] as const;

/** Pods are refused; workloads whose pods would be are only warned of. */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  kinds: ['Pod', ...TEMPLATED],
  validate(request) {
    const spec = podSpecIn(request.object);
    const labels = request.context.store.get('Namespace', '', request.namespace)?.metadata.labels;
    if (spec === undefined || labels === undefined || request.subresource !== undefined) return ok(null);
    if (request.before !== undefined && deepEqual(podSpecIn(request.before), spec)) return ok(null);
    const refused = request.kind === 'Pod' ? enforce(request, spec, labels) : ok(null);
    if (refused.ok) warn(request, spec, labels);
    return refused;
  },
};

type Labels = Readonly<Record<string, string>>;

function enforce(request: AdmissionRequest, spec: PodSpec, labels: Labels): ApiResult<null> {
  const found = violations(spec, levelOf(labels, 'enforce'));
  if (found.length === 0) return ok(null);
  return forbidden(
    'Pod',
    request.object.metadata.name ?? '',
    `violates PodSecurity ${policyOf(labels, 'enforce')}: ${found.join(', ')}`,
  );
}

function warn(request: AdmissionRequest, spec: PodSpec, labels: Labels): void {
  const found = violations(spec, levelOf(labels, 'warn'));
  if (found.length > 0)
    request.warn?.(`would violate PodSecurity ${policyOf(labels, 'warn')}: ${found.join(', ')}`);
}

/** `"restricted:latest"`, with its quotes. */
function policyOf(labels: Labels, mode: 'enforce' | 'warn'): string {
  const version = labels[`pod-security.kubernetes.io/${mode}-version`] ?? 'latest';
  return JSON.stringify(`${levelOf(labels, mode)}:${version}`);
}

function levelOf(labels: Labels, mode: 'enforce' | 'warn'): Level {
  const level = labels[`pod-security.kubernetes.io/${mode}`];
  return level === 'baseline' || level === 'restricted' ? level : 'privileged';
}

interface Templates {
  readonly spec?: PodSpec & {
    readonly template?: { readonly spec?: PodSpec };
    readonly jobTemplate?: { readonly spec?: { readonly template?: { readonly spec?: PodSpec } } };
  };
}

function podSpecIn(object: object): PodSpec | undefined {
  const { kind, spec } = object as Templates & { readonly kind?: string };
  if (kind === 'Pod') return spec;
  return kind === 'CronJob' ? spec?.jobTemplate?.spec?.template?.spec : spec?.template?.spec;
}
