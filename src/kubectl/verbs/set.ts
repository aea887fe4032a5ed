/** `kubectl set image` and `kubectl set env`. */
import type { JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Container, EnvVar } from '../../engine/api/core-v1-pod.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint, forEachItem, say, sayDone, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, fieldOf, liveTargets, splitChanges } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

export const set: Verb = {
  flags: {
    ...TARGET_FLAGS,
    containers: 'value',
    container: 'value',
    env: 'texts',
    overwrite: 'switch',
    local: 'switch',
    list: 'switch',
    limits: 'value',
    requests: 'value',
    from: 'value',
    prefix: 'value',
    keys: 'list',
    resolve: 'switch',
    'dry-run': 'value',
    output: 'value',
  },
  async run(session, line) {
    const [what = '', ...words] = line.arguments;
    const { objects, changes } = splitChanges(
      words,
      (word) => word.includes('=') || (what === 'env' && word.endsWith('-')),
    );
    switch (what) {
      case 'image':
        return setImage(session, line, objects, changes);
      case 'env':
        return line.isSet('list')
          ? listEnv(session, line, objects)
          : setEnv(session, line, objects, [...changes, ...line.list('env')]);
      case 'resources':
        return setResources(session, line, words);
      case 'serviceaccount':
      case 'sa':
        return setAccount(session, line, words);
      case 'selector':
        return setSelector(session, line, objects, changes);
      default:
        throw usage('set', `unknown command "${what}" for "kubectl set"`);
    }
  },
};

/** Where the pod spec of an object stands. */
function specPath(object: KubeObject): string {
  if (object.kind === 'Pod') return 'spec';
  return object.kind === 'CronJob' ? 'spec.jobTemplate.spec.template.spec' : 'spec.template.spec';
}

function containersIn(object: KubeObject, field: string): readonly Container[] {
  const found = fieldOf(object, `${specPath(object)}.${field}`);
  return Array.isArray(found) ? (found as readonly Container[]) : [];
}

async function setImage(
  session: Session,
  line: CommandLine,
  objects: readonly string[],
  changes: readonly string[],
): Promise<number> {
  if (changes.length === 0) throw complaint('at least one image update is required');
  const wishes = changes.map(
    (change) => [change.slice(0, change.indexOf('=')), change.slice(change.indexOf('=') + 1)] as const,
  );
  return forEachItem(session, await liveTargets(session, line, objects), async (target) => {
    const object = await fetched(session, target);
    const names = ['containers', 'initContainers'].flatMap((field) =>
      containersIn(object, field).map(({ name }) => name),
    );
    const unknown = wishes.find(([name]) => name !== '*' && !names.includes(name));
    if (unknown !== undefined) throw complaint(`unable to find container named "${unknown[0]}"`);
    const imageFor = (name: string): string | undefined =>
      wishes.findLast(([wished]) => wished === name || wished === '*')?.[1];
    const change = (one: Container): JsonObject | undefined =>
      changedField('image', imageFor(one.name), one.image);
    await patchContainers(session, target, object, change, 'image updated');
  });
}

function changedField(
  field: string,
  wanted: string | undefined,
  now: string | undefined,
): JsonObject | undefined {
  return wanted === undefined || wanted === now ? undefined : { [field]: wanted };
}

/** Sends what `change` wants for each container; nothing is said when nothing changes. */
async function patchContainers(
  session: Session,
  target: Target,
  object: KubeObject,
  change: (container: Container) => JsonObject | undefined,
  word: string,
): Promise<void> {
  const parts = ['containers', 'initContainers'].map((field) => {
    const changed = containersIn(object, field).flatMap((one) => withName(one.name, change(one)));
    return [field, changed] as const;
  });
  const spec = Object.fromEntries(parts.filter(([, changed]) => changed.length > 0));
  if (Object.keys(spec).length === 0) return;
  accepted(
    await session.cluster.patch(
      target.kind,
      target.namespace,
      target.name,
      'strategic',
      nested(specPath(object), spec),
    ),
  );
  sayDone(session, `${resultName(target.kind, target.name)} ${word}`);
}

function withName(name: string, change: JsonObject | undefined): readonly JsonObject[] {
  return change === undefined ? [] : [{ name, ...change }];
}

