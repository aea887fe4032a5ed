/**
 * NamespaceLifecycle: nothing is created in a namespace that is missing or being deleted.
 *
 * **Upstream:** staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle (v1.37).
 */
import { resourceOf } from '../../api/resources.ts';
import { ok } from '../../../base/result.ts';
import type { ApiFailure } from '../client.ts';
import { forbidden, notFound } from '../failures.ts';
import type { AdmissionPlugin } from './admission.ts';

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  validate: () => ok(null),
  mutate({ operation, kind, namespace, object, context }) {
    if (operation !== 'CREATE' || !resourceOf(kind).namespaced) return ok(object);
    const live = context.store.get('Namespace', '', namespace);
    if (live === undefined) return notFound('Namespace', namespace);
    if (live.metadata.deletionTimestamp === undefined) return ok(object);
    const name = object.metadata.name ?? '';
    return forbidden(
      kind,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    );
  },
};

/** Namespaces that the server itself needs cannot be deleted. */
export function refusesDeletion(
  namespace: string,
): { readonly ok: false; readonly error: ApiFailure } | undefined {
  if (!['default', 'kube-system', 'kube-public'].includes(namespace)) return undefined;
  return forbidden('Namespace', namespace, 'this namespace may not be deleted');
}
