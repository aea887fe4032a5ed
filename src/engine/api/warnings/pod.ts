/**
 * What the server warns of in a pod or a pod template that it accepts.
 *
 * Upstream: pkg/api/pod/warnings.go, pkg/api/node/util.go (v1.37).
 * **Simplified:** selectors that name deprecated node labels in affinity terms, and paths that hide a token, are not looked for.
 */
import { sortedKeys } from '../../../base/compare.ts';
import type { ObjectMeta } from '../meta-v1.ts';
import type { Container, ContainerPort, EnvVar, PodSpec } from '../core-v1-pod.ts';
import type { Volume } from '../core-v1-volume.ts';
import { isWholeQuantity } from '../quantity.ts';

type Meta = Pick<ObjectMeta, 'annotations'>;

/** `path` of the spec's owner: empty for a pod, `spec.template` for a workload. */
export function podWarnings(spec: PodSpec, metadata: Meta | undefined, path = ''): readonly string[] {
  const at = path === '' ? 'spec' : `${path}.spec`;
  return [
    ...nodeLabelWarnings(spec, at),
    ...spreadWarnings(spec, at),
    ...annotationWarnings(metadata, path === '' ? 'metadata' : `${path}.metadata`),
    ...(spec.volumes ?? []).flatMap((volume, i) => volumeWarnings(volume, `${at}.volumes[${i}]`)),
    ...repeated(
      spec.hostAliases,
      ({ ip }) => ip,
      (i, ip) => `${at}.hostAliases[${i}].ip: duplicate ip "${ip}"`,
    ),
    ...pullSecretWarnings(spec, at),
    ...fractions(spec.overhead, `${at}.overhead`),
    ...containersOf(spec, at).flatMap(([container, own]) => containerWarnings(container, own)),
    ...portWarnings(containersOf(spec, at)),
    ...graceWarnings(spec, at),
    ...termWarnings(spec, at),
  ];
}

const DEPRECATED_NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

function nodeLabelWarnings(spec: PodSpec, at: string): readonly string[] {
  return sortedKeys(spec.nodeSelector ?? {}).flatMap((key) => {
    const why = DEPRECATED_NODE_LABELS[key];
    return why === undefined ? [] : [`${at}.nodeSelector[${key}]: ${why}`];
  });
}

function spreadWarnings(spec: PodSpec, at: string): readonly string[] {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, i) => {
    const own = `${at}.topologySpreadConstraints[${i}]`;
    const why = DEPRECATED_NODE_LABELS[topologyKey];
    return [
      ...(why === undefined ? [] : [`${own}.topologyKey: ${topologyKey} is ${why}`]),
      ...(labelSelector === undefined
        ? [`${own}.labelSelector: a null labelSelector results in matching no pod`]
        : []),
    ];
  });
}

const DEPRECATED_ANNOTATIONS: readonly (readonly [string, string])[] = [
  [
    'scheduler.alpha.kubernetes.io/critical-pod',
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  ],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  [
    'security.alpha.kubernetes.io/unsafe-sysctls',
    'non-functional in v1.11+; use the "sysctls" field instead',
  ],
];

function annotationWarnings(metadata: Meta | undefined, at: string): readonly string[] {
  return DEPRECATED_ANNOTATIONS.flatMap(([key, why]) =>
    metadata?.annotations?.[key] === undefined ? [] : [`${at}.annotations[${key}]: ${why}`],
  );
}

