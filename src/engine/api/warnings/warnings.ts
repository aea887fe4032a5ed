/**
 * What the server warns of in objects that it accepts.
 *
 * Upstream: the strategies' `WarningsOnCreate` and `WarningsOnUpdate` (v1.37), pkg/api/{service,persistentvolume,persistentvolumeclaim},
 * and the removal notices of whole APIs.
 */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../apps-v1.ts';
import type { CronJob, Job } from '../batch-v1.ts';
import type { Pod, PodTemplateSpec } from '../core-v1-pod.ts';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  ReplicationController,
  Secret,
  Service,
} from '../core-v1.ts';
import { labelProblemsWithDots } from '../names.ts';
import type { Kind, KubeObject } from '../types.ts';
import { fractions, podWarnings } from './pod.ts';

const ENDPOINTS = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** In the order in which the server sends them. */
export function warningsFor(object: KubeObject, isNew: boolean): readonly string[] {
  const named = isNew ? nameWarnings(object.kind as Kind, object.metadata.name ?? '') : [];
  return [...(object.kind === 'Endpoints' ? [ENDPOINTS] : []), ...named, ...warningsOf(object)];
}

const NAMED_LIKE_PODS: readonly string[] = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
];

/** Names of pods become host names, and hosts have short ones without dots. */
function nameWarnings(kind: Kind, name: string): readonly string[] {
  const what =
    kind === 'Pod' ? "the Pod's hostname" : NAMED_LIKE_PODS.includes(kind) ? 'Pod names and hostnames' : '';
  const problems = what === '' || name === '' ? [] : labelProblemsWithDots(name);
  return problems.length === 0
    ? []
    : [
        `metadata.name: this is used in ${what}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
      ];
}

function warningsOf(object: KubeObject): readonly string[] {
  switch (object.kind) {
    case 'Pod':
      return podWarnings((object as Pod).spec, object.metadata);
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicationController':
      return templateWarnings((object as Templated).spec?.template, 'spec.template');
    case 'Job':
      return templateWarnings((object as Job).spec?.template, 'spec.template');
    case 'CronJob':
      return cronJobWarnings(object as CronJob);
    case 'Service':
      return serviceWarnings(object as Service);
    case 'Secret':
      return secretWarnings(object as Secret);
    case 'PersistentVolume':
      return volumeWarnings(object as PersistentVolume);
    case 'PersistentVolumeClaim':
      return claimWarnings(object as PersistentVolumeClaim);
    default:
      return [];
  }
}

type Templated = Deployment | ReplicaSet | StatefulSet | DaemonSet | ReplicationController;

function templateWarnings(template: PodTemplateSpec | undefined, path: string): readonly string[] {
  return template?.spec === undefined ? [] : podWarnings(template.spec, template.metadata, path);
}

function cronJobWarnings({ spec }: CronJob): readonly string[] {
  return [
    ...templateWarnings(spec.jobTemplate.spec?.template, 'spec.jobTemplate.spec.template'),
    ...(spec.schedule.includes('TZ')
      ? ['cannot use TZ or CRON_TZ in spec.schedule, use timeZone instead']
      : []),
  ];
}

function serviceWarnings({ spec }: Service): readonly string[] {
  if (spec === undefined) return [];
  const headless = spec.clusterIP === 'None';
  return [
    ...(headless && spec.sessionAffinity === 'ClientIP'
      ? ['spec.SessionAffinity is ignored for headless services']
      : []),
    ...(spec.trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

/** How `-----BEGIN ` reads in base64. */
const PEM_BEGINS = 'LS0tLS1CRUdJTi';

/** A key pair that no server could use. **Simplified:** only the first line is looked at. */
function secretWarnings({ type, data }: Secret): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const holdsPem = (key: string): boolean => (data?.[key] ?? '').startsWith(PEM_BEGINS);
  if (!holdsPem('tls.crt')) return ['tls: failed to find any PEM data in certificate input'];
  return holdsPem('tls.key') ? [] : ['tls: failed to find any PEM data in key input'];
}

function volumeWarnings({ spec }: PersistentVolume): readonly string[] {
  return spec.persistentVolumeReclaimPolicy === 'Recycle'
    ? [
        'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
      ]
    : [];
}

function claimWarnings({ spec }: PersistentVolumeClaim): readonly string[] {
  return fractions(spec.resources?.requests, 'spec.resources.requests', ['storage']);
}
