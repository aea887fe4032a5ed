/**
 * The admission plugins that complete a new pod: ServiceAccount, Priority, DefaultTolerationSeconds.
 *
 * **Upstream:** plugin/pkg/admission/{serviceaccount,priority,defaulttolerationseconds} (v1.37).
 */
import type { Container, PodSpec, Toleration } from '../../api/core-v1-pod.ts';
import type { Volume } from '../../api/core-v1-volume.ts';
import { ok } from '../../../base/result.ts';
import type { ApiResult } from '../client.ts';
import { forbidden } from '../failures.ts';
import type { Incoming } from '../server-context.ts';
import { randomLetters } from '../identity.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';
import { isMirrorPod } from '../strategy/mirror.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_SECONDS = 3607;

/** Builds a plugin that changes the spec of pods on creation. */
function onPodCreation(
  name: string,
  change: (spec: PodSpec, request: AdmissionRequest) => ApiResult<PodSpec>,
): AdmissionPlugin {
  return {
    name,
    kinds: ['Pod'],
    mutate(request) {
      const pod = request.object as Incoming<'Pod'>;
      if (request.operation !== 'CREATE' || pod.spec === undefined) return ok(request.object);
      const spec = change(pod.spec, request);
      return spec.ok ? ok({ ...pod, spec: spec.value }) : spec;
    },
  };
}

export const serviceAccount = onPodCreation('ServiceAccount', (spec, request) => {
  if (isMirrorPod(request.object as Incoming<'Pod'>)) return ok(spec);
  const name = spec.serviceAccountName || 'default';
  const account = request.context.store.get('ServiceAccount', request.namespace, name);
  if (account === undefined) {
    const why = `error looking up service account ${request.namespace}/${name}: serviceaccount "${name}" not found`;
    return forbidden('Pod', request.object.metadata.name ?? '', why);
  }
  const named: PodSpec = { ...spec, serviceAccountName: name, serviceAccount: name };
  const secrets =
    named.imagePullSecrets === undefined && account.imagePullSecrets !== undefined
      ? { imagePullSecrets: account.imagePullSecrets }
      : {};
  const mounts = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  return ok({ ...(mounts ? withToken(named, request) : named), ...secrets });
});

function withToken(spec: PodSpec, { context }: AdmissionRequest): PodSpec {
  const existing = spec.volumes?.find((volume) => volume.name.startsWith('kube-api-access-'));
  const name = existing?.name ?? `kube-api-access-${randomLetters(context.sim)}`;
  const mount = (container: Container): Container =>
    container.volumeMounts?.some(({ mountPath }) => mountPath === TOKEN_PATH)
      ? container
      : {
          ...container,
          volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: TOKEN_PATH }],
        };
  return {
    ...spec,
    volumes: existing === undefined ? [...(spec.volumes ?? []), tokenVolume(name)] : (spec.volumes ?? []),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mount) }),
    containers: spec.containers.map(mount),
  };
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
    },
  };
}

/** Classes that exist in every cluster. */
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

export const priority = onPodCreation('Priority', (spec, request) => {
  const name = request.object.metadata.name ?? '';
  const { store } = request.context;
  const fallback = store
    .table('PriorityClass')
    .values()
    .find((c) => c.globalDefault === true);
  const className = spec.priorityClassName || fallback?.metadata.name;
  const found = className === undefined ? undefined : store.get('PriorityClass', '', className);
  const value =
    className === undefined
      ? 0
      : (found?.value ??
        (Object.hasOwn(SYSTEM_PRIORITIES, className) ? SYSTEM_PRIORITIES[className] : undefined));
  if (value === undefined) return forbidden('Pod', name, `no PriorityClass with name ${className} was found`);
  if (spec.priority !== undefined && spec.priority !== value) {
    return forbidden(
      'Pod',
      name,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  const preemptionPolicy = spec.preemptionPolicy ?? found?.preemptionPolicy ?? 'PreemptLowerPriority';
  return ok({
    ...spec,
    ...(className === undefined ? {} : { priorityClassName: className }),
    priority: value,
    preemptionPolicy,
  });
});

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';

/** Appends the tolerations that give a pod `seconds` on a node that is not ready or unreachable. Runs on updates, too. */
export function defaultTolerationSeconds(seconds: {
  readonly notReady: number;
  readonly unreachable: number;
}): AdmissionPlugin {
  return {
    name: 'DefaultTolerationSeconds',
    kinds: ['Pod'],
    mutate({ object, subresource }) {
      const pod = object as Incoming<'Pod'>;
      if (pod.spec === undefined || subresource !== undefined) return ok(object);
      const given = pod.spec.tolerations ?? [];
      const added = [
        patience(given, NOT_READY, seconds.notReady),
        patience(given, UNREACHABLE, seconds.unreachable),
      ].flat();
      return ok(
        added.length === 0 ? object : { ...pod, spec: { ...pod.spec, tolerations: [...given, ...added] } },
      );
    },
  };
}

function patience(given: readonly Toleration[], key: string, tolerationSeconds: number): Toleration[] {
  const tolerated = given.some((t) => (!t.key || t.key === key) && (!t.effect || t.effect === 'NoExecute'));
  return tolerated ? [] : [{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds }];
}
