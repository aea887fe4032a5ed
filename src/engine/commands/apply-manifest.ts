/**
 * Applying and deleting manifests, as `kubectl apply -f -` and `kubectl delete -f -` do.
 *
 * **Upstream:** staging/src/k8s.io/kubectl/pkg/cmd/apply (v1.37), client-side apply: the last applied text is kept in an annotation and a
 * three-way merge patch is sent.
 */
import { canonicalJson, isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { decode } from '../api/decode.ts';
import { applyDefaults } from '../api/defaulting/defaulting.ts';
import { threeWayApply } from '../api/merge/three-way.ts';
import { kindOf, resourceOf } from '../api/resources.ts';
import type { Kind, KubeObject } from '../api/types.ts';
import { errorBody } from '../api/validation/field-error.ts';
import { validateCreate } from '../api/validation/validation.ts';
import type { Incoming } from '../apiserver/server-context.ts';
import { completeJob } from '../apiserver/strategy/job.ts';
import type { ApiClient, ApiFailure, ApiResult, NewObject, StoredObject } from '../apiserver/client.ts';
import { parseManifest } from '../manifest/manifest.ts';
import type { Manifest, ManifestDocument, Problem } from '../manifest/manifest.ts';
import type { Because } from '../sim/trace.ts';
import type { CommandOutcome } from './command.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface ManifestReply {
  readonly outcomes: readonly CommandOutcome[];
  readonly problems: readonly Problem[];
}

/** A document that names a known kind and can be read as it. */
interface Target {
  readonly document: ManifestDocument;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly object: JsonObject;
}

type Act = (target: Target) => CommandOutcome;

export function applyManifest(
  api: ApiClient,
  text: string,
  namespace: string,
  because: Because,
): ManifestReply {
  return forEachDocument(text, namespace, (target) => applyOne(api, target, because));
}

export function deleteManifest(
  api: ApiClient,
  text: string,
  namespace: string,
  because: Because,
): ManifestReply {
  return forEachDocument(text, namespace, (target) => {
    const { kind, name } = target;
    const result = api.delete(kind, target.namespace, name, { propagationPolicy: 'Background' }, because);
    return outcome(target, result, 'deleted');
  });
}

/**
 * What is wrong with a text, without doing anything: syntax, unknown kinds and fields, wrong types, and what the server would call invalid
 * of an object that is new. What only the cluster can tell (a quota, a name that is taken) is not known here.
 */
export function checkManifest(text: string): readonly Problem[] {
  const manifest = parseManifest(text);
  return [
    ...manifest.problems,
    ...manifest.documents.flatMap((document) => {
      const { problems, target } = readTarget(manifest, document, 'default');
      return target === undefined ? problems : invalidParts(manifest, target);
    }),
  ];
}

/** Stands for what only the server gives: the end of a generated name, and a uid. */
const GIVEN = 'xxxxx';

function invalidParts(manifest: Manifest, { document, kind, name, object }: Target): readonly Problem[] {
  const typed = decode(textOf(object['apiVersion']), kind, object).object as object as KubeObject;
  const { metadata } = typed;
  const full = name === '' ? `${metadata.generateName ?? ''}${GIVEN}` : name;
  const named = { ...typed, metadata: { ...metadata, name: full, uid: GIVEN } } as KubeObject;
  const complete = applyDefaults(named);
  // The server itself writes the selector of a Job that has none.
  const parts = kind === 'Job' ? completeJob(complete as object as Incoming<'Job'>) : {};
  return validateCreate({ ...complete, ...parts } as KubeObject).map((error) =>
    problemAt(manifest, document.index, error.field, 'api/invalid', `${error.field}: ${errorBody(error)}`),
  );
}

function forEachDocument(text: string, namespace: string, act: Act): ManifestReply {
  const manifest = parseManifest(text);
  const outcomes: CommandOutcome[] = [];
  const problems: Problem[] = [...manifest.problems];
  for (const document of manifest.documents) {
    const read = readTarget(manifest, document, namespace);
    problems.push(...read.problems);
    if (read.target === undefined) continue;
    const done = act(read.target);
    outcomes.push(done);
    if (done.result === 'refused') problems.push(...refusalProblems(manifest, document, done));
  }
  return { outcomes, problems };
}

function problemAt(
  manifest: Manifest,
  document: number,
  path: string,
  code: string,
  message: string,
): Problem {
  return { severity: 'error', code, message, document, path, ...manifest.locate(document, path) };
}

