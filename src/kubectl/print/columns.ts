/** Which columns the server prints for a kind. Upstream: pkg/printers/internalversion/printers.go (v1.37). */
import type { DaemonSet, Deployment, StatefulSet } from '../../engine/api/apps-v1.ts';
import type { CronJob, Job } from '../../engine/api/batch-v1.ts';
import type { ConfigMap, Endpoints, Event, Node, Secret, Service } from '../../engine/api/core-v1.ts';
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import type { EndpointSlice } from '../../engine/api/discovery-v1.ts';
import type { JsonObject } from '../../base/json.ts';
import type { PodDisruptionBudget } from '../../engine/api/policy-v1.ts';
import { timeMs } from '../../engine/api/time.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { fieldOf } from '../targets.ts';
import { hpaCell, hpaReference } from './hpa-targets.ts';
import { humanDuration } from './human-duration.ts';
import { gateCell, podReady, podRestarts, podStatus } from './pod-cells.ts';
import {
  accessModes,
  eventCells,
  externalAddress,
  jobCompletions,
  jobDuration,
  jobStatus,
  nodeRoles,
  nodeStatus,
  servicePorts,
  sliceEndpoints,
  slicePorts,
} from './cells.ts';

export interface CellWish {
  readonly nowMs: number;
  readonly wide: boolean;
}

export interface Column {
  readonly header: string;
  readonly wide?: true;
  cell(object: KubeObject, wish: CellWish): string;
}

/** Kinds without a row of their own show name and age. */
export function columnsOf(kind: Kind): readonly Column[] {
  return COLUMNS[kind] ?? [NAME, AGE];
}

const NAME: Column = { header: 'NAME', cell: (object) => object.metadata.name };
const AGE: Column = {
  header: 'AGE',
  cell: (object, { nowMs }) => ageOf(object.metadata.creationTimestamp, nowMs),
};

function ageOf(time: string | undefined, nowMs: number): string {
  const at = timeMs(time);
  return at === undefined ? '<unknown>' : humanDuration(nowMs - at);
}

function field(header: string, path: string, absent = '<none>'): Column {
  return { header, cell: (object) => textOf(fieldOf(object, path), absent) };
}

function count(header: string, path: string): Column {
  return field(header, path, '0');
}

function textOf(value: unknown, absent: string): string {
  return (typeof value === 'string' && value !== '') ||
    typeof value === 'number' ||
    typeof value === 'boolean'
    ? String(value)
    : absent;
}

/** A column of one kind's own making. */
function of<T extends KubeObject>(header: string, cell: (object: T, wish: CellWish) => string): Column {
  return { header, cell: (object, wish) => cell(object as T, wish) };
}

function onlyWide(column: Column): Column {
  return { ...column, wide: true };
}

function pairs(value: unknown): string {
  const entries = Object.entries((value ?? {}) as Record<string, string>);
  return entries.length === 0 ? '<none>' : entries.map(([key, one]) => `${key}=${one}`).join(',');
}

type Templated = KubeObject & {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers: readonly { readonly name: string; readonly image?: string }[] };
    };
  };
};

const containers = (object: Templated): readonly { readonly name: string; readonly image?: string }[] =>
  object.spec?.template?.spec?.containers ?? [];
const CONTAINERS = onlyWide(
  of<Templated>('CONTAINERS', (object) =>
    containers(object)
      .map(({ name }) => name)
      .join(','),
  ),
);
const IMAGES = onlyWide(
  of<Templated>('IMAGES', (object) =>
    containers(object)
      .map(({ image }) => image ?? '')
      .join(','),
  ),
);
const SELECTOR = onlyWide(of('SELECTOR', (object) => pairs(fieldOf(object, 'spec.selector.matchLabels'))));
const PLAIN_SELECTOR = onlyWide(of('SELECTOR', (object) => pairs(fieldOf(object, 'spec.selector'))));

const POD: readonly Column[] = [
  NAME,
  of<Pod>('READY', podReady),
  of<Pod>('STATUS', podStatus),
  of<Pod>('RESTARTS', (pod, { nowMs }) => podRestarts(pod, nowMs)),
  AGE,
  onlyWide(of<Pod>('IP', ({ status }) => status?.podIPs?.[0]?.ip ?? '<none>')),
  onlyWide(field('NODE', 'spec.nodeName')),
  onlyWide(field('NOMINATED NODE', 'status.nominatedNodeName')),
  onlyWide(of<Pod>('READINESS GATES', gateCell)),
];