/** Volume sources that are on their way out, or have gone. */
const DEPRECATED_VOLUMES: readonly (readonly [string, string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

function volumeWarnings(volume: Volume, at: string): readonly string[] {
  const gone = DEPRECATED_VOLUMES.filter(([source]) => Object.hasOwn(volume, source));
  const requests = volume.ephemeral?.volumeClaimTemplate?.spec.resources?.requests;
  return [
    ...gone.map(([source, why]) => `${at}.${source === 'storageos' ? 'storageOS' : source}: ${why}`),
    ...fractions(requests, `${at}.ephemeral.volumeClaimTemplate.spec.resources.requests`, ['storage']),
  ];
}

function pullSecretWarnings({ imagePullSecrets }: PodSpec, at: string): readonly string[] {
  const own = (i: number): string => `${at}.imagePullSecrets[${i}].name`;
  return [
    ...repeated(
      imagePullSecrets,
      ({ name }) => name ?? '',
      (i, name) => `${own(i)}: duplicate name "${name}"`,
    ),
    ...(imagePullSecrets ?? []).flatMap(({ name = '' }, i) =>
      name === '' ? [`${own(i)}: invalid empty name ""`] : [],
    ),
  ];
}

function repeated<T>(
  items: readonly T[] | undefined,
  keyOf: (item: T) => string,
  say: (index: number, key: string) => string,
): readonly string[] {
  const seen = new Set<string>();
  return (items ?? []).flatMap((item, i) => {
    const key = keyOf(item);
    if (seen.has(key)) return [say(i, key)];
    seen.add(key);
    return [];
  });
}

/** Amounts of bytes have no thousandths. */
export function fractions(
  amounts: Readonly<Record<string, string | undefined>> | undefined,
  at: string,
  resources: readonly string[] = ['memory', 'ephemeral-storage'],
): readonly string[] {
  return resources.flatMap((resource) => {
    const value = amounts?.[resource];
    return value === undefined || isWholeQuantity(value)
      ? []
      : [`${at}[${resource}]: fractional byte value "${value}" is invalid, must be an integer`];
  });
}

type Placed = readonly [Container, string];

function containersOf(spec: PodSpec, at: string): readonly Placed[] {
  const named = (list: readonly object[] | undefined, field: string): readonly Placed[] =>
    (list ?? []).map((container, i) => [container as Container, `${at}.${field}[${i}]`] as const);
  return [
    ...named(spec.initContainers, 'initContainers'),
    ...named(spec.containers, 'containers'),
    ...named(spec.ephemeralContainers, 'ephemeralContainers'),
  ];
}

function containerWarnings({ resources, env }: Container, at: string): readonly string[] {
  const of = (resource: string): readonly string[] => [
    ...fractions(resources?.limits, `${at}.resources.limits`, [resource]),
    ...fractions(resources?.requests, `${at}.resources.requests`, [resource]),
  ];
  return [...of('memory'), ...of('ephemeral-storage'), ...envWarnings(env, at)];
}

/** A later definition may build on an earlier one of the same name; hiding it is a mistake. */
function envWarnings(env: readonly EnvVar[] | undefined, at: string): readonly string[] {
  const seen = new Set<string>();
  return (env ?? []).flatMap(({ name, value = '', valueFrom }, i) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const reference = `$(${name})`;
    const builds = valueFrom === undefined && value !== reference && value.includes(reference);
    return builds
      ? []
      : [`${at}.env[${i}]: hides previous definition of "${name}", which may be dropped when using apply`];
  });
}

interface PlacedPort {
  readonly at: string;
  readonly port: ContainerPort;
}

function portWarnings(containers: readonly Placed[]): readonly string[] {
  const seen = new Map<string, PlacedPort[]>();
  const warnings: string[] = [];
  for (const [{ ports }, own] of containers)
    for (const [i, port] of (ports ?? []).entries()) {
      const at = `${own}.ports[${i}]`;
      const key = `${port.containerPort}/${port.protocol ?? 'TCP'}`;
      const others = seen.get(key) ?? [];
      for (const other of others) {
        const clash = clashOf(port, other.port);
        if (clash !== undefined) warnings.push(`${at}: ${clash} port definition with ${other.at}`);
      }
      seen.set(key, [...others, { at, port }]);
    }
  return warnings;
}

function clashOf(a: ContainerPort, b: ContainerPort): 'duplicate' | 'overlapping' | undefined {
  const [hostA, hostB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? ''];
  if (ipA === ipB && hostA === hostB) return 'duplicate';
  if (hostA === 0 || hostB === 0) return 'overlapping';
  if (hostA !== hostB) return undefined;
  return ipA === '' || ipB === '' ? 'overlapping' : undefined;
}

function graceWarnings({ terminationGracePeriodSeconds: seconds }: PodSpec, at: string): readonly string[] {
  return seconds !== undefined && seconds < 0
    ? [
        `${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
      ]
    : [];
}

/** A term without a selector is allowed and useless. */
function termWarnings({ affinity }: PodSpec, at: string): readonly string[] {
  const say = (path: string): string =>
    `${path}.labelSelector: a null labelSelector results in matching no pod`;
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((side) => {
    const own = `${at}.affinity.${side}`;
    const required = affinity?.[side]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const preferred = affinity?.[side]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return [
      ...required.flatMap(({ labelSelector }, i) =>
        labelSelector === undefined
          ? [say(`${own}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`)]
          : [],
      ),
      ...preferred.flatMap(({ podAffinityTerm }, i) =>
        podAffinityTerm.labelSelector === undefined
          ? [say(`${own}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm`)]
          : [],
      ),
    ];
  });
}
