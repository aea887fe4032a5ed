/**
 * Refuses a resize that no kubelet could ever grant: more than the pod's node can give to pods at all, or a node that is not Linux.
 *
 * **Upstream:** plugin/pkg/admission/podresize (v1.37).
 */
import { deepEqual } from '../../../base/json.ts';
import { ok } from '../../../base/result.ts';
import type { Node } from '../../api/core-v1.ts';
import type { PodSpec } from '../../api/core-v1-pod.ts';
import { compareQuantities, milliValue, wholeValue } from '../../api/quantity.ts';
import { podAmounts } from '../../api/quota-usage.ts';
import type { ApiResult } from '../client.ts';
import { forbidden } from '../failures.ts';
import type { Incoming } from '../server-context.ts';
import type { AdmissionPlugin } from './admission.ts';

export const podResizeValidator: AdmissionPlugin = {
  name: 'PodResizeValidator',
  kinds: ['Pod'],
  validate({ object, before, context, subresource }) {
    if (subresource !== 'resize') return ok(null);
    const pod = object as Incoming<'Pod'>;
    const { nodeName = '' } = pod.spec;
    if (nodeName === '' || deepEqual(pod.spec, (before as Incoming<'Pod'> | undefined)?.spec))
      return ok(null);
    const node = context.store.get('Node', '', nodeName);
    if (node === undefined) return refusal(pod, `node "${nodeName}" not found`);
    const os = node.metadata.labels?.['kubernetes.io/os'] ?? 'linux';
    if (os !== 'linux')
      return refusal(
        pod,
        `pod resize is only supported on linux nodes, node "${nodeName}" is "${os}"`,
        'UnsupportedPlatform',
      );
    const short = shortages(pod.spec, node);
    if (short.length === 0) return ok(null);
    return refusal(pod, `node didn't have enough allocatable resources: ${short.join('; ')}`, 'NodeCapacity');
  },
};

function refusal(pod: Incoming<'Pod'>, why: string, cause?: string): ApiResult<never> {
  return forbidden(
    'Pod',
    pod.metadata.name ?? '',
    why,
    cause === undefined ? undefined : { reason: cause, message: '' },
  );
}

function shortages(spec: PodSpec, node: Node): readonly string[] {
  const wanted = podAmounts(spec, 'requests');
  const { cpu = '0', memory = '0' } = node.status?.allocatable ?? {};
  return [
    ...(compareQuantities(wanted['cpu'] ?? '0', cpu) > 0
      ? [`cpu, requested: ${milliValue(wanted['cpu'])}, allocatable: ${milliValue(cpu)}`]
      : []),
    ...(compareQuantities(wanted['memory'] ?? '0', memory) > 0
      ? [`memory, requested: ${wholeValue(wanted['memory'])}, allocatable: ${wholeValue(memory)}`]
      : []),
  ];
}
