/** `kubectl apply`: client-side, with the last applied text in an annotation. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/apply (v1.37). */
import { sortedKeys } from '../../base/compare.ts';
import { canonicalJson, isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { threeWayApply } from '../../engine/api/merge/three-way.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import { readDocuments } from '../documents.ts';
import type { ManifestObject } from '../documents.ts';
import { plural, resultName } from '../names.ts';
import { printObjects } from '../print/objects.ts';
import { failureText, serverText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say, warn } from '../session.ts';
import type { Session } from '../session.ts';
import type { CommandLine } from '../command-line.ts';
import { CREATING_FLAGS } from './creating.ts';
import { dryRunOf, dryText } from '../dry-run.ts';
import type { Verb } from './verb.ts';
import type { ApiFailure } from '../cluster-access.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export const apply: Verb = {
  flags: {
    filename: 'list',
    recursive: 'switch',
    ...CREATING_FLAGS,
    wait: 'switch',
    prune: 'switch',
    selector: 'value',
    all: 'switch',
    force: 'switch',
    overwrite: 'switch',
    'server-side': 'switch',
    'force-conflicts': 'switch',
    timeout: 'value',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length === 0) throw complaint('must specify one of -f and -k');
    const documents = readDocuments(session, files);
    if (documents.length === 0) throw complaint('no objects passed to apply');
    // A document that alone goes wrong is told more shortly.
    return forEachItem(session, documents, (document) => applyOne(session, line, document));
  },
};

async function applyOne(session: Session, line: CommandLine, document: ManifestObject): Promise<void> {
  const { kind, namespace, name, object } = document;
  if (name === '') throw complaint(`from ${generateName(object)}: cannot use generate name with apply`);
  const live = await session.cluster.get(kind, namespace, name);
  const applied = withLastApplied(object);
  const dry = dryRunOf(line);
  const tell = (now: KubeObject, word: string): void => {
    const output = line.flag('output') ?? '';
    if (output === '') say(session, `${resultName(kind, now.metadata.name)} ${word}${dryText(dry)}`);
    else session.out.push(printObjects(output, [now], { single: true, noHeaders: false }));
  };
  if (live === undefined) {
    if (dry !== 'none') return tell(applied as object as KubeObject, 'created');
    return tell(await createApplied(session, line, document, applied), 'created');
  }
  if (lastApplied(live) === undefined) warnUnapplied(session, document);
  const patch = threeWayApply(
    resourceOf(kind).apiVersion,
    kind,
    lastApplied(live) ?? {},
    applied,
    live as object as JsonObject,
  );
  if (isJsonObject(patch) && Object.keys(patch).length === 0) return tell(live, 'unchanged');
  if (dry !== 'none') return tell(live, 'configured');
  refuseUnreadable(session, line, document, patch);
  const answer = await session.cluster.patch(kind, namespace, name, 'strategic', patch);
  if (!answer.ok) throw patchRefusal(answer.error, document, patch);
  tell(answer.value, line.isSet('server-side') ? 'serverside-applied' : 'configured');
}

async function createApplied(
  session: Session,
  line: CommandLine,
  document: ManifestObject,
  applied: JsonObject,
): Promise<KubeObject> {
  const { kind, namespace, source, unreadable } = document;
  const doing = `error when creating "${source}": `;
  const isStrict = !/^(false|ignore|warn)$/.test(line.flag('validate') ?? 'strict');
  if (unreadable !== undefined && isStrict)
    throw new Refusal(`Error from server (BadRequest): ${doing}${unreadable}`);
  const answer = await session.cluster.create(kind, namespace, applied);
  if (answer.ok) return answer.value;
  throw new Refusal(failureText(answer.error, doing), 1, serverText(answer.error, doing));
}

function patchRefusal(failure: ApiFailure, { source }: ManifestObject, patch: Json): Refusal {
  const doing = `error when applying patch:\n${canonicalJson(patch)}\nto:\nfor: "${source}": `;
  return new Refusal(
    failureText(failure, doing),
    1,
    serverText(failure, `error when patching "${source}": `),
  );
}

/** What the server would say to fields that it does not know, or of a wrong type. */
function refuseUnreadable(
  session: Session,
  line: CommandLine,
  { unreadable }: ManifestObject,
  patch: JsonObject,
): void {
  const problem = unreadable?.replace(/^.*?cannot be handled as an? \w+: /, '');
  if (problem === undefined) return;
  const validate = line.flag('validate') ?? 'strict';
  if (/^(false|ignore)$/.test(validate)) return;
  if (validate === 'warn') return warn(session, problem.replace(/^strict decoding error: /, ''));
  throw new Refusal(
    `The request is invalid: patch: Invalid value: ${JSON.stringify(goMap(patch))}: ${problem}`,
  );
}

/** As Go prints a map. */
function goMap(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(goMap).join(' ')}]`;
  if (isJsonObject(value))
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${goMap(value[key] ?? null)}`)
      .join(' ')}]`;
  return value === null ? '<nil>' : String(value as string);
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

export function lastApplied(live: KubeObject): JsonObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
