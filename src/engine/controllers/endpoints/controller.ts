/**
 * The endpoints controller: keeps the deprecated Endpoints objects, which some readers still use.
 *
 * **Upstream:** pkg/controller/endpoint/endpoints_controller.go (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import type { Endpoints, Service } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { matchesLabels } from '../../api/selectors.ts';
import { formatTime, timeMs } from '../../api/time.ts';
import { EndpointsLastChangeTriggerTime, LabelHeadlessService } from '../../api/well-known.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { keyOf, splitKey } from '../control/keys.ts';
import { isNamespaceTerminating } from '../control/pod-from-template.ts';
import { podCondition } from '../control/pod-state.ts';
import { servicesOf } from '../control/service-pods.ts';
import { endpointSubsets } from './subsets.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';

export function createEndpointsController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'endpoint-controller',
    watches: {
      Service: ({ object }) => [keyOf(object)],
      Pod: (change) => servicesOf(ctx.api, change),
      Endpoints: (change) => (change.type === 'DELETED' ? [keyOf(change.object)] : []),
    },
    reconcile: (key) => syncService(ctx, key),
  });
}

function syncService(ctx: ComponentContext, key: string): SyncOutcome {
  const { namespace, name } = splitKey(key);
  const service = ctx.api.get('Service', namespace, name);
  const present = ctx.api.get('Endpoints', namespace, name);
  if (service === undefined) {
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
  const pods = ctx.api
    .inNamespace('Pod', namespace)
    .filter((pod) => matchesLabels(selector, pod.metadata.labels));
  return write(ctx, service, present, pods);
}

function write(
  ctx: ComponentContext,
  service: Service,
  present: Endpoints | undefined,
  pods: readonly Pod[],
): SyncOutcome {
  const subsets = endpointSubsets(service, pods);
  const labels = labelsFor(service);
  if (
    present !== undefined &&
    deepEqual(present.subsets ?? [], subsets) &&
    deepEqual(present.metadata.labels, labels)
  )
    return DONE;
  const because = {
    rule: 'EPS-07',
    text: `the selector of ${service.metadata.name} matches ${pods.length} pods`,
  };
  const { name, namespace = '' } = service.metadata;
  const annotations = {
    ...present?.metadata.annotations,
    [EndpointsLastChangeTriggerTime]: formatTime(triggerMs(service, pods)),
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
function triggerMs(service: Service, pods: readonly Pod[]): number {
  const changes = pods.map((pod) => timeMs(podCondition(pod, 'Ready')?.lastTransitionTime) ?? 0);
  return Math.max(timeMs(service.metadata.creationTimestamp) ?? 0, ...changes);
}
