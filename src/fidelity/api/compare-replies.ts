/** Sends what was sent to the real API server to the simulated one, and compares the replies. */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { ApiRequest, CommandOutcome } from '../../engine/index.ts';
import { text } from '../tokens.ts';
import { wordsFor } from '../../kubectl/names.ts';
import { isGroup, requestAt } from '../raw-request.ts';
import type { Corpus, CreateEntry, UpdateEntry, UpdateStep } from './corpus.ts';
import { replyDifference } from './equal-replies.ts';
import { RecordedServer } from './recorded-server.ts';

export interface ReplyComparison {
  /** `create-pod-invalid/no-containers`. */
  readonly id: string;
  /** Absent when the replies are equal. */
  readonly difference?: string;
}

export function compareReplies(corpus: Corpus, filter = ''): readonly ReplyComparison[] {
  const creates = Object.entries(corpus.creates).flatMap(([file, entries]) =>
    entries.map((entry) => ({ id: `${file}/${entry.name}`, difference: () => createDifference(entry) })),
  );
  const updates = Object.entries(corpus.updates).flatMap(([file, entries]) =>
    entries.map((entry) => ({ id: `${file}/${entry.name}`, difference: () => updateDifference(entry) })),
  );
  return [...creates, ...updates]
    .filter(({ id }) => id.includes(filter))
    .map(({ id, difference }) => {
      const found = attempt(difference);
      return found === undefined ? { id } : { id, difference: found };
    });
}

/** What the simulator throws is a difference like any other. */
function attempt(difference: () => string | undefined): string | undefined {
  try {
    return difference();
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Answer {
  readonly code: number;
  readonly warnings: readonly string[];
  readonly reply: Json;
}

function createDifference(entry: CreateEntry): string | undefined {
  const answer = answered(new RecordedServer(), {
    path: entry.path,
    method: 'POST',
    body: withRuns(entry.send),
    contentType: entry.contentType ?? 'application/json',
    fieldValidation: entry.fieldValidation ?? 'Strict',
  });
  return answerDifference(entry, answer, isRead(entry.reply));
}

/** Long runs of a letter are written short. */
function withRuns(value: Json): Json {
  return JSON.parse(
    JSON.stringify(value).replaceAll(/<(.) x ([0-9]+)>/g, (_run, letter: string, times: string) =>
      letter.repeat(Number(times)),
    ),
  ) as Json;
}

function isRead(reply: Json | undefined): boolean {
  return isJsonObject(reply) && isJsonObject(reply['metadata']) && 'resourceVersion' in reply['metadata'];
}

function updateDifference({ before, steps }: UpdateEntry): string | undefined {
  const server = new RecordedServer();
  const made = before === undefined ? undefined : makeBefore(server, before, steps);
  if (made !== undefined) return made;
  const versions = new Map<Json, Json>();
  if (before !== undefined)
    versions.set(before['kind'] ?? null, versionIn(createdBefore(server, before, steps)));
  for (const [index, step] of steps.entries()) {
    const { method } = step.request;
    const [path = '', query = ''] = step.request.path.split('?');
    const old = readAt(server, path);
    const body = typeof step.body === 'string' ? changed(old, step.body) : withRuns(step.body ?? null);
    const parameters = new URLSearchParams(query);
    const answer = answered(server, {
      method,
      path,
      body,
      contentType: step.contentType ?? 'application/json',
      fieldValidation: parameters.get('fieldValidation') ?? 'Warn',
    });
    const difference =
      answerDifference(step, answer, isRead(step.reply)) ??
      (readAt(server, path) === undefined ? undefined : effectDifference(step, answer.reply, versions));
    if (difference !== undefined) return `step ${index + 1}: ${difference}`;
  }
  return undefined;
}

function makeBefore(
  server: RecordedServer,
  before: JsonObject,
  [first]: readonly UpdateStep[],
): string | undefined {
  const [path = ''] = (first?.request.path ?? '').split('?');
  const target = requestAt({ path, method: 'DELETE' });
  const metadata = isJsonObject(before['metadata']) ? before['metadata'] : {};
  const namespace = target?.namespace ?? text(metadata['namespace']);
  const body = { ...before, metadata: { ...metadata, ...(namespace === '' ? {} : { namespace }) } };
  const outcome = server.ask({
    verb: 'create',
    objectKind: text(before['kind']),
    namespace,
    name: '',
    body,
  });
  return outcome.result === 'created' ? undefined : `the object before was refused: ${outcome.message ?? ''}`;
}

/** The object before the first request. */
function createdBefore(server: RecordedServer, before: JsonObject, [first]: readonly UpdateStep[]): Json {
  const target = requestAt({ path: (first?.request.path ?? '').split('?')[0] ?? '', method: 'DELETE' });
  const name = text(metadataOf(before)['name']);
  return server.read(text(before['kind']), target?.namespace ?? '', name) ?? null;
}

function readAt(server: RecordedServer, path: string): Json | undefined {
  const target = requestAt({ path, method: 'DELETE' });
  return target === undefined ? undefined : server.read(target.objectKind, target.namespace, target.name);
}

/** `the live object with: set /metadata/name to "zzz"`. */
function changed(live: Json | undefined, told: string): Json {
  const match = /^the live object with: set (\/\S+) to (.+)$/s.exec(told);
  if (match === null || !isJsonObject(live)) return told;
  const [, pointer = '', value = 'null'] = match;
  return withValue(live, pointer.split('/').slice(1), JSON.parse(value) as Json);
}

function withValue(object: JsonObject, [step = '', ...rest]: readonly string[], value: Json): JsonObject {
  const inner = object[step];
  return {
    ...object,
    [step]: rest.length === 0 ? value : withValue(isJsonObject(inner) ? inner : {}, rest, value),
  };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly fieldValidation: string;
  readonly body: Json;
}

function answered(server: RecordedServer, sent: Sent): Answer {
  const { path, method, body, contentType } = sent;
  const request = requestAt({ path, method, body, contentType });
  if (request === undefined) return unknownPath(path);
  if (method === 'GET') return readAnswer(server, request);
  const validation = (['Ignore', 'Warn', 'Strict'] as const).find((one) => one === sent.fieldValidation);
  const asked: Omit<ApiRequest, 'kind'> = {
    ...request,
    ...(validation === undefined ? {} : { fieldValidation: validation }),
  };
  const answer = answerOf(server.ask(asked));
  if (answer.code >= 400) return answer;
  if (request.verb === 'bind') return { ...answer, code: 201, reply: { ...SUCCESS, code: 201 } };
  const isGone = server.read(request.objectKind, request.namespace, request.name) === undefined;
  return request.verb === 'delete' && isGone && !RETURNED_WHEN_GONE.includes(request.objectKind)
    ? { ...answer, reply: goneReply(request, answer.reply) }
    : answer;
}

const SUCCESS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } as const;

/** Kinds whose last version is the reply to the request that took them away. For the others it is a Status. */
const RETURNED_WHEN_GONE: readonly string[] = [
  'Pod',
  'Service',
  'ServiceAccount',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ResourceQuota',
];

function goneReply(
  { objectKind, name }: { readonly objectKind: string; readonly name: string },
  last: Json,
): Json {
  const { group, plural } = wordsFor(objectKind);
  const { uid = null } = metadataOf(last);
  return { ...SUCCESS, details: { name, ...(group === '' ? {} : { group }), kind: plural, uid } };
}

/** A patch that changes nothing reads what is there, or fails as a read would. */
function readAnswer(
  server: RecordedServer,
  { objectKind, namespace, name, subresource }: Omit<ApiRequest, 'kind'>,
): Answer {
  const asked = { verb: 'patch', objectKind, namespace, name, patchType: 'merge', body: {} } as const;
  return answerOf(server.ask(subresource === 'scale' ? { ...asked, subresource } : asked));
}

function unknownPath(path: string): Answer {
  const message = 'the server could not find the requested resource';
  const reply = failure(404, message, 'NotFound', {});
  const [, group = ''] = /^\/apis\/([^/]+)\//.exec(path) ?? [];
  return { code: 404, warnings: [], reply: group === '' || isGroup(group) ? reply : '404 page not found\n' };
}

function failure(code: number, message: string, reason: string, details: Json | undefined): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  };
}

