/** `kubectl wait --for=…`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/wait (v1.37). */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { listAt, textAt } from '../describe/page.ts';
import { durationMs } from '../duration.ts';
import { plural, resultName } from '../names.ts';
import { valuesAt } from '../print/json-path.ts';
import { served } from '../served.ts';
import { notFoundText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, liveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

const WEEK_MS = 604_800_000;
const USUAL = '30s';

export const wait: Verb = {
  flags: { ...TARGET_FLAGS, for: 'texts', timeout: 'value', output: 'value' },
  async run(session, line) {
    const [condition] = line.list('for');
    if (condition === undefined) throw complaint('unrecognized condition: []');
    const wish = wishOf(condition);
    const span = durationMs(line.flag('timeout') ?? USUAL);
    const until = session.cluster.now() + (span < 0 ? WEEK_MS : span);
    if (wish.kind === 'create') return waitForCreation(session, line, until);
    const targets = await liveTargets(session, line);
    if (targets.length === 0) throw complaint('no matching resources found');
    return forEachItem(session, targets, (target) => waitFor(session, target, wish, until));
  },
};

type Wish =
  | { readonly kind: 'delete' | 'create' }
  | { readonly kind: 'holds'; readonly holds: (object: JsonObject) => boolean };

function wishOf(condition: string): Wish {
  const lower = condition.toLowerCase();
  if (lower === 'delete') return { kind: 'delete' };
  if (lower === 'create') return { kind: 'create' };
  if (condition.startsWith('condition=')) {
    const [type = '', status = 'true'] = condition.slice('condition='.length).split('=');
    return {
      kind: 'holds',
      holds: (object) =>
        listAt(object, 'status.conditions').some(
          (one) =>
            textAt(one, 'type').toLowerCase() === type.toLowerCase() &&
            textAt(one, 'status').toLowerCase() === status.toLowerCase(),
        ),
    };
  }
  if (condition.startsWith('jsonpath=')) return pathWish(condition.slice('jsonpath='.length));
  throw complaint(`unrecognized condition: ${JSON.stringify(condition)}`);
}

function pathWish(text: string): Wish {
  const parts = /^(['"]?)(\{[\s\S]*?\}|[^=]+)\1(?:=([\s\S]*))?$/.exec(text);
  if (parts === null)
    throw complaint(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  const [, , written = '', value] = parts;
  const path = written.startsWith('{') ? written : `{${written.startsWith('.') ? '' : '.'}${written}}`;
  return {
    kind: 'holds',
    holds: (object) => {
      const found = valuesAt(path, object);
      return value === undefined
        ? found.length > 0
        : found.some((one) => plainText(one) === value.replace(/^(['"])(.*)\1$/, '$2'));
    },
  };
}

function plainText(value: Json): string {
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value as string);
}

function timedOut({ kind, name }: Target): Refusal {
  return new Refusal(`error: timed out waiting for the condition on ${plural(kind).split('.')[0]}/${name}`);
}

async function waitFor(session: Session, target: Target, wish: Wish, until: number): Promise<void> {
  const { kind, namespace, name } = target;
  const watch = session.cluster.watch(kind, { namespace, fieldSelector: `metadata.name=${name}` });
  try {
    let object = await session.cluster.get(kind, namespace, name);
    const first = object?.metadata.uid;
    if (object === undefined && wish.kind !== 'delete') throw new Refusal(notFoundText(plural(kind), name));
    if (object === undefined) return;
    for (;;) {
      if (met(object, wish, first)) return say(session, `${resultName(kind, name)} condition met`);
      if (session.cluster.now() >= until) throw timedOut(target);
      for (const change of await watch.next(until)) {
        object = change.type === 'DELETED' ? undefined : change.object;
        if (met(object, wish, first)) break;
      }
    }
  } finally {
    watch.stop();
  }
}

function met(object: KubeObject | undefined, wish: Wish, uid: string | undefined): boolean {
  if (wish.kind === 'delete') return object === undefined || object.metadata.uid !== uid;
  return wish.kind === 'holds' && object !== undefined && wish.holds(served(object));
}

const POLL_MS = 500;

async function waitForCreation(session: Session, line: CommandLine, until: number): Promise<number> {
  for (const target of await liveTargets(session, line)) {
    while ((await session.cluster.get(target.kind, target.namespace, target.name)) === undefined) {
      if (session.cluster.now() >= until) throw complaint('timed out waiting for the condition');
      await session.cluster.sleep(Math.min(POLL_MS, until - session.cluster.now()));
    }
    say(session, `${resultName(target.kind, target.name)} condition met`);
  }
  return 0;
}
