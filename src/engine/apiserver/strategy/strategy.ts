/**
 * Per-kind rules of writing: what users may not set, what the server fills in, what each subresource may touch.
 *
 * **Upstream:** pkg/registry/<group>/<kind>/strategy.go (v1.37).
 * **Simplified:** no managedFields.
 */
import { deepEqual } from '../../../base/json.ts';
import { encodeBase64 } from '../../../base/base64.ts';
import { qosClassOf } from '../../api/qos.ts';
import { resourceOf } from '../../api/resources.ts';
import type { Kind } from '../../api/types.ts';
import type { PodStatus } from '../../api/core-v1-pod-status.ts';
import { timestamp } from '../server-context.ts';
import type { Incoming, ServerContext } from '../server-context.ts';
import { hasGeneration, raisesGeneration } from '../generation.ts';
import { allocateService, reallocateService } from './service.ts';
import { completeJob } from './job.ts';
import { asPrinted } from './printed.ts';

type Body = { readonly [part: string]: unknown };

/** An object about to be created: status wiped, generation set, server-made fields filled. */
export function prepareForCreate<K extends Kind>(
  context: ServerContext,
  kind: K,
  object: Incoming<K>,
): Incoming<K> {
  if (kind === 'Secret') return foldStringData(object as Incoming<'Secret'>) as object as Incoming<K>;
  const counted = hasGeneration(kind)
    ? { ...object, metadata: { ...object.metadata, generation: 1 } }
    : object;
  return { ...counted, ...initialParts(context, kind, counted as Incoming<Kind>) } as Incoming<K>;
}

function initialParts(context: ServerContext, kind: Kind, object: Incoming<Kind>): Body {
  switch (kind) {
    case 'Event':
      return withUnsetTimes(object as Incoming<'Event'>);
    case 'Pod':
      return { status: initialPodStatus(context, object as Incoming<'Pod'>) };
    case 'Namespace':
      return initialNamespace(object as Incoming<'Namespace'>);
    case 'Node':
      return { status: (object as Incoming<'Node'>).status ?? {} };
    case 'Service':
      return { spec: allocateService(context, object as Incoming<'Service'>), status: { loadBalancer: {} } };
    case 'DaemonSet':
      return {
        metadata: withTemplateGeneration(object as Incoming<'DaemonSet'>, 1),
        status: initialStatus(kind),
      };
    case 'Job':
      return { ...completeJob(object as Incoming<'Job'>), status: {} };
    case 'PersistentVolumeClaim':
      return { status: { phase: 'Pending' } };
    case 'PersistentVolume':
      return { status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(context) } };
    case 'Ingress':
      return { status: { loadBalancer: {} } };
    default:
      return resourceOf(kind).subresources.includes('status') ? { status: initialStatus(kind) } : {};
  }
}

/** Go prints the times of Events also when they are not set. */
function withUnsetTimes({ eventTime, firstTimestamp, lastTimestamp }: Incoming<'Event'>): Body {
  return {
    eventTime: eventTime ?? null,
    firstTimestamp: firstTimestamp ?? null,
    lastTimestamp: lastTimestamp ?? null,
  };
}

/** A gated pod says at once what holds it back. */
function initialPodStatus(context: ServerContext, { spec }: Incoming<'Pod'>): PodStatus {
  const qosClass = qosClassOf(spec);
  if ((spec.schedulingGates ?? []).length === 0) return { phase: 'Pending', qosClass };
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  } as const;
  return { phase: 'Pending', qosClass, conditions: [{ ...gated, lastTransitionTime: timestamp(context) }] };
}