const NODE: readonly Column[] = [
  NAME,
  of<Node>('STATUS', nodeStatus),
  of<Node>('ROLES', nodeRoles),
  AGE,
  field('VERSION', 'status.nodeInfo.kubeletVersion'),
  onlyWide(
    of<Node>(
      'INTERNAL-IP',
      ({ status }) => status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '<none>',
    ),
  ),
  onlyWide(
    of<Node>(
      'EXTERNAL-IP',
      ({ status }) => status?.addresses?.find(({ type }) => type === 'ExternalIP')?.address ?? '<none>',
    ),
  ),
  onlyWide(field('OS-IMAGE', 'status.nodeInfo.osImage', '<unknown>')),
  onlyWide(field('KERNEL-VERSION', 'status.nodeInfo.kernelVersion', '<unknown>')),
  onlyWide(field('CONTAINER-RUNTIME', 'status.nodeInfo.containerRuntimeVersion', '<unknown>')),
];

const REPLICAS: readonly Column[] = [
  NAME,
  count('DESIRED', 'spec.replicas'),
  count('CURRENT', 'status.replicas'),
  count('READY', 'status.readyReplicas'),
  AGE,
  CONTAINERS,
  IMAGES,
];

const readyOf = ({ spec, status }: Deployment | StatefulSet): string =>
  `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`;

