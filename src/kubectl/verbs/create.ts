/** `kubectl create`: from files, and the generators for single kinds. */
import type { CommandLine } from '../command-line.ts';
import { readDocuments } from '../documents.ts';
import type { ManifestObject } from '../documents.ts';
import { resultName, singular } from '../names.ts';
import { printObjects } from '../print/objects.ts';
import { failureText, serverText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { CREATING_FLAGS, make } from './creating.ts';
import { dryRunOf, dryText } from '../dry-run.ts';
import { GENERATORS } from './generators.ts';
import type { Verb } from './verb.ts';

export const create: Verb = {
  flags: {
    filename: 'list',
    recursive: 'switch',
    edit: 'switch',
    ...CREATING_FLAGS,
    'from-file': 'texts',
    'from-env-file': 'value',
    type: 'value',
    cert: 'value',
    key: 'value',
    'docker-server': 'value',
    'docker-username': 'value',
    'docker-password': 'value',
    'docker-email': 'value',
    clusterip: 'value',
    'node-port': 'value',
    'external-name': 'value',
    'preemption-policy': 'value',
    'from-literal': 'texts',
    image: 'list',
    replicas: 'value',
    port: 'value',
    schedule: 'value',
    restart: 'value',
    from: 'value',
    selector: 'value',
    'min-available': 'value',
    'max-unavailable': 'value',
    hard: 'value',
    value: 'value',
    'global-default': 'switch',
    description: 'value',
    tcp: 'list',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length > 0) return createFromFiles(session, line, files);
    const [what = ''] = line.arguments;
    const generator = GENERATORS[what];
    if (what === '') throw complaint('must specify one of -f and -k');
    if (generator === undefined) throw usage('create', `unknown command "${what}" for "kubectl create"`);
    const made = await generator(line, session);
    // Upstream's generators wrap what the server says in a complaint of their own.
    await make(session, line, made, 'created', ({ message }) =>
      complaint(`failed to create ${singular(made.kind).split('.')[0]}: ${message}`),
    );
    return 0;
  },
};

async function createFromFiles(
  session: Session,
  line: CommandLine,
  files: readonly string[],
): Promise<number> {
  const documents = readDocuments(session, files);
  if (documents.length === 0) throw complaint('no objects passed to create');
  const dry = dryRunOf(line);
  return forEachItem(session, documents, async (document) => {
    if (dry === 'none') return createOne(session, line, document);
    say(session, `${resultName(document.kind, document.name)} created${dryText(dry)}`);
  });
}

async function createOne(
  session: Session,
  line: CommandLine,
  { kind, namespace, object, source, unreadable }: ManifestObject,
): Promise<void> {
  const doing = `error when creating "${source}": `;
  if (unreadable !== undefined) throw new Refusal(`Error from server (BadRequest): ${doing}${unreadable}`);
  const answer = await session.cluster.create(kind, namespace, object);
  if (!answer.ok) throw new Refusal(failureText(answer.error, doing), 1, serverText(answer.error, doing));
  const output = line.flag('output') ?? '';
  if (output === '') say(session, `${resultName(kind, answer.value.metadata.name)} created`);
  else session.out.push(printObjects(output, [answer.value], { single: true, noHeaders: false }));
}