function answerOf(outcome: CommandOutcome): Answer {
  const { result, object, message = '', code = 500, reason = '' } = outcome;
  const warnings = outcome.warnings ?? [];
  if (result !== 'refused')
    return { code: result === 'created' ? 201 : 200, warnings, reply: withoutOwners(object ?? null) };
  const reply = failure(code, message, reason, object);
  return { code, warnings, reply };
}

function withoutOwners(object: Json): Json {
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) return object;
  const { managedFields: _left, ...metadata } = object['metadata'];
  return { ...object, metadata };
}

function answerDifference(
  expected: Pick<UpdateStep, 'code' | 'warnings' | 'reply'>,
  found: Answer,
  versioned: boolean,
): string | undefined {
  if (expected.code !== found.code)
    return `code ${expected.code} expected, ${found.code} found: ${messageIn(found.reply)} instead of ${messageIn(expected.reply)}`;
  const reply = versioned ? found.reply : withoutVersion(found.reply);
  return (
    replyDifference(expected.reply, reply, 'reply') ??
    replyDifference([...(expected.warnings ?? [])], [...found.warnings], 'warnings')
  );
}

function messageIn(reply: Json | undefined): string {
  return isJsonObject(reply) && typeof reply['message'] === 'string' ? reply['message'] : 'an object';
}

/** Replies to dry runs have no version. */
function withoutVersion(object: Json): Json {
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) return object;
  const { resourceVersion: _none, ...metadata } = object['metadata'];
  return { ...object, metadata };
}

/** What the request changed, compared with the last reply about the same kind. */
function effectDifference(
  { generation, written }: UpdateStep,
  reply: Json,
  versions: Map<Json, Json>,
): string | undefined {
  const found = metadataOf(reply)['generation'] ?? null;
  if (generation !== undefined && generation[1] !== found)
    return `generation ${String(generation[1])} expected, ${JSON.stringify(found)} found`;
  const version = metadataOf(reply)['resourceVersion'];
  if (version === undefined) return undefined;
  const kind = isJsonObject(reply) ? (reply['kind'] ?? null) : null;
  const isWritten = versions.get(kind) !== version;
  versions.set(kind, version);
  return written === undefined || written === isWritten
    ? undefined
    : `${written ? 'a' : 'no'} write expected, ${isWritten ? 'one' : 'none'} found`;
}

function versionIn(object: Json): Json {
  return metadataOf(object)['resourceVersion'] ?? null;
}

function metadataOf(object: Json | undefined): JsonObject {
  return isJsonObject(object) && isJsonObject(object['metadata']) ? object['metadata'] : {};
}
