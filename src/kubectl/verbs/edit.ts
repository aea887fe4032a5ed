/** `kubectl edit` and `kubectl replace`: whole objects. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{edit,replace} (v1.37). */
import { parse } from 'unbash';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { parseOne, readDocuments } from '../documents.ts';
import { plural, resultName, singular } from '../names.ts';
import { printObjects } from '../print/objects.ts';
import { accepted, failureText, serverText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import { CREATING_FLAGS } from './creating.ts';
import { dryRunOf, dryText } from '../dry-run.ts';
import type { Verb } from './verb.ts';

const HEAD = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

export const edit: Verb = {
  flags: { ...TARGET_FLAGS, output: 'value', 'save-config': 'switch', 'output-patch': 'switch' },
  async run(session, line) {
    if (line.arguments.length === 0 && line.list('filename').length === 0)
      throw complaint(
        "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
      );
    return forEachItem(session, await liveTargets(session, line), (target) => editOne(session, target));
  },
};

async function editOne(session: Session, target: Target): Promise<void> {
  const object = await fetched(session, target);
  const before = HEAD + printObjects('yaml', [object], { single: true, noHeaders: true });
  const path = `/tmp/kubectl-edit-${session.cluster.now() % 10_000_000_000}.yaml`;
  session.files.makeDirectory('/tmp');
  session.files.write(path, before);
  const editor = session.env['KUBE_EDITOR'] ?? session.env['EDITOR'] ?? 'vi';
  const exit = await session.run([...wordsOf(editor), path]);
  if (exit !== 0) throw complaint(`unable to launch the editor "${editor}"`);
  const after = session.files.read(path) ?? '';
  if (after === before) {
    session.files.remove(path);
    session.err.push('Edit cancelled, no changes made.\n');
    return;
  }
  await save(session, target, object, after, path);
}

function wordsOf(text: string): readonly string[] {
  const command = parse(text).commands[0]?.command;
  if (command?.type !== 'Command') return [text];
  return [
    command.name?.value ?? '',
    ...command.args.map((word) => (word.type === 'Word' ? word.value : word.text)),
  ];
}

async function save(
  session: Session,
  target: Target,
  object: KubeObject,
  text: string,
  path: string,
): Promise<void> {
  const { kind, name } = target;
  const edited = parseOne(text);
  const cancelled = new Refusal(
    `A copy of your changes has been stored to "${path}"\nerror: Edit cancelled, no valid changes were saved.`,
  );
  if (!isJsonObject(edited) || edited['kind'] !== object.kind || edited['apiVersion'] !== object.apiVersion)
    throw cancelled;
  const answer = await session.cluster.update(kind, edited as object as KubeObject);
  if (!answer.ok) {
    const { reason, message } = answer.error;
    session.err.push(
      reason === 'Invalid'
        ? `error: ${plural(kind)} "${name}" is invalid\n`
        : `${serverText({ ...answer.error, message })}\n`,
    );
    throw cancelled;
  }
  session.files.remove(path);
  say(session, `${resultName(kind, name)} edited`);
}

export const replace: Verb = {
  flags: {
    ...TARGET_FLAGS,
    ...CREATING_FLAGS,
    force: 'switch',
    'grace-period': 'value',
    cascade: 'value',
    timeout: 'value',
    wait: 'switch',
    subresource: 'value',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length === 0) throw complaint('must specify --filename to replace');
    const documents = readDocuments(session, files);
    if (documents.length === 0) throw complaint('no objects passed to replace');
    return forEachItem(session, documents, async ({ kind, namespace, name, object, source }) => {
      const dry = dryRunOf(line);
      if (line.isSet('force')) await removeFirst(session, line, kind, namespace, name);
      else {
        const live = await session.cluster.get(kind, namespace, name);
        if (live === undefined)
          throw new Refusal(
            `Error from server (NotFound): error when replacing "${source}": ${plural(kind)} "${name}" not found`,
          );
      }
      if (dry === 'none') await put(session, kind, namespace, object, source, line.isSet('force'));
      say(session, `${resultName(kind, name)} replaced${dryText(dry)}`);
    });
  },
};

async function put(
  session: Session,
  kind: Kind,
  namespace: string,
  object: JsonObject,
  source: string,
  forced: boolean,
): Promise<void> {
  const answer = forced
    ? await session.cluster.create(kind, namespace, object)
    : await session.cluster.update(kind, object as object as KubeObject);
  if (!answer.ok) throw new Refusal(failureText(answer.error, `error when replacing "${source}": `));
}

const POLL_MS = 50;

async function removeFirst(
  session: Session,
  line: CommandLine,
  kind: Kind,
  namespace: string,
  name: string,
): Promise<void> {
  const live = await session.cluster.get(kind, namespace, name);
  if (live === undefined) return;
  const grace = Number(line.flag('grace-period') ?? '0');
  accepted(await session.cluster.delete(kind, namespace, name, { gracePeriodSeconds: Math.max(0, grace) }));
  say(session, `${singular(kind)} "${name}" deleted from ${namespace} namespace`);
  while ((await session.cluster.get(kind, namespace, name))?.metadata.uid === live.metadata.uid)
    await session.cluster.sleep(POLL_MS);
}
