/** `kubectl apply`: client-side, with the last applied text in an annotation. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/apply (v1.37). */
import { canonicalJson, isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { threeWayApply } from '../../engine/api/merge/three-way.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import { readDocuments } from '../documents.ts';
import type { ManifestObject } from '../documents.ts';
import { plural, resultName } from '../names.ts';
import { failureText, serverText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say, warn } from '../session.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';
import type { Answer } from '../cluster-access.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export const apply: Verb = {
  flags: {
    filename: 'list',
    recursive: 'switch',
    validate: 'value',
    'dry-run': 'value',
    output: 'value',
    wait: 'switch',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length === 0) throw complaint('must specify one of -f and -k');
    const documents = readDocuments(session, files);
    if (documents.length === 0) throw complaint('no objects passed to apply');
    return forEachItem(session, documents, (document) => applyOne(session, document, documents.length > 1));
  },
};

async function applyOne(session: Session, document: ManifestObject, many: boolean): Promise<void> {
  const { kind, namespace, name, object } = document;
  if (name === '') throw complaint(`from ${generateName(object)}: cannot use generate name with apply`);
  const live = await session.cluster.get(kind, namespace, name);
  const applied = withLastApplied(object);
  if (live === undefined)
    return say(session, `${resultName(kind, await createApplied(session, document, applied, many))} created`);
  if (lastApplied(live) === undefined) warnUnapplied(session, document);
  const patch = threeWayApply(
    resourceOf(kind).apiVersion,
    kind,
    lastApplied(live) ?? {},
    applied,
    live as object as JsonObject,
  );
  if (isJsonObject(patch) && Object.keys(patch).length === 0)
    return say(session, `${resultName(kind, name)} unchanged`);
  patched(await session.cluster.patch(kind, namespace, name, 'strategic', patch), document, patch, many);
  say(session, `${resultName(kind, name)} configured`);
}

async function createApplied(
  session: Session,
  document: ManifestObject,
  applied: JsonObject,
  many: boolean,
): Promise<string> {
  const { kind, namespace, source, unreadable } = document;
  const doing = `error when creating "${source}": `;
  if (unreadable !== undefined) throw new Refusal(`Error from server (BadRequest): ${doing}${unreadable}`);
  const answer = await session.cluster.create(kind, namespace, applied);
  if (answer.ok) return answer.value.metadata.name;
  throw new Refusal(many ? serverText(answer.error, doing) : failureText(answer.error, doing));
}

function patched(answer: Answer, { source }: ManifestObject, patch: Json, many: boolean): void {
  if (answer.ok) return;
  const doing = `error when applying patch:\n${canonicalJson(patch)}\nto:\nfor: "${source}": `;
  throw new Refusal(
    many ? serverText(answer.error, `error when patching "${source}": `) : failureText(answer.error, doing),
  );
}

function warnUnapplied(session: Session, { kind, name }: ManifestObject): void {
  warn(
    session,
    `resource ${plural(kind).split('.')[0]}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
  );
}

function generateName(object: JsonObject): string {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  return typeof metadata['generateName'] === 'string' ? metadata['generateName'] : '';
}

/** The object with its own text in the annotation that the next apply compares with. */
export function withLastApplied(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { [LAST_APPLIED]: _old, ...kept } = isJsonObject(metadata['annotations'])
    ? metadata['annotations']
    : {};
  const plain = { ...object, metadata: { ...metadata, annotations: kept } };
  return {
    ...plain,
    metadata: { ...plain.metadata, annotations: { ...kept, [LAST_APPLIED]: `${canonicalJson(plain)}\n` } },
  };
}

function lastApplied(live: KubeObject): JsonObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
