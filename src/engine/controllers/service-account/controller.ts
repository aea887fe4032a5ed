/**
 * The service account controller: every namespace has a ServiceAccount `default`.
 *
 * **Upstream:** pkg/controller/serviceaccount/serviceaccounts_controller.go (v1.37).
 */
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import type { SyncOutcome } from '../../sim/work-queue.ts';
import { controllerComponent, DONE, FAILED } from '../control/component.ts';
import { namespaceOf } from '../control/keys.ts';

const DEFAULT_ACCOUNT = 'default';

export function createServiceAccountController(ctx: ComponentContext): Component {
  return controllerComponent(ctx, {
    name: 'serviceaccount-controller',
    watches: {
      Namespace: ({ type, object }) => (type === 'DELETED' ? [] : [object.metadata.name]),
      ServiceAccount: ({ type, object }) =>
        type === 'DELETED' && object.metadata.name === DEFAULT_ACCOUNT ? [namespaceOf(object)] : [],
    },
    reconcile: (namespace) => syncNamespace(ctx, namespace),
  });
}

function syncNamespace(ctx: ComponentContext, name: string): SyncOutcome {
  const namespace = ctx.api.get('Namespace', '', name);
  if (namespace === undefined || namespace.status?.phase === 'Terminating') return DONE;
  if (ctx.api.get('ServiceAccount', name, DEFAULT_ACCOUNT) !== undefined) return DONE;
  const because = { rule: 'SA-01', text: `namespace ${name} has no service account "default"` };
  const created = ctx.api.create(
    'ServiceAccount',
    { metadata: { name: DEFAULT_ACCOUNT, namespace: name } },
    because,
  );
  return created.ok || created.error.reason === 'AlreadyExists' ? DONE : FAILED;
}
