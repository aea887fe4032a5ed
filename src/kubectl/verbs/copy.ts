/**
 * `kubectl cp`: a file into a container or out of it.
 *
 * **Simplified:** single files; where the real one sends an archive through `tar`, this one sends the text through `cat`.
 */
import type { Session } from '../session.ts';
import { containerOf, podNamed } from '../pods.ts';
import { complaint } from '../session.ts';
import type { Verb } from './verb.ts';

interface Place {
  readonly pod: string;
  readonly path: string;
}

export const cp: Verb = {
  flags: { container: 'value', 'no-preserve': 'switch', retries: 'value' },
  async run(session, line) {
    const [from, to] = line.arguments;
    if (from === undefined || to === undefined) throw complaint('source and destination are required');
    const [source, target] = [placeOf(from), placeOf(to)];
    if (source.pod !== '' && target.pod !== '')
      throw complaint('one of src or dest must be a local file specification');
    if (source.pod === '' && target.pod === '')
      throw complaint('one of src or dest must be a remote file specification');
    if (source.path === '' || target.path === '') throw complaint('filepath can not be empty');
    const container = line.flag('container');
    if (target.pod !== '') await upload(session, source.path, target, container);
    else await download(session, source, target.path, container);
    return 0;
  },
};

/** `pod:/path`, `namespace/pod:/path`, or a path of this machine. */
function placeOf(word: string): Place {
  const colon = word.indexOf(':');
  return colon < 1 ? { pod: '', path: word } : { pod: word.slice(0, colon), path: word.slice(colon + 1) };
}

async function inContainer(
  session: Session,
  { pod }: Place,
  wanted: string | undefined,
  argv: readonly string[],
  stdin: string,
): Promise<string> {
  const [namespace, name] = pod.includes('/') ? pod.split('/') : [session.namespace, pod];
  const found = await podNamed({ ...session, namespace: namespace ?? session.namespace }, name ?? '');
  const container = containerOf(session, found, wanted);
  const place = { namespace: found.metadata.namespace ?? '', pod: found.metadata.name, container };
  const answer = await session.cluster.exec(place, argv, stdin);
  if (answer === undefined)
    throw complaint(`unable to upgrade connection: container not found ("${container}")`);
  if (answer.exitCode !== 0) throw complaint(answer.error ?? answer.stdout.trimEnd());
  return answer.stdout;
}

async function upload(
  session: Session,
  path: string,
  target: Place,
  container: string | undefined,
): Promise<void> {
  const text = session.files.read(path);
  if (text === undefined) throw complaint(`${path} doesn't exist in local filesystem`);
  const place = target.path.endsWith('/') ? `${target.path}${path.split('/').at(-1) ?? path}` : target.path;
  await inContainer(session, target, container, ['sh', '-c', 'cat > "$0"', place], text);
}

async function download(
  session: Session,
  source: Place,
  path: string,
  container: string | undefined,
): Promise<void> {
  const text = await inContainer(session, source, container, ['cat', source.path], '');
  if (!session.files.write(path, text)) throw complaint(`open ${path}: no such file or directory`);
}