const COLUMNS: Partial<Readonly<Record<Kind, readonly Column[]>>> = {
  Pod: POD,
  Node: NODE,
  Deployment: [
    NAME,
    of<Deployment>('READY', readyOf),
    count('UP-TO-DATE', 'status.updatedReplicas'),
    count('AVAILABLE', 'status.availableReplicas'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  ReplicaSet: [...REPLICAS, SELECTOR],
  ReplicationController: [...REPLICAS, PLAIN_SELECTOR],
  StatefulSet: [NAME, of<StatefulSet>('READY', readyOf), AGE, CONTAINERS, IMAGES],
  DaemonSet: [
    NAME,
    count('DESIRED', 'status.desiredNumberScheduled'),
    count('CURRENT', 'status.currentNumberScheduled'),
    count('READY', 'status.numberReady'),
    count('UP-TO-DATE', 'status.updatedNumberScheduled'),
    count('AVAILABLE', 'status.numberAvailable'),
    of<DaemonSet>('NODE SELECTOR', ({ spec }) => pairs(spec?.template.spec?.nodeSelector)),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  Job: [
    NAME,
    of<Job>('STATUS', jobStatus),
    of<Job>('COMPLETIONS', jobCompletions),
    of<Job>('DURATION', (job, { nowMs }) => jobDuration(job, nowMs)),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  CronJob: [
    NAME,
    field('SCHEDULE', 'spec.schedule'),
    field('TIMEZONE', 'spec.timeZone'),
    of<CronJob>('SUSPEND', ({ spec }) => (spec?.suspend === true ? 'True' : 'False')),
    of<CronJob>('ACTIVE', ({ status }) => String(status?.active?.length ?? 0)),
    of<CronJob>('LAST SCHEDULE', ({ status }, { nowMs }) =>
      status?.lastScheduleTime === undefined ? '<none>' : ageOf(status.lastScheduleTime, nowMs),
    ),
    AGE,
  ],
  Service: [
    NAME,
    field('TYPE', 'spec.type'),
    field('CLUSTER-IP', 'spec.clusterIP'),
    of<Service>('EXTERNAL-IP', externalAddress),
    of<Service>('PORT(S)', servicePorts),
    AGE,
    PLAIN_SELECTOR,
  ],
  Endpoints: [
    NAME,
    of<Endpoints>('ENDPOINTS', ({ subsets }) =>
      sliceEndpoints(
        (subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
          ports.length === 0
            ? addresses.map(({ ip }) => ip)
            : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
        ),
        '<none>',
      ),
    ),
    AGE,
  ],
  EndpointSlice: [
    NAME,
    field('ADDRESSTYPE', 'addressType'),
    of<EndpointSlice>('PORTS', slicePorts),
    of<EndpointSlice>('ENDPOINTS', ({ endpoints }) =>
      sliceEndpoints((endpoints ?? []).flatMap(({ addresses }) => addresses)),
    ),
    AGE,
  ],
  Event: eventCells.map(({ header, cell, wide }) => ({
    ...of<Event>(header, (event, { nowMs }) => cell(event, nowMs)),
    ...(wide ? { wide } : {}),
  })),
  Namespace: [NAME, field('STATUS', 'status.phase'), AGE],
  ConfigMap: [
    NAME,
    of<ConfigMap>('DATA', ({ data = {}, binaryData = {} }) =>
      String(Object.keys(data).length + Object.keys(binaryData).length),
    ),
    AGE,
  ],
  Secret: [
    NAME,
    field('TYPE', 'type'),
    of<Secret>('DATA', ({ data = {} }) => String(Object.keys(data).length)),
    AGE,
  ],
  PersistentVolume: [
    NAME,
    field('CAPACITY', 'spec.capacity.storage', ''),
    of('ACCESS MODES', (pv) => accessModes(fieldOf(pv, 'spec.accessModes'))),
    field('RECLAIM POLICY', 'spec.persistentVolumeReclaimPolicy'),
    of('STATUS', storageStatus),
    of('CLAIM', claimOf),
    field('STORAGECLASS', 'spec.storageClassName', ''),
    field('VOLUMEATTRIBUTESCLASS', 'spec.volumeAttributesClassName', '<unset>'),
    field('REASON', 'status.reason', ''),
    AGE,
    onlyWide(field('VOLUMEMODE', 'spec.volumeMode', '<unset>')),
  ],
  PersistentVolumeClaim: [
    NAME,
    of('STATUS', storageStatus),
    field('VOLUME', 'spec.volumeName', ''),
    field('CAPACITY', 'status.capacity.storage', ''),
    of('ACCESS MODES', (pvc) => accessModes(fieldOf(pvc, 'status.accessModes'))),
    field('STORAGECLASS', 'spec.storageClassName', ''),
    field('VOLUMEATTRIBUTESCLASS', 'spec.volumeAttributesClassName', '<unset>'),
    AGE,
    onlyWide(field('VOLUMEMODE', 'spec.volumeMode', '<unset>')),
  ],
  PodDisruptionBudget: [
    NAME,
    field('MIN AVAILABLE', 'spec.minAvailable', 'N/A'),
    field('MAX UNAVAILABLE', 'spec.maxUnavailable', 'N/A'),
    of<PodDisruptionBudget>('ALLOWED DISRUPTIONS', ({ status }) => String(status?.disruptionsAllowed ?? 0)),
    AGE,
  ],
  PriorityClass: [
    NAME,
    count('VALUE', 'value'),
    field('GLOBAL-DEFAULT', 'globalDefault', 'false'),
    AGE,
    field('PREEMPTIONPOLICY', 'preemptionPolicy'),
  ],
  ResourceQuota: [
    NAME,
    of('REQUEST', (quota) => quotaCell(quota, false)),
    of('LIMIT', (quota) => quotaCell(quota, true)),
    AGE,
  ],
  HorizontalPodAutoscaler: [
    NAME,
    of('REFERENCE', (hpa) => hpaReference(hpa as object as JsonObject)),
    of('TARGETS', (hpa) => hpaCell(hpa as object as JsonObject)),
    field('MINPODS', 'spec.minReplicas', '<unset>'),
    count('MAXPODS', 'spec.maxReplicas'),
    count('REPLICAS', 'status.currentReplicas'),
    AGE,
  ],
  ControllerRevision: [NAME, of('CONTROLLER', controllerCell), count('REVISION', 'revision'), AGE],
  StorageClass: [
    of('NAME', storageClassName),
    field('PROVISIONER', 'provisioner', ''),
    field('RECLAIMPOLICY', 'reclaimPolicy', 'Delete'),
    field('VOLUMEBINDINGMODE', 'volumeBindingMode', 'Immediate'),
    field('ALLOWVOLUMEEXPANSION', 'allowVolumeExpansion', 'false'),
    AGE,
  ],
  ServiceAccount: [NAME, AGE],
  LimitRange: [
    of('NAME', ({ metadata }) => metadata.name),
    of('CREATED AT', ({ metadata }) => metadata.creationTimestamp ?? ''),
  ],
  Lease: [NAME, field('HOLDER', 'spec.holderIdentity', ''), AGE],
};

/** `statefulset.apps/db`. */
function controllerCell({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0] ?? ''}` : '';
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

function storageClassName({ metadata }: KubeObject): string {
  const isDefault = metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
  return metadata.name + (isDefault ? ' (default)' : '');
}

function storageStatus(object: KubeObject): string {
  return object.metadata.deletionTimestamp === undefined
    ? textOf(fieldOf(object, 'status.phase'), '')
    : 'Terminating';
}

function claimOf(volume: KubeObject): string {
  const claim = fieldOf(volume, 'spec.claimRef') as
    { readonly namespace?: string; readonly name?: string } | undefined;
  return claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`;
}

function quotaCell(quota: KubeObject, limits: boolean): string {
  const hard = (fieldOf(quota, 'status.hard') ?? {}) as Readonly<Record<string, string>>;
  const used = (fieldOf(quota, 'status.used') ?? {}) as Readonly<Record<string, string>>;
  const keys = Object.keys(hard)
    .filter((key) => key.startsWith('limits.') === limits)
    .sort();
  return keys.map((key) => `${key}: ${used[key] ?? '0'}/${hard[key] ?? ''}`).join(', ');
}
