/**
 * Gives a pod of a RuntimeClass the class's overhead and its place among the nodes.
 *
 * **Upstream:** plugin/pkg/admission/runtimeclass (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import { ok } from '../../../base/result.ts';
import type { PodSpec, Toleration } from '../../api/core-v1-pod.ts';
import type { RuntimeClass } from '../../api/node-v1.ts';
import type { ApiResult } from '../client.ts';
import { forbidden } from '../failures.ts';
import type { Incoming } from '../server-context.ts';
import type { AdmissionPlugin } from './admission.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  kinds: ['Pod'],
  mutate({ operation, object, context, subresource }) {
    const pod = object as Incoming<'Pod'>;
    const { runtimeClassName = '' } = pod.spec ?? {};
    if (operation !== 'CREATE' || subresource !== undefined || pod.spec === undefined) return ok(object);
    const refuse = (why: string) => forbidden('Pod', pod.metadata.name ?? '', why);
    if (runtimeClassName === '')
      return pod.spec.overhead === undefined
        ? ok(object)
        : refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    const found = context.store.get('RuntimeClass', '', runtimeClassName);
    if (found === undefined) return refuse(`pod rejected: RuntimeClass "${runtimeClassName}" not found`);
    const spec = completed(pod.spec, found, refuse);
    return spec.ok ? ok({ ...pod, spec: spec.value }) : spec;
  },
};

function completed(
  spec: PodSpec,
  { overhead, scheduling }: Pick<RuntimeClass, 'overhead' | 'scheduling'>,
  refuse: (why: string) => ApiResult<never>,
): ApiResult<PodSpec> {
  const wanted = overhead?.podFixed;
  if (spec.overhead !== undefined && !deepEqual(spec.overhead, wanted))
    return refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  const { nodeSelector = {}, tolerations = [] } = scheduling ?? {};
  const clash = Object.keys(nodeSelector).find(
    (key) => (spec.nodeSelector?.[key] ?? nodeSelector[key]) !== nodeSelector[key],
  );
  if (clash !== undefined)
    return refuse(
      `conflict: runtimeClass.scheduling.nodeSelector[${clash}] = ${nodeSelector[clash] ?? ''}; pod.spec.nodeSelector[${clash}] = ${spec.nodeSelector?.[clash] ?? ''}`,
    );
  const selector = { ...spec.nodeSelector, ...nodeSelector };
  const added = tolerations.filter((one) => !isAmong(one, spec.tolerations ?? []));
  return ok({
    ...spec,
    ...(wanted === undefined ? {} : { overhead: wanted }),
    ...(Object.keys(selector).length === 0 ? {} : { nodeSelector: selector }),
    ...(added.length === 0 ? {} : { tolerations: [...(spec.tolerations ?? []), ...added] }),
  });
}

function isAmong(one: Toleration, others: readonly Toleration[]): boolean {
  return others.some((other) => deepEqual(one, other));
}
