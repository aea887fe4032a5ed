/** `kubectl get`. */
import { resourceOf } from '../../engine/api/resources.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { WatchTable, listedBlocks } from '../print/blocks.ts';
import { printObjects } from '../print/objects.ts';
import { notFoundText } from '../server-errors.ts';
import { plural } from '../names.ts';
import { Refusal, complaint, forEachItem } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, listOptions, listed, readAsked } from '../targets.ts';
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
    const found = await findObjects(session, line);
    const output = line.flag('output') ?? '';
    if (output === '' || output === 'wide')
      session.out.push(listedBlocks(found.kinds, found.objects, tableWish(session, line, found.named)));
    else
      session.out.push(
        printObjects(output, found.objects, { single: found.single, noHeaders: line.isSet('no-headers') }),
      );
    if (found.objects.length === 0 && !found.named && !line.isSet('ignore-not-found'))
      session.err.push(`${noneText(session, line, found.kinds)}\n`);
    return found.exit;
  },
};

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
    if (asked.kinds.length === 0) throw missingType();
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
  if (kind === undefined) throw missingType();
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

function noneText(session: Session, line: CommandLine, kinds: readonly Kind[]): string {
  const namespaced = kinds.some((kind) => resourceOf(kind).namespaced) && !line.isSet('all-namespaces');
  return namespaced ? `No resources found in ${session.namespace} namespace.` : 'No resources found';
}

function missingType(): Refusal {
  return new Refusal(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee \'kubectl get -h\' for help and examples',
  );
}
