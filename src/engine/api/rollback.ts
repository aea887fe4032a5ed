/**
 * What going back to a revision of a workload changes, for every client that does it.
 *
 * **Upstream:** staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go, objectrestarter.go (v1.37).
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { KubeObject } from './types.ts';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const HASH = 'pod-template-hash';
/** Annotations that belong to a revision's ReplicaSet alone and do not come back with it. */
const NOT_RESTORED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION_ANNOTATION,
  REVISION_HISTORY,
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

type Annotations = Readonly<Record<string, string>>;

/** The revision a ReplicaSet stands for; 0 when it bears no number. */
export function revisionNumber(annotations: Annotations | undefined): number {
  return Number(annotations?.[REVISION_ANNOTATION] ?? '0');
}

/** The number the ReplicaSet had when its template came up first: numbers it gave up are kept in its history. */
export function firstRevisionNumber(annotations: Annotations | undefined): number {
  const earlier = (annotations?.[REVISION_HISTORY] ?? '').split(',').filter((text) => text !== '');
  return Math.min(revisionNumber(annotations), ...earlier.map(Number));
}

/** A ReplicaSet's template without the label its controller added. */
export function revisionTemplate(template: JsonObject): JsonObject {
  const metadata = isJsonObject(template['metadata']) ? template['metadata'] : {};
  const { [HASH]: _hash, ...labels } = isJsonObject(metadata['labels']) ? metadata['labels'] : {};
  return { ...template, metadata: { ...metadata, labels } };
}

/** Empty objects say nothing: a template with and without them is the same. */
export function isSameTemplate(a: Json | undefined, b: Json | undefined): boolean {
  return withoutEmpty(a ?? null) === withoutEmpty(b ?? null);
}

function withoutEmpty(value: Json): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    isJsonObject(one) && Object.keys(one).length === 0 ? undefined : one,
  );
}

/** JSON patch of a Deployment: the revision's template and annotations, and of the Deployment's own annotations those that stay. */
export function rollbackPatch(owner: KubeObject, annotations: Annotations, template: JsonObject): Json {
  const pick = (from: Annotations, own: boolean): Annotations =>
    Object.fromEntries(Object.entries(from).filter(([key]) => NOT_RESTORED.includes(key) === own));
  return [
    { op: 'replace', path: '/spec/template', value: template },
    {
      op: 'replace',
      path: '/metadata/annotations',
      value: { ...pick(annotations, false), ...pick(owner.metadata.annotations ?? {}, true) },
    },
  ];
}

/** Strategic patch that changes nothing but a note in the template: all pods are made anew. */
export function restartPatch(at: string): Json {
  return { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } } };
}
