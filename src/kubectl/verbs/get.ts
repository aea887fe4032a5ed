/** `kubectl get`. */
import { compareStrings } from '../../base/compare.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { WatchTable, listedBlocks } from '../print/blocks.ts';
import { valuesAt } from '../print/json-path.ts';
import { served } from '../served.ts';
import { at, selectorText } from '../describe/page.ts';
import { printObjects } from '../print/objects.ts';
import { notFoundText } from '../server-errors.ts';
import { plural } from '../names.ts';
import { Refusal, complaint, forEachItem, warn } from '../session.ts';
import type { Session } from '../session.ts';
import {
  TARGET_FLAGS,
  fieldOf,
  listOptions,
  listed,
  nothingFound,
  readAsked,
  typeMissing,
} from '../targets.ts';
import { readDocuments } from '../documents.ts';
import type { Verb } from './verb.ts';

export const get: Verb = {
  flags: {
    ...TARGET_FLAGS,
    output: 'value',
    'no-headers': 'switch',
    'ignore-not-found': 'switch',
    'show-labels': 'switch',
    'label-columns': 'list',
    'show-kind': 'switch',
    'sort-by': 'value',
    subresource: 'value',
    'chunk-size': 'value',
    'show-managed-fields': 'switch',
    watch: 'switch',
    'watch-only': 'switch',
    'output-watch-events': 'switch',
  },
  async run(session, line) {
    if (line.isSet('watch') || line.isSet('watch-only')) return watchObjects(session, line);
    const listing = await findObjects(session, line);
    const found = { ...listing, objects: scaled(line, sorted(line, listing.objects)) };
    const output = line.flag('output') ?? '';
    if (found.kinds.includes('Endpoints'))
      warn(session, 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
    if (output === '' || output === 'wide')
      session.out.push(listedBlocks(found.kinds, found.objects, tableWish(session, line, found.named)));
    else if (found.objects.length > 0 || !found.named)
      session.out.push(
        printObjects(output, found.objects, {
          single: found.single,
          noHeaders: line.isSet('no-headers'),
          files: session.files,
        }),
      );
    const isTable = output === '' || output === 'wide';
    if (isTable && found.objects.length === 0 && !found.named && !line.isSet('ignore-not-found'))
      session.err.push(`${nothingFound(session, line, found.kinds)}\n`);
    return found.exit;
  },
};

/** **Simplified:** of the subresources only scale looks unlike its object. */
function scaled(line: CommandLine, objects: readonly KubeObject[]): readonly KubeObject[] {
  if (line.flag('subresource') !== 'scale') return objects;
  return objects.map((object) => {
    const { name, namespace = '', uid, resourceVersion, creationTimestamp } = object.metadata;
    const replicas = fieldOf(object, 'spec.replicas') ?? 0;
    const selector = selectorText(at(object as object as JsonObject, 'spec.selector'), '');
    return {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { creationTimestamp, name, namespace, resourceVersion, uid },
      spec: { replicas },
      status: { replicas: fieldOf(object, 'status.replicas') ?? 0, selector },
    } as object as KubeObject;
  });
}

function sorted(line: CommandLine, objects: readonly KubeObject[]): readonly KubeObject[] {
  const by = line.flag('sort-by');
  if (by === undefined || objects.length === 0) return objects;
  const path = `{${by.replace(/^\{|\}$/g, '').replace(/^(?!\.)/, '.')}}`;
  const keyed = objects.map((object) => ({ object, key: valuesAt(path, served(object))[0] }));
  if (keyed.every(({ key }) => key === undefined))
    throw complaint(`couldn't find any field with path "${path}" in the list of objects`);
  return [...keyed].sort((a, b) => compareKeys(a.key, b.key)).map(({ object }) => object);
}

/** What has no such field comes first. */
function compareKeys(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareStrings(String(a as string), String(b as string));
}

interface Found {
  readonly kinds: readonly Kind[];
  readonly objects: readonly KubeObject[];
  /** Objects were asked for by name. */
  readonly named: boolean;
  readonly single: boolean;
  readonly exit: number;
}

async function findObjects(session: Session, line: CommandLine): Promise<Found> {
  const files = line.list('filename');
  const asked =
    files.length > 0
      ? { kinds: [], targets: readDocuments(session, files) }
      : readAsked(session, line.arguments);
  if (asked.targets.length === 0) {
    if (asked.kinds.length === 0) throw typeMissing('get');
    const lists = await Promise.all(asked.kinds.map((kind) => listed(session, line, kind)));
    return { kinds: asked.kinds, objects: lists.flat(), named: false, single: false, exit: 0 };
  }
  if (line.isSet('all-namespaces'))
    throw complaint('a resource cannot be retrieved by name across all namespaces');
  if (line.flag('selector') !== undefined)
    throw complaint('name cannot be provided when a selector is specified');
  const objects: KubeObject[] = [];
  const exit = await forEachItem(session, asked.targets, async ({ kind, namespace, name }) => {
    const object = await session.cluster.get(kind, namespace, name);
    if (object !== undefined) objects.push(object);
    else if (!line.isSet('ignore-not-found')) throw new Refusal(notFoundText(plural(kind), name));
  });
  const kinds = [...new Set(asked.targets.map(({ kind }) => kind))];
  return { kinds, objects, named: true, single: asked.targets.length === 1, exit };
}

/** The objects as they are, then one row for every change, until it is interrupted. */
async function watchObjects(session: Session, line: CommandLine): Promise<number> {
  const asked = readAsked(session, line.arguments);
  const kinds = new Set([...asked.kinds, ...asked.targets.map(({ kind }) => kind)]);
  const [kind] = kinds;
  if (kind === undefined) throw typeMissing('get');
  if (kinds.size > 1 || asked.targets.length > 1)
    throw complaint('you may only specify a single resource type');
  const found = await findObjects(session, line);
  const only = asked.targets[0];
  const watch = session.cluster.watch(kind, {
    ...listOptions(session, line, kind),
    ...(only === undefined ? {} : { fieldSelector: `metadata.name=${only.name}` }),
  });
  const write = watchPrinter(session, line, kind, found.named);
  try {
    if (!line.isSet('watch-only')) write('ADDED', found.objects);
    for (;;) for (const { type, object } of await watch.next()) write(type, [object]);
  } finally {
    watch.stop();
  }
}

type WatchPrinter = (event: string, objects: readonly KubeObject[]) => void;

function watchPrinter(session: Session, line: CommandLine, kind: Kind, named: boolean): WatchPrinter {
  const output = line.flag('output') ?? '';
  if (output !== '' && output !== 'wide')
    return (_, objects) => {
      for (const object of objects)
        session.out.push(printObjects(output, [object], { single: true, noHeaders: true }));
    };
  const rows = new WatchTable(kind);
  const withEvents = line.isSet('output-watch-events');
  return (event, objects) =>
    session.out.push(
      rows.rows(objects, { ...tableWish(session, line, named), ...(withEvents ? { event } : {}) }),
    );
}

function tableWish(session: Session, line: CommandLine, named: boolean) {
  return {
    nowMs: session.cluster.now(),
    wide: line.flag('output') === 'wide',
    headers: !line.isSet('no-headers'),
    showLabels: line.isSet('show-labels'),
    labelColumns: line.list('label-columns'),
    withNamespace: line.isSet('all-namespaces') && !named,
    showKind: line.isSet('show-kind'),
  };
}
