/** `kubectl taint nodes NAME key=value:Effect` and `key-`, `key:Effect-`. */
import type { JsonObject } from '../../base/json.ts';
import type { Node, Taint } from '../../engine/api/core-v1.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint, forEachItem, sayDone } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets, splitChanges } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

interface Removal {
  readonly key: string;
  readonly effect: string | undefined;
}

export const taint: Verb = {
  flags: { ...TARGET_FLAGS, overwrite: 'switch', 'dry-run': 'value' },
  async run(session, line) {
    const { objects, changes } = splitChanges(
      line.arguments,
      (word) => /[=:]/.test(word) || word.endsWith('-'),
    );
    if (changes.length === 0) throw complaint('at least one taint update is required');
    const added = changes.filter((word) => !word.endsWith('-')).map(readTaint);
    const removed = changes.filter((word) => word.endsWith('-')).map(readRemoval);
    return forEachItem(session, await liveTargets(session, line, objects), (target) =>
      change(session, target, added, removed, line.isSet('overwrite')),
    );
  },
};

function readTaint(text: string): Taint {
  const match = /^([^=:]+)(?:=([^:]*))?:([A-Za-z]+)$/.exec(text);
  if (match === null) throw complaint(`unknown taint spec: ${text}`);
  const [, key = '', value, word = ''] = match;
  const effect = EFFECTS.find((one) => one === word);
  if (effect === undefined) throw complaint(`invalid taint effect: ${word}, unsupported taint effect`);
  return { key, effect, ...(value === undefined || value === '' ? {} : { value }) };
}

function readRemoval(text: string): Removal {
  const [key = '', effect] = text.slice(0, -1).split(':');
  return { key: key.split('=')[0] ?? key, effect };
}

async function change(
  session: Session,
  target: Target,
  added: readonly Taint[],
  removed: readonly Removal[],
  overwrite: boolean,
): Promise<void> {
  const node = (await fetched(session, target)) as Node;
  const now = node.spec?.taints ?? [];
  const clash = added.find((one) =>
    now.some((old) => old.key === one.key && old.effect === one.effect && old.value !== one.value),
  );
  if (clash !== undefined && !overwrite)
    throw complaint(
      `node ${target.name} already has ${clash.key} taint(s) with same effect(s) and --overwrite is false`,
    );
  const absent = removed.find((one) => !now.some((old) => matches(one, old)));
  if (absent !== undefined)
    throw complaint(
      `taint "${absent.key}${absent.effect === undefined ? '' : `:${absent.effect}`}" not found`,
    );
  const kept = now.filter(
    (old) =>
      !removed.some((one) => matches(one, old)) &&
      !added.some((one) => one.key === old.key && one.effect === old.effect),
  );
  const taints = [...added, ...kept];
  const body = {
    spec: { taints: taints.length === 0 ? null : (taints as readonly object[] as readonly JsonObject[]) },
  };
  accepted(await session.cluster.patch('Node', '', target.name, 'merge', body));
  sayDone(session, `${resultName('Node', target.name)} ${word(added, removed)}`);
}

function matches(removal: Removal, old: Taint): boolean {
  return old.key === removal.key && (removal.effect === undefined || removal.effect === old.effect);
}

function word(added: readonly Taint[], removed: readonly Removal[]): string {
  if (added.length > 0 && removed.length > 0) return 'modified';
  return added.length > 0 ? 'tainted' : 'untainted';
}
