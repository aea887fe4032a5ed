/**
 * The endpoints controller: keeps the deprecated Endpoints objects, which some readers still use.
 *
 * **Upstream:** pkg/controller/endpoint/endpoints_controller.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Endpoints, Service } from '../../api/core-v1.ts';
import { formatTime, timeMs } from '../../api/time.ts';
import { EndpointsLastChangeTriggerTime, LabelHeadlessService } from '../../api/well-known.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { keyOf, splitKey } from '../control/keys.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { PodNotes } from '../control/pod-notes.ts';
import { servicesOf } from '../control/service-pods.ts';
import { endpointSubsets, podPart } from './subsets.ts';
import type { PodPart } from './subsets.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

export function createEndpointsController(ctx: ComponentContext): Component {
  const notes = new PodNotes<PodPart>();
  return controllerComponent(ctx, {
    name: 'endpoint-controller',
    watches: {
      Service: ({ object }) => [keyOf(object)],
      Pod: (change) => servicesOf(ctx.api, change),
      Endpoints: (change) => (change.type === 'DELETED' ? [keyOf(change.object)] : []),
    },
    reconcile: (key) => syncService(ctx, notes, key),
  });
}

function syncService(ctx: ComponentContext, notes: PodNotes<PodPart>, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const service = ctx.api.get('Service', namespace, name);
  const present = ctx.api.get('Endpoints', namespace, name);
  if (service === undefined) {
    notes.forget(key);
    if (present !== undefined)
      ctx.api.delete(
        'Endpoints',
        namespace,
        name,
        {},
        { rule: 'EPS-07', text: `Service ${name} does not exist any more` },
      );
    return DONE;
  }
  const { selector, type } = service.spec;
  if (type === 'ExternalName' || Object.keys(selector ?? {}).length === 0) return DONE;
  const pods = ctx.api.inNamespace('Pod', namespace);
  const parts = notes.of(key, [service.spec], pods, (pod) => podPart(service, pod));
  return write(ctx, service, present, parts);
}

function write(
  ctx: ComponentContext,
  service: Service,
  present: Endpoints | undefined,
  parts: readonly PodPart[],
): SyncOutcome {
  const subsets = endpointSubsets(parts, present?.subsets);
  const labels = labelsFor(service);
  if (
    present !== undefined &&
    deepEqual(present.subsets ?? [], subsets) &&
    deepEqual(present.metadata.labels, labels)
  )
    return DONE;
  const matched = parts.reduce((sum, part) => sum + Number(part.isMatched), 0);
  const because = {
    rule: 'EPS-07',
    text: `the selector of ${service.metadata.name} matches ${matched} pods`,
  };
  const { name, namespace = '' } = service.metadata;
  const annotations = {
    ...present?.metadata.annotations,
    [EndpointsLastChangeTriggerTime]: formatTime(triggerMs(service, parts)),
  };
  if (present !== undefined) {
    const updated = ctx.api.update(
      'Endpoints',
      { ...present, metadata: { ...present.metadata, labels, annotations }, subsets },
      because,
    );
    return updated.ok ? DONE : FAILED;
  }
  const created = ctx.api.create(
    'Endpoints',
    { metadata: { name, namespace, labels, annotations }, subsets },
    because,
  );
  return created.ok || isNamespaceTerminating(created.error) ? DONE : FAILED;
}

function labelsFor(service: Service): Readonly<Record<string, string>> {
  const headless = service.spec.clusterIP === 'None' ? { [LabelHeadlessService]: '' } : {};
  return { ...service.metadata.labels, ...headless, [MANAGED_BY]: 'endpoint-controller' };
}

/** The latest change of a pod's readiness, or the creation of the Service. */
function triggerMs(service: Service, parts: readonly PodPart[]): number {
  const created = timeMs(service.metadata.creationTimestamp) ?? 0;
  return parts.reduce((latest, { changedMs }) => Math.max(latest, changedMs), created);
}
