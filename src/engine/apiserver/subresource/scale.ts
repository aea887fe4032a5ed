/** The scale subresource: the replicas of a workload seen through one small object. **Upstream:** pkg/registry/apps/<kind>/storage (v1.37). */
import type { Scale } from '../../api/autoscaling-v1.ts';
import type { LabelSelector } from '../../api/meta-v1.ts';
import { printSelector } from '../../api/selector-text.ts';
import { selectorOf, selectorOfLabels } from '../../api/selectors.ts';
import type { Kind, KindMap } from '../../api/types.ts';
import type { ApiFailure, StoredObject } from '../client.ts';

interface Scalable {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: LabelSelector | Readonly<Record<string, string>>;
  };
  readonly status?: { readonly replicas?: number };
}

export function scaleOf(live: StoredObject<Kind>): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = live.metadata;
  const { spec, status } = live as Scalable;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, ...selectorText(spec?.selector) },
  };
}

/** A controller of the oldest kind selects by plain labels. */
function selectorText(selector: LabelSelector | Readonly<Record<string, string>> | undefined): {
  readonly selector?: string;
} {
  if (selector === undefined) return {};
  const isPlain = Object.values(selector).every((value) => typeof value === 'string');
  const parsed = isPlain
    ? selectorOfLabels(selector as Readonly<Record<string, string>>)
    : selectorOf(selector as LabelSelector);
  return { selector: printSelector(parsed) };
}

/** What is wrong with the replicas that a client asks for. */
export function scaleFailure(scale: object): ApiFailure | undefined {
  const { metadata, spec } = scale as Scalable & { readonly metadata?: { readonly name?: string } };
  const { replicas = 0 } = spec ?? {};
  if (replicas >= 0) return undefined;
  const name = metadata?.name ?? '';
  const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
  return {
    code: 422,
    reason: 'Invalid',
    message: `Scale.autoscaling "${name}" is invalid: spec.replicas: ${message}`,
    details: {
      name,
      group: 'autoscaling',
      kind: 'Scale',
      causes: [{ reason: 'FieldValueInvalid', message, field: 'spec.replicas' }],
    },
  };
}

/** The workload with the replicas of the scale object. */
export function withScale<K extends Kind>(live: StoredObject<K>, scale: object): KindMap[K] {
  const { spec } = scale as Scalable;
  const workload = live as Scalable;
  return { ...live, spec: { ...workload.spec, replicas: spec?.replicas ?? 0 } } as KindMap[K];
}