/** Statuses whose numbers are always printed, also when they are 0. */
function initialStatus(kind: Kind): Body {
  switch (kind) {
    case 'ReplicaSet':
    case 'ReplicationController':
      return { replicas: 0 };
    case 'StatefulSet':
      return { replicas: 0, availableReplicas: 0 };
    case 'DaemonSet':
      return { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
    case 'PodDisruptionBudget':
      return { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
    case 'HorizontalPodAutoscaler':
      return { desiredReplicas: 0, currentMetrics: null };
    default:
      return {};
  }
}

function initialNamespace(namespace: Incoming<'Namespace'>): Body {
  const name = namespace.metadata.name ?? '';
  return {
    metadata: {
      ...namespace.metadata,
      labels: { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** A DaemonSet's template generation, kept in an annotation since the field is deprecated. */
function withTemplateGeneration({ metadata }: Incoming<'DaemonSet'>, generation: number): object {
  return { ...metadata, annotations: { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) } };
}

/** stringData is a convenience for writing: it ends up in data, in base64. */
function foldStringData({ data, stringData, ...secret }: Incoming<'Secret'>): Body {
  const folded = Object.fromEntries(
    Object.entries(stringData ?? {}).map(([key, text]) => [key, encodeBase64(text)]),
  );
  const all = { ...data, ...folded };
  return stringData === undefined && data === undefined ? secret : { ...secret, data: all };
}

/** Metadata that no update changes. */
const FIXED_METADATA = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generateName',
  'name',
  'namespace',
  'generation',
  'selfLink',
] as const;

/**
 * What an update makes of the live object: the main resource may not touch status, the status subresource nothing but status, and
 * metadata that belongs to the server stays. Raises the generation when needed.
 */
export function prepareForUpdate<K extends Kind>(
  context: ServerContext,
  kind: K,
  live: Incoming<K>,
  sent: Incoming<K>,
  subresource: string | undefined,
): Incoming<K> {
  const parts: Body = mergeParts(context, kind, live as Incoming<Kind>, sent as Incoming<Kind>, subresource);
  const metadata: Record<string, unknown> = { ...(parts['metadata'] as object) };
  for (const field of FIXED_METADATA) {
    if (live.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = live.metadata[field];
  }
  const merged = asPrinted(kind, { ...parts, metadata }) as object as Incoming<K>;
  if (subresource === 'status' || !raisesGeneration(kind, live, merged)) return merged;
  return { ...merged, metadata: { ...merged.metadata, generation: (live.metadata.generation ?? 0) + 1 } };
}

/** Writing status may change annotations and labels, as upstream allows, but not who owns the object. */
function ownersOf({ metadata }: Incoming<Kind>): object {
  return metadata.ownerReferences === undefined ? {} : { ownerReferences: metadata.ownerReferences };
}

function mergeParts(
  context: ServerContext,
  kind: Kind,
  live: Incoming<Kind>,
  sent: Incoming<Kind>,
  subresource: string | undefined,
): Body {
  const [before, after] = [live as Body, sent as Body];
  if (subresource === 'status')
    return { ...before, metadata: { ...sent.metadata, ...ownersOf(live) }, status: after['status'] };
  if (kind === 'Secret') return foldStringData(sent as Incoming<'Secret'>);
  if (!resourceOf(kind).subresources.includes('status') || kind === 'Event') return after;
  const status = before['status'] === undefined ? {} : { status: before['status'] };
  const { status: _ignored, ...rest } = completeUpdate(context, kind, live, sent);
  return kind === 'Namespace' && subresource !== 'finalize'
    ? { ...rest, ...status, spec: before['spec'] }
    : { ...rest, ...status };
}

/** Parts that the server keeps in step with others. */
function completeUpdate(
  context: ServerContext,
  kind: Kind,
  live: Incoming<Kind>,
  sent: Incoming<Kind>,
): Body {
  if (kind === 'Service') {
    const [before, after] = [live as Incoming<'Service'>, sent as Incoming<'Service'>];
    return { ...after, spec: reallocateService(context, before.spec, after.spec) };
  }
  if (kind !== 'DaemonSet') return sent as Body;
  const [before, after] = [live as Incoming<'DaemonSet'>, sent as Incoming<'DaemonSet'>];
  const generation =
    Number(before.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1) +
    (deepEqual(before.spec.template, after.spec.template) ? 0 : 1);
  return { ...after, metadata: withTemplateGeneration(after, generation) };
}

/** True when an update changes nothing that is stored. */
export function changesNothing(live: object, next: object): boolean {
  return deepEqual(live, next);
}
