/**
 * The namespace controller: empties a namespace that is being deleted, pods first, then lets it go.
 *
 * **Upstream:** pkg/controller/namespace (v1.37), ordered deletion.
 */
import { timeMs } from '../../api/time.ts';
import type { Namespace } from '../../api/core-v1.ts';
import { resourceOf, resources } from '../../api/resources.ts';
import type { Kind } from '../../api/types.ts';
import { FinalizerKubernetes } from '../../api/well-known.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { nowTime, wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { namespaceConditions } from './conditions.ts';
import { estimatePodsSeconds, retrySeconds } from './estimate.ts';
import { DEFAULT_NAMESPACE } from './settings.ts';
import type { NamespaceSettings } from './settings.ts';

export function createNamespaceController(ctx: ComponentContext, settings: NamespaceSettings = DEFAULT_NAMESPACE): Component {
  return controllerComponent(ctx, {
    name: 'namespace-controller',
    queue: { backoffMsMax: settings.backoffMsMax },
    watches: {
      Namespace: ({ type, object }) => (type === 'DELETED' || !isBeingDeleted(object) ? [] : [{ key: object.metadata.name, afterMs: settings.graceMs }]),
    },
    reconcile: (name) => syncNamespace(ctx, settings, name),
  });
}

function syncNamespace(ctx: ComponentContext, settings: NamespaceSettings, name: string): SyncOutcome {
  const namespace = ctx.api.get('Namespace', '', name);
  if (namespace === undefined || !isBeingDeleted(namespace)) return DONE;
  if (!(namespace.spec.finalizers ?? []).includes(FinalizerKubernetes)) return DONE;
  const remains = deleteContent(ctx, settings, namespace);
  writeConditions(ctx, namespace, remains);
  if (remains.errors.length > 0) return FAILED;
  if (remains.estimateSeconds > 0) return { requeueAfterMs: retrySeconds(remains.estimateSeconds) * 1000 };
  return finalize(ctx, name);
}

interface Found {
  readonly resources: Record<string, number>;
  readonly finalizers: Record<string, number>;
  readonly errors: string[];
  estimateSeconds: number;
}

/** Deletes pods; only when none is left, everything else. */
function deleteContent(ctx: ComponentContext, settings: NamespaceSettings, namespace: Namespace): Found {
  const found: Found = { resources: {}, finalizers: {}, errors: [], estimateSeconds: 0 };
  deleteKind(ctx, settings, namespace, 'Pod', found);
  if (Object.keys(found.resources).length > 0) return found;
  for (const { kind } of resources.filter(({ namespaced, kind: one }) => namespaced && one !== 'Pod')) deleteKind(ctx, settings, namespace, kind, found);
  return found;
}

function deleteKind(ctx: ComponentContext, settings: NamespaceSettings, namespace: Namespace, kind: Kind, found: Found): void {
  const { name } = namespace.metadata;
  const because = { rule: 'NS-02', text: `namespace ${name} is being deleted, ${kind === 'Pod' ? 'and pods go first' : 'and no pod is left in it'}` };
  const estimate = kind === 'Pod' ? estimatePodsSeconds(ctx.api.inNamespace('Pod', name), wallMs(ctx) - (timeMs(namespace.metadata.deletionTimestamp) ?? 0)) : 0;
  for (const object of ctx.api.list(kind, { namespace: name })) ctx.api.delete(kind, name, object.metadata.name, { propagationPolicy: 'Background' }, because);
  const left = ctx.api.list(kind, { namespace: name });
  if (left.length === 0) return;
  const { plural, group, version } = resourceOf(kind);
  found.resources[`${plural}.${group}`] = left.length;
  const finalizers = left.flatMap((object) => object.metadata.finalizers ?? []);
  for (const finalizer of finalizers) found.finalizers[finalizer] = (found.finalizers[finalizer] ?? 0) + 1;
  const seconds = estimate > 0 ? estimate : finalizers.length > 0 ? settings.finalizerEstimateSeconds : 0;
  found.estimateSeconds = Math.max(found.estimateSeconds, seconds);
  if (seconds === 0) found.errors.push(`unexpected items still remain in namespace: ${name} for gvr: ${group}/${version}, Resource=${plural}`);
}

function writeConditions(ctx: ComponentContext, namespace: Namespace, found: Found): void {
  const before = namespace.status?.conditions ?? [];
  const conditions = namespaceConditions(before, found, nowTime(ctx));
  if (conditions === before) return;
  const left = Object.entries(found.resources).map(([resource, count]) => `${count} ${resource.replace(/\.$/, '')}`);
  const text = left.length === 0 ? 'nothing is left in the namespace' : `${left.join(', ')} still remain in the namespace`;
  ctx.api.modify('Namespace', '', namespace.metadata.name, (live) => ({ ...live, status: { ...live.status, conditions } }), { rule: 'NS-03', text }, { subresource: 'status' });
}

function finalize(ctx: ComponentContext, name: string): SyncOutcome {
  const written = ctx.api.modify('Namespace', '', name, withoutKubernetes, { rule: 'NS-04', text: 'nothing is left in it, so the namespace itself may go' }, { subresource: 'finalize' });
  return written.ok || written.error.reason === 'NotFound' ? DONE : FAILED;
}

function withoutKubernetes(namespace: Namespace): Namespace {
  const { finalizers = [], ...spec } = namespace.spec;
  const rest = finalizers.filter((one) => one !== FinalizerKubernetes);
  return { ...namespace, spec: rest.length === 0 ? spec : { ...spec, finalizers: rest } };
}
