/**
 * Making and deleting pods on behalf of a controller, with the Events that go with it.
 *
 * **Upstream:** pkg/controller/controller_utils.go RealPodControl (v1.37).
 */
import type { Pod, PodTemplateSpec } from '../../api/core-v1-pod.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ApiFailure, NewObject } from '../../apiserver/client.ts';
import type { ComponentContext } from '../../apiserver/component.ts';
import type { Because } from '../../sim/trace.ts';
import { namespaceOf, subjectOf, uidOf } from './keys.ts';
import { controllerRefTo } from './owner.ts';

export const SUCCESSFUL_CREATE = 'SuccessfulCreate';
export const FAILED_CREATE = 'FailedCreate';
export const SUCCESSFUL_DELETE = 'SuccessfulDelete';
export const FAILED_DELETE = 'FailedDelete';

/** The pod that `owner` creates from its template: labels, annotations and finalizers are all it takes of the template's metadata. */
export function podFromTemplate(owner: KubeObject, template: PodTemplateSpec): NewObject<'Pod'> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: namespaceOf(owner),
      ownerReferences: [controllerRefTo(owner)],
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    spec: template.spec,
  };
}

/** True for a create refused because the namespace is going away: nobody should retry that. */
export function isNamespaceTerminating(failure: ApiFailure): boolean {
  const causes = failure.details?.['causes'];
  return (
    Array.isArray(causes) &&
    causes.some((cause) => (cause as { readonly reason?: string }).reason === 'NamespaceTerminating')
  );
}

/** Creates the pod and records the Event. Returns the failure that should be retried, if any. */
export function createPod(
  ctx: ComponentContext,
  owner: KubeObject,
  pod: NewObject<'Pod'>,
  because: Because,
): ApiFailure | undefined {
  const created = ctx.api.create('Pod', pod, because);
  if (created.ok) {
    ctx.events.record(
      subjectOf(owner),
      'Normal',
      SUCCESSFUL_CREATE,
      `Created pod: ${created.value.metadata.name}`,
    );
    return undefined;
  }
  if (isNamespaceTerminating(created.error)) return undefined;
  ctx.events.record(subjectOf(owner), 'Warning', FAILED_CREATE, `Error creating: ${created.error.message}`);
  return created.error;
}

/** Asks for the pod's deletion and records the Event. A pod that is gone already is no failure. */
export function deletePod(
  ctx: ComponentContext,
  owner: KubeObject,
  pod: Pod,
  because: Because,
): ApiFailure | undefined {
  const name = pod.metadata.name;
  const deleted = ctx.api.delete('Pod', namespaceOf(pod), name, { uid: uidOf(pod) }, because);
  if (deleted.ok) {
    ctx.events.record(subjectOf(owner), 'Normal', SUCCESSFUL_DELETE, `Deleted pod: ${name}`);
    return undefined;
  }
  if (deleted.error.reason === 'NotFound') return undefined;
  ctx.events.record(subjectOf(owner), 'Warning', FAILED_DELETE, `Error deleting: ${deleted.error.message}`);
  return deleted.error;
}
