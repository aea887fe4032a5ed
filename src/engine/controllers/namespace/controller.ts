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
import { defineTable } from '../../sim/sim.ts';
import type { Millis } from '../../sim/time.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { nowTime, wallMs } from '../control/clock.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { isBeingDeleted } from '../control/keys.ts';
import { namespaceConditions } from './conditions.ts';
import { estimatePodsSeconds, retrySeconds } from './estimate.ts';
import { DEFAULT_NAMESPACE } from './settings.ts';
import type { NamespaceSettings } from './settings.ts';

export function createNamespaceController(
  ctx: ComponentContext,
  settings: NamespaceSettings = DEFAULT_NAMESPACE,
): Component {
  return controllerComponent(ctx, {
    name: 'namespace-controller',
    queue: { backoffMsMax: settings.backoffMsMax },
    watches: {
      Namespace: ({ type, object }) =>
        type === 'DELETED' || !isBeingDeleted(object)
          ? []
          : [{ key: object.metadata.name, afterMs: settings.graceMs }],
    },
    reconcile: (name) => syncNamespace(ctx, settings, name),
  });
}

/** When the pass through the other kinds ends, by namespace. Absent while none is under way. */
const PASS_ENDS = defineTable<Millis>('namespace-controller/pass-ends');

function syncNamespace(ctx: ComponentContext, settings: NamespaceSettings, name: string): SyncOutcome {
  const passes = ctx.sim.table(PASS_ENDS);
  const passEnds = passes.get(name);
  const namespace = ctx.api.get('Namespace', '', name);
  if (
    namespace === undefined ||
    !isBeingDeleted(namespace) ||
    !(namespace.spec.finalizers ?? []).includes(FinalizerKubernetes)
  ) {
    passes.delete(name);
    return DONE;
  }
  if (passEnds !== undefined && ctx.sim.now < passEnds) return { requeueAfterMs: passEnds - ctx.sim.now };
  if (passEnds === undefined) return beginPass(ctx, settings, namespace);
  passes.delete(name);
  const found = countContent(ctx, settings, name);
  const left = Object.entries(found.resources).map(
    ([resource, count]) => `${count} ${resource.replace(/\.$/, '')}`,
  );
  return conclude(
    ctx,
    namespace,
    found,
    left.length === 0
      ? 'nothing is left in the namespace'
      : `${left.join(', ')} still remain in the namespace`,
  );
}

/** Deletes pods; only when none is left, everything else. What is left then is counted when the pass ends. */
function beginPass(ctx: ComponentContext, settings: NamespaceSettings, namespace: Namespace): SyncOutcome {
  const { name } = namespace.metadata;
  const pods = nothingFound();
  const estimate = estimatePodsSeconds(
    ctx.api.inNamespace('Pod', name),
    wallMs(ctx) - (timeMs(namespace.metadata.deletionTimestamp) ?? 0),
  );
  deleteKind(ctx, name, 'Pod');
  countKind(ctx, settings, name, 'Pod', estimate, pods);
  // As upstream: a pass that stops at the pods says nothing about what remains.
  if (Object.keys(pods.resources).length > 0)
    return conclude(
      ctx,
      namespace,
      { ...pods, resources: {}, finalizers: {} },
      'pods still remain in the namespace',
    );
  for (const kind of OTHER_KINDS) deleteKind(ctx, name, kind);
  ctx.sim.table(PASS_ENDS).put(name, ctx.sim.now + settings.passMs);
  return { requeueAfterMs: settings.passMs };
}

function conclude(ctx: ComponentContext, namespace: Namespace, found: Found, text: string): SyncOutcome {
  writeConditions(ctx, namespace, found, text);
  if (found.errors.length > 0) return FAILED;
  if (found.estimateSeconds > 0) return { requeueAfterMs: retrySeconds(found.estimateSeconds) * 1000 };
  return finalize(ctx, namespace.metadata.name);
}

interface Found {
  readonly resources: Record<string, number>;
  readonly finalizers: Record<string, number>;
  readonly errors: string[];
  estimateSeconds: number;
}

function nothingFound(): Found {
  return { resources: {}, finalizers: {}, errors: [], estimateSeconds: 0 };
}

const OTHER_KINDS: readonly Kind[] = resources
  .filter(({ namespaced, kind }) => namespaced && kind !== 'Pod')
  .map(({ kind }) => kind);

function countContent(ctx: ComponentContext, settings: NamespaceSettings, name: string): Found {
  const found = nothingFound();
  for (const kind of OTHER_KINDS) countKind(ctx, settings, name, kind, 0, found);
  return found;
}

function deleteKind(ctx: ComponentContext, name: string, kind: Kind): void {
  const because = {
    rule: 'NS-02',
    text: `namespace ${name} is being deleted, ${kind === 'Pod' ? 'and pods go first' : 'and no pod is left in it'}`,
  };
  for (const object of ctx.api.list(kind, { namespace: name }))
    ctx.api.delete(kind, name, object.metadata.name, { propagationPolicy: 'Background' }, because);
}

function countKind(
  ctx: ComponentContext,
  settings: NamespaceSettings,
  name: string,
  kind: Kind,
  estimate: number,
  found: Found,
): void {
  const left = ctx.api.list(kind, { namespace: name });
  if (left.length === 0) return;
  const { plural, group, version } = resourceOf(kind);
  found.resources[`${plural}.${group}`] = left.length;
  const finalizers = left.flatMap((object) => object.metadata.finalizers ?? []);
  for (const finalizer of finalizers) found.finalizers[finalizer] = (found.finalizers[finalizer] ?? 0) + 1;
  const seconds = estimate > 0 ? estimate : finalizers.length > 0 ? settings.finalizerEstimateSeconds : 0;
  found.estimateSeconds = Math.max(found.estimateSeconds, seconds);
  if (seconds === 0)
    found.errors.push(
      `unexpected items still remain in namespace: ${name} for gvr: ${group}/${version}, Resource=${plural}`,
    );
}

function writeConditions(ctx: ComponentContext, namespace: Namespace, found: Found, text: string): void {
  const before = namespace.status?.conditions ?? [];
  const conditions = namespaceConditions(before, found, nowTime(ctx));
  if (conditions === before) return;
  ctx.api.modify(
    'Namespace',
    '',
    namespace.metadata.name,
    (live) => ({ ...live, status: { ...live.status, conditions } }),
    { rule: 'NS-03', text },
    { subresource: 'status' },
  );
}

function finalize(ctx: ComponentContext, name: string): SyncOutcome {
  const written = ctx.api.modify(
    'Namespace',
    '',
    name,
    withoutKubernetes,
    { rule: 'NS-04', text: 'nothing is left in it, so the namespace itself may go' },
    { subresource: 'finalize' },
  );
  return written.ok || written.error.reason === 'NotFound' ? DONE : FAILED;
}

function withoutKubernetes(namespace: Namespace): Namespace {
  const { finalizers = [], ...spec } = namespace.spec;
  const rest = finalizers.filter((one) => one !== FinalizerKubernetes);
  return { ...namespace, spec: rest.length === 0 ? spec : { ...spec, finalizers: rest } };
}
