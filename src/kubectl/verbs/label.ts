/** `kubectl label` and `kubectl annotate`. */
import { sortedBy } from '../../base/compare.ts';
import type { JsonObject } from '../../base/json.ts';
import type { CommandLine } from '../command-line.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint, forEachItem, say, sayDone } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets, splitChanges } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

type Field = 'labels' | 'annotations';
type Pairs = Readonly<Record<string, string>>;

interface Wish {
  readonly set: Pairs;
  readonly remove: readonly string[];
}

export const label: Verb = pairVerb('labels');
export const annotate: Verb = pairVerb('annotations');

function pairVerb(field: Field): Verb {
  return {
    flags: {
      ...TARGET_FLAGS,
      overwrite: 'switch',
      list: 'switch',
      'field-manager': 'value',
      'resource-version': 'value',
      output: 'value',
      'dry-run': 'value',
    },
    async run(session, line) {
      const { objects, changes } = splitChanges(
        line.arguments,
        (word) => /^[^=]+=|^[^=]+-$/.test(word) && !isPlainName(word, line.arguments),
      );
      if (changes.length === 0 && line.isSet('list'))
        return forEachItem(session, await liveTargets(session, line, objects), async (target) => {
          const object = await fetched(session, target);
          for (const [key, value] of sortedBy(Object.entries(object.metadata[field] ?? {}), ([name]) => name))
            say(session, `${key}=${value}`);
        });
      if (changes.length === 0)
        throw complaint(`at least one ${field === 'labels' ? 'label' : 'annotation'} update is required`);
      const wish = readWish(changes);
      if (field === 'labels') refuseValues(wish);
      return forEachItem(session, await liveTargets(session, line, objects), (target) =>
        change(session, line, field, target, wish),
      );
    },
  };
}

/** The type and its first name are never a change. */
function isPlainName(word: string, words: readonly string[]): boolean {
  return words[0] === word;
}

function readWish(changes: readonly string[]): Wish {
  const set = changes
    .filter((one) => one.includes('='))
    .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]);
  return {
    set: Object.fromEntries(set) as Pairs,
    remove: changes.filter((one) => !one.includes('=')).map((one) => one.slice(0, -1)),
  };
}

const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

function refuseValues({ set }: Wish): void {
  const wrong = Object.entries(set).find(([, value]) => !VALUE.test(value));
  if (wrong === undefined) return;
  throw complaint(
    `invalid label value: "${wrong[0]}=${wrong[1]}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  );
}

async function change(
  session: Session,
  line: CommandLine,
  field: Field,
  target: Target,
  wish: Wish,
): Promise<void> {
  const object = await fetched(session, target);
  const now: Pairs = object.metadata[field] ?? {};
  if (!line.isSet('overwrite')) refuseOverwrite(field, now, wish);
  if (field === 'labels')
    for (const key of wish.remove) if (now[key] === undefined) say(session, `label "${key}" not found.`);
  const pairs: JsonObject = {
    ...wish.set,
    ...Object.fromEntries(wish.remove.filter((key) => now[key] !== undefined).map((key) => [key, null])),
  };
  const changed = Object.entries(pairs).some(([key, value]) => (value ?? undefined) !== now[key]);
  if (changed)
    accepted(
      await session.cluster.patch(target.kind, target.namespace, target.name, 'merge', {
        metadata: { [field]: pairs },
      }),
    );
  sayDone(session, `${resultName(target.kind, target.name)} ${outcome(field, wish, changed)}`);
}

function refuseOverwrite(field: Field, now: Pairs, { set }: Wish): void {
  const taken = Object.keys(set).filter((key) => now[key] !== undefined && now[key] !== set[key]);
  if (taken.length === 0) return;
  const list = taken.map((key) => `'${key}' already has a value (${now[key]})`).join('; ');
  throw complaint(
    field === 'labels'
      ? `${list}, and --overwrite is false`
      : `--overwrite is false but found the following declared annotation(s): ${list}`,
  );
}

function outcome(field: Field, { set }: Wish, changed: boolean): string {
  if (field === 'annotations') return 'annotated';
  if (!changed) return 'not labeled';
  return Object.keys(set).length === 0 ? 'unlabeled' : 'labeled';
}
