/** `kubectl debug POD --image=…`: an ephemeral container beside the others. */
import type { JsonObject } from '../../base/json.ts';
import { accepted } from '../server-errors.ts';
import { complaint } from '../session.ts';
import { podNamed } from '../pods.ts';
import type { Verb } from './verb.ts';

/** The general profile lets the container look into its target's processes. */
const GENERAL_PROFILE = { capabilities: { add: ['SYS_PTRACE'] } };

export const debug: Verb = {
  flags: {
    image: 'value',
    target: 'value',
    container: 'value',
    stdin: 'switch',
    tty: 'switch',
    profile: 'value',
    env: 'list',
    quiet: 'switch',
    attach: 'switch',
  },
  async run(session, line) {
    const image = line.flag('image');
    if (image === undefined) throw complaint('you must specify --image when not using --copy-to.');
    const pod = await podNamed(session, line.arguments[0] ?? '');
    const target = line.flag('target');
    if (target !== undefined) {
      session.err.push(
        `Targeting container "${target}". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
      );
    }
    const name =
      line.flag('container') ?? freeName(pod.spec?.ephemeralContainers?.map((one) => one.name) ?? []);
    if (line.flag('container') === undefined)
      session.err.push(`Defaulting debug container name to ${name}.\n`);
    const container: JsonObject = {
      name,
      image,
      ...(line.rest === undefined ? {} : { command: line.rest }),
      ...(line.isSet('stdin') ? { stdin: true } : {}),
      ...(line.isSet('tty') ? { tty: true } : {}),
      securityContext: GENERAL_PROFILE,
      ...(target === undefined ? {} : { targetContainerName: target }),
    };
    const { name: podName, namespace = '' } = pod.metadata;
    accepted(
      await session.cluster.patch(
        'Pod',
        namespace,
        podName,
        'strategic',
        { spec: { ephemeralContainers: [container] } },
        'ephemeralcontainers',
      ),
    );
    return 0;
  },
};

/** **Simplified:** counts where upstream draws five letters. */
function freeName(taken: readonly string[]): string {
  let count = 1;
  while (taken.includes(`debugger-${count}`)) count++;
  return `debugger-${count}`;
}
