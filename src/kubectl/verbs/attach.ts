/** `kubectl attach`: what a container's first process writes from now on. */
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import type { CommandLine } from '../command-line.ts';
import { containerOf, podNamed } from '../pods.ts';
import { Refusal, complaint } from '../session.ts';
import type { Session } from '../session.ts';
import { followLog } from './logs.ts';
import { pipedKeyboard, talk } from './talk.ts';
import type { Verb } from './verb.ts';

const RECORDED =
  "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";

export const attach: Verb = {
  flags: {
    container: 'value',
    stdin: 'switch',
    tty: 'switch',
    quiet: 'switch',
    'pod-running-timeout': 'value',
  },
  async run(session, line) {
    const [word] = line.arguments;
    if (word === undefined) throw complaint('at least 1 argument is required for attach');
    const pod = await podNamed(session, word);
    const container = attached(session, pod, line.flag('container'));
    await attachTo(session, line, pod.metadata.name, container);
    return 0;
  },
};

function attached(session: Session, pod: Pod, wanted: string | undefined): string {
  try {
    return containerOf(session, pod, wanted);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw complaint(`cannot attach to the container: ${error.message.replace(/^error: /, '')}`);
  }
}

/** With `-i` the first process gets what is typed, or what was piped in, where the cluster can pass it on. */
export async function attachTo(
  session: Session,
  line: CommandLine,
  name: string,
  container: string,
): Promise<void> {
  const pod = (await session.cluster.get('Pod', session.namespace, name)) as Pod | undefined;
  if (pod === undefined) return;
  const spec = pod.spec?.containers.find((one) => one.name === container);
  if (line.isSet('tty') && spec?.tty !== true)
    session.err.push(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
  if (!line.isSet('quiet')) session.err.push(RECORDED);
  const isNew = line.verb === 'run';
  const place = { namespace: session.namespace, pod: name, container };
  if (line.isSet('stdin') && session.cluster.openAttach !== undefined) {
    const stream = await session.cluster.openAttach(place);
    await talk(session, stream, session.keyboard ?? pipedKeyboard(session.stdin), line.isSet('tty'), isNew);
    return;
  }
  await followLog(session, place, pod.metadata.uid ?? '', isNew);
}