function readTarget(
  manifest: Manifest,
  document: ManifestDocument,
  fallbackNamespace: string,
): { readonly problems: readonly Problem[]; readonly target?: Target } {
  const { object, index } = document;
  const bad = (path: string, code: string, message: string) => ({
    problems: [problemAt(manifest, index, path, code, message)],
  });
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return bad(
      'apiVersion',
      'manifest/no-api-version',
      'apiVersion is missing: it says which API the object belongs to, for example apps/v1.',
    );
  if (typeof kind !== 'string' || kind === '')
    return bad(
      'kind',
      'manifest/no-kind',
      'kind is missing: it says what the object is, for example Deployment.',
    );
  const known = kindOf(apiVersion, kind);
  if (known === undefined)
    return bad('kind', 'manifest/unknown-kind', `no matches for kind "${kind}" in version "${apiVersion}"`);
  const { problems } = decode(apiVersion, kind, object);
  if (problems.length > 0)
    return {
      problems: problems.map(({ path, message, code }) => problemAt(manifest, index, path, code, message)),
    };
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : '';
  if (name === '' && typeof metadata['generateName'] !== 'string')
    return bad('metadata', 'manifest/no-name', 'metadata.name is missing: every object needs a name.');
  const namespace = !resourceOf(known).namespaced
    ? ''
    : typeof metadata['namespace'] === 'string'
      ? metadata['namespace']
      : fallbackNamespace;
  const placed = namespace === '' ? object : { ...object, metadata: { ...metadata, namespace } };
  return { problems: [], target: { document, kind: known, namespace, name, object: placed } };
}

function applyOne(api: ApiClient, target: Target, because: Because): CommandOutcome {
  const { kind, namespace, name, object } = target;
  const applied = withLastApplied(object);
  const live = name === '' ? undefined : api.get(kind, namespace, name);
  if (live === undefined)
    return outcome(target, api.create(kind, applied as object as NewObject<Kind>, because), 'created');
  const patch = threeWayApply(
    resourceOf(kind).apiVersion,
    kind,
    lastApplied(live) ?? {},
    applied,
    live as object as JsonObject,
  );
  if (isJsonObject(patch) && Object.keys(patch).length === 0)
    return outcome(target, { ok: true, value: live }, 'unchanged');
  const result = api.patch(kind, namespace, name, 'strategic', patch, because);
  const changed = result.ok && result.value.metadata.resourceVersion !== live.metadata.resourceVersion;
  return outcome(target, result, changed ? 'configured' : 'unchanged');
}

/** The object with its own text in the annotation that the next apply compares with. */
function withLastApplied(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const annotations = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  const { [LAST_APPLIED]: _old, ...kept } = annotations;
  const plain = { ...object, metadata: { ...metadata, annotations: kept } };
  return {
    ...plain,
    metadata: { ...plain.metadata, annotations: { ...kept, [LAST_APPLIED]: `${canonicalJson(plain)}\n` } },
  };
}

function lastApplied(live: StoredObject<Kind>): JsonObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** People can write anything into an annotation; what is no JSON counts as absent. */
function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function outcome(
  target: Target,
  result: ApiResult<StoredObject<Kind>>,
  word: CommandOutcome['result'],
): CommandOutcome {
  const { kind, namespace, document } = target;
  const base = { kind, namespace, name: target.name, document: document.index };
  if (result.ok) return { ...base, result: word, name: result.value.metadata.name };
  const { message, code, reason } = result.error;
  return { ...base, result: 'refused', message, code, reason, ...causesOf(result.error) };
}

function causesOf(failure: ApiFailure): { readonly object?: Json } {
  const causes = failure.details?.['causes'];
  return causes === undefined ? {} : { object: { causes } };
}

/** One problem per field the server complained about; the whole message at the document's start when it named none. */
function refusalProblems(manifest: Manifest, document: ManifestDocument, refused: CommandOutcome): Problem[] {
  const causes = isJsonObject(refused.object) ? refused.object['causes'] : undefined;
  const fields = Array.isArray(causes)
    ? causes.filter(isJsonObject).filter((cause) => typeof cause['field'] === 'string')
    : [];
  if (fields.length === 0)
    return [problemAt(manifest, document.index, '', 'api/refused', refused.message ?? 'refused')];
  return fields.map((cause) =>
    problemAt(
      manifest,
      document.index,
      textOf(cause['field']),
      'api/invalid',
      `${textOf(cause['field'])}: ${textOf(cause['message'])}`,
    ),
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