function nested(path: string, value: JsonObject): JsonObject {
  return path.split('.').reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), value);
}

function amounts(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
  );
}

async function setResources(session: Session, line: CommandLine, words: readonly string[]): Promise<number> {
  const [limits, requests] = [amounts(line.flag('limits')), amounts(line.flag('requests'))];
  if (limits === undefined && requests === undefined)
    throw complaint('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const only = line.flag('containers') ?? line.flag('container') ?? '*';
  return forEachItem(session, await liveTargets(session, line, words), async (target) => {
    const object = await fetched(session, target);
    if (only !== '*' && !containersIn(object, 'containers').some(({ name }) => name === only))
      throw complaint(`unable to find container named ${only}`);
    const change = (one: Container): JsonObject | undefined =>
      only === '*' || only === one.name
        ? { resources: { ...(limits && { limits }), ...(requests && { requests }) } }
        : undefined;
    await patchContainers(session, target, object, change, 'resource requirements updated');
  });
}

async function setAccount(session: Session, line: CommandLine, words: readonly string[]): Promise<number> {
  const account = words.at(-1);
  if (account === undefined || words.length < 2) throw complaint('serviceaccount is required');
  return forEachItem(session, await liveTargets(session, line, words.slice(0, -1)), async (target) => {
    const object = await fetched(session, target);
    const body = nested(specPath(object), { serviceAccountName: account });
    accepted(await session.cluster.patch(target.kind, target.namespace, target.name, 'strategic', body));
    sayDone(session, `${resultName(target.kind, target.name)} serviceaccount updated`);
  });
}

async function setSelector(
  session: Session,
  line: CommandLine,
  objects: readonly string[],
  changes: readonly string[],
): Promise<number> {
  const selector = Object.fromEntries(
    changes
      .flatMap((one) => one.split(','))
      .map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
  );
  return forEachItem(session, await liveTargets(session, line, objects), async (target) => {
    await fetched(session, target);
    const body = [{ op: 'replace', path: '/spec/selector', value: selector }];
    accepted(await session.cluster.patch(target.kind, target.namespace, target.name, 'json', body));
    sayDone(session, `${resultName(target.kind, target.name)} selector updated`);
  });
}

async function listEnv(session: Session, line: CommandLine, objects: readonly string[]): Promise<number> {
  return forEachItem(session, await liveTargets(session, line, objects), async (target) => {
    const object = await fetched(session, target);
    for (const field of ['initContainers', 'containers'])
      for (const { name, env = [] } of containersIn(object, field)) {
        say(session, `# ${target.kind} ${target.name}, container ${name}`);
        for (const one of env)
          say(
            session,
            one.valueFrom === undefined
              ? `${one.name}=${one.value ?? ''}`
              : `# ${one.name} from ${sourceText(one)}`,
          );
      }
  });
}

function sourceText({ valueFrom }: EnvVar): string {
  const { secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef } = valueFrom ?? {};
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}`;
  if (configMapKeyRef !== undefined)
    return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  return `resource ${resourceFieldRef?.resource ?? ''}`;
}

async function setEnv(
  session: Session,
  line: CommandLine,
  objects: readonly string[],
  changes: readonly string[],
): Promise<number> {
  if (changes.length === 0) throw complaint('at least one environment variable must be provided');
  const only = line.flag('containers') ?? line.flag('container') ?? '*';
  return forEachItem(session, await liveTargets(session, line, objects), async (target) => {
    const object = await fetched(session, target);
    const change = (one: Container): JsonObject | undefined =>
      only === '*' || only === one.name ? changedEnv(one.env ?? [], changes) : undefined;
    await patchContainers(session, target, object, change, 'env updated');
  });
}

function changedEnv(now: readonly EnvVar[], changes: readonly string[]): JsonObject | undefined {
  const env = changes.flatMap((change): readonly JsonObject[] => {
    const [name = '', ...value] = change.split('=');
    const old = now.find((one) => one.name === (value.length === 0 ? change.slice(0, -1) : name));
    if (value.length === 0) return old === undefined ? [] : [{ name: old.name, $patch: 'delete' }];
    return old?.value === value.join('=') ? [] : [{ name, value: value.join('=') }];
  });
  const changed = env.filter(isJsonObject);
  return changed.length === 0 ? undefined : { env: changed };
}
