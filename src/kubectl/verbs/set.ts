/** `kubectl set image` and `kubectl set env`. */
import type { JsonObject } from '../../base/json.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Container, EnvVar } from '../../engine/api/core-v1-pod.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint, forEachItem, say, usage } from '../session.ts';
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
        return setEnv(session, line, objects, [...changes, ...line.list('env')]);
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
  say(session, `${resultName(target.kind, target.name)} ${word}`);
}

function withName(name: string, change: JsonObject | undefined): readonly JsonObject[] {
  return change === undefined ? [] : [{ name, ...change }];
}

function nested(path: string, value: JsonObject): JsonObject {
  return path.split('.').reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), value);
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
