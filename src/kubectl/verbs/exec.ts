/** `kubectl exec POD -- COMMAND`. */
import { Refusal, complaint, usage } from '../session.ts';
import { containerOf, podNamed } from '../pods.ts';
import { talk } from './talk.ts';
import type { Verb } from './verb.ts';

/** The client does not show in which frame the runtime's words came. */
const RPC = /^rpc error: code = \w+ desc = /;

export const exec: Verb = {
  flags: {
    container: 'value',
    stdin: 'switch',
    tty: 'switch',
    quiet: 'switch',
    filename: 'list',
    'pod-running-timeout': 'value',
  },
  async run(session, line) {
    const argv = line.rest ?? [];
    if (argv.length === 0 && line.arguments.length > 1)
      throw usage(
        'exec',
        'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
      );
    if (argv.length === 0) throw complaint('you must specify at least one command for the container');
    const pod = await podNamed(session, line.arguments[0] ?? '');
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed')
      throw complaint(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    const container = containerOf(session, pod, line.flag('container'));
    if (!pod.spec?.nodeName)
      throw complaint(`unable to upgrade connection: pod ${pod.metadata.name} does not have a host assigned`);
    const place = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container };
    if (line.isSet('stdin') && session.keyboard !== undefined && session.cluster.openExec !== undefined) {
      const stream = await session.cluster.openExec(place, argv);
      if (stream === undefined)
        throw complaint(`unable to upgrade connection: container not found ("${container}")`);
      return talk(session, stream, session.keyboard, line.isSet('tty'));
    }
    if (line.isSet('tty') && session.keyboard === undefined)
      session.err.push('Unable to use a TTY - input is not a terminal or the right kind of file\n');
    const answer = await session.cluster.exec(place, argv, line.isSet('stdin') ? session.stdin : '');
    if (answer === undefined)
      throw complaint(`unable to upgrade connection: container not found ("${container}")`);
    if (answer.error !== undefined)
      throw complaint(
        `Internal error occurred: Internal error occurred: error executing command in container: ${answer.error.replace(RPC, '')}`,
      );
    session.out.push(answer.stdout);
    if (answer.exitCode !== 0)
      throw new Refusal(`command terminated with exit code ${answer.exitCode}`, answer.exitCode);
    return 0;
  },
};
