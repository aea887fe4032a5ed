/** What verbs that make one object have in common: dry runs, `-o`, and the line that says it is done. */
import type { JsonObject } from '../../base/json.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import type { ApiFailure } from '../cluster-access.ts';
import type { CommandLine, FlagTable } from '../command-line.ts';
import { resultName } from '../names.ts';
import { printJson } from '../print/objects.ts';
import { printObjects } from '../print/objects.ts';
import { dryRunOf, dryText } from '../dry-run.ts';
import type { DryRun } from '../dry-run.ts';
import { say } from '../session.ts';
import type { Session } from '../session.ts';
import { placeOf } from '../targets.ts';

export const CREATING_FLAGS: FlagTable = {
  'dry-run': 'value',
  output: 'value',
  'save-config': 'switch',
  'field-manager': 'value',
  validate: 'value',
};

export interface Made {
  readonly kind: Kind;
  readonly object: JsonObject;
}

/** Creates the object, unless it is to be shown only. `refuse` words what the server says. Returns the object as it is then. */
export async function make(
  session: Session,
  line: CommandLine,
  { kind, object }: Made,
  word: string,
  refuse: (failure: ApiFailure) => Error,
): Promise<KubeObject | undefined> {
  const dry = dryRunOf(line);
  if (dry === 'none') {
    const answer = await session.cluster.create(kind, placeOf(session, kind), object);
    if (!answer.ok) throw refuse(answer.error);
    tell(session, line, kind, answer.value, word);
    return answer.value;
  }
  const namespaced = session.namespaceNamed && resourceOf(kind).namespaced;
  const metadata = object['metadata'] as JsonObject;
  const placed = namespaced ? { ...object, metadata: { ...metadata, namespace: session.namespace } } : object;
  tell(session, line, kind, placed as object as KubeObject, word, dry);
  return undefined;
}

function tell(
  session: Session,
  line: CommandLine,
  kind: Kind,
  object: KubeObject,
  word: string,
  dry: DryRun = 'none',
): void {
  const output = line.flag('output') ?? '';
  if (output === '') say(session, `${resultName(kind, object.metadata.name)} ${word}${dryText(dry)}`);
  else if (dry !== 'none' && /^(yaml|json)$/.test(output))
    session.out.push(printJson(output, object as object as JsonObject));
  else session.out.push(printObjects(output, [object], { single: true, noHeaders: false }));
}
