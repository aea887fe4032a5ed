/** `kubectl events`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/events (v1.37). */
import { compareStrings } from '../../base/compare.ts';
import type { JsonObject } from '../../base/json.ts';
import type { CommandLine } from '../command-line.ts';
import { eventAge } from '../describe/events.ts';
import { Page, textAt } from '../describe/page.ts';
import { kindNamed } from '../names.ts';
import { alignedRows } from '../print/blocks.ts';
import { complaint } from '../session.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const events: Verb = {
  flags: {
    for: 'value',
    types: 'list',
    watch: 'switch',
    'all-namespaces': 'switch',
    'no-headers': 'switch',
    output: 'value',
    'chunk-size': 'value',
  },
  async run(session, line) {
    const everywhere = line.isSet('all-namespaces');
    const options = everywhere ? {} : { namespace: session.namespace };
    const isWanted = wantedBy(line);
    const watch = line.isSet('watch') ? session.cluster.watch('Event', options) : undefined;
    try {
      const all = (await session.cluster.list('Event', options))
        .map((event) => event as object as JsonObject)
        .filter(isWanted)
        .sort((a, b) => compareStrings(timeOf(a), timeOf(b)));
      if (all.length === 0 && watch === undefined) {
        session.err.push(`No events found${everywhere ? '' : ` in ${session.namespace} namespace`}.\n`);
        return 0;
      }
      const widths: number[] = [];
      const write = (list: readonly JsonObject[], headed: boolean): void =>
        session.out.push(
          alignedRows([...(headed ? [HEADERS(everywhere)] : []), ...rows(session, list, everywhere)], widths),
        );
      write(all, !line.isSet('no-headers'));
      while (watch !== undefined)
        for (const { type, object } of await watch.next()) {
          const event = object as object as JsonObject;
          if (type !== 'DELETED' && isWanted(event)) write([event], false);
        }
      return 0;
    } finally {
      watch?.stop();
    }
  },
};

const HEADERS = (everywhere: boolean): readonly string[] => [
  ...(everywhere ? ['NAMESPACE'] : []),
  'LAST SEEN',
  'TYPE',
  'REASON',
  'OBJECT',
  'MESSAGE',
];

function timeOf(event: JsonObject): string {
  return (
    textAt(event, 'series.lastObservedTime') || textAt(event, 'lastTimestamp') || textAt(event, 'eventTime')
  );
}

function wantedBy(line: CommandLine): (event: JsonObject) => boolean {
  const about = line.flag('for');
  const types = line.list('types').map((type) => type.toLowerCase());
  const wrong = types.find((type) => type !== 'normal' && type !== 'warning');
  if (wrong !== undefined) throw complaint('valid --types are Normal or Warning');
  const [type = '', name = ''] = about?.split('/') ?? [];
  const kind = about === undefined ? '' : kindNamed(type);
  return (event) =>
    (types.length === 0 || types.includes(textAt(event, 'type').toLowerCase())) &&
    (about === undefined ||
      (textAt(event, 'involvedObject.kind') === kind && textAt(event, 'involvedObject.name') === name));
}

function rows(
  session: Session,
  list: readonly JsonObject[],
  everywhere: boolean,
): readonly (readonly string[])[] {
  const page = new Page(session.cluster.now());
  return list.map((event) => [
    ...(everywhere ? [textAt(event, 'metadata.namespace')] : []),
    eventAge(page, event),
    textAt(event, 'type'),
    textAt(event, 'reason'),
    `${textAt(event, 'involvedObject.kind')}/${textAt(event, 'involvedObject.name')}`,
    textAt(event, 'message').trim(),
  ]);
}
