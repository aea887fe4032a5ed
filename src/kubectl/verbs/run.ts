/** `kubectl run NAME --image=…`: one pod. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/run (v1.37). */
import type { JsonObject } from '../../base/json.ts';
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import type { CommandLine } from '../command-line.ts';
import { isImageName } from '../image-names.ts';
import { failureText } from '../server-errors.ts';
import { Refusal, complaint, say, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { attachTo } from './attach.ts';
import { CREATING_FLAGS, make } from './creating.ts';
import type { Verb } from './verb.ts';

const POLICIES = ['Always', 'OnFailure', 'Never'];
const POLL_MS = 200;

export const run: Verb = {
  flags: {
    ...CREATING_FLAGS,
    image: 'value',
    restart: 'value',
    env: 'texts',
    port: 'value',
    labels: 'value',
    rm: 'switch',
    stdin: 'switch',
    tty: 'switch',
    attach: 'switch',
    command: 'switch',
    expose: 'switch',
    overrides: 'value',
    annotations: 'texts',
    'image-pull-policy': 'value',
    'pod-running-timeout': 'value',
    privileged: 'switch',
    quiet: 'switch',
  },
  async run(session, line) {
    const name = line.arguments[0];
    if (line.flag('image') === undefined) throw complaint('required flag(s) "image" not set');
    if (name === undefined) throw usage('run', 'NAME is required for run');
    const image = line.flag('image') ?? '';
    if (!isImageName(image)) throw complaint(`invalid image name "${image}": invalid reference format`);
    const policy = line.flag('restart') ?? 'Always';
    if (!POLICIES.includes(policy))
      throw complaint(`invalid restart policy: ${policy}, valid values are: ${POLICIES.join(', ')}`);
    const attaches = line.isSet('attach') || line.isSet('stdin');
    if (line.isSet('rm') && !attaches) throw complaint('--rm should only be used for attached containers');
    const object = podObject(line, name, image, policy);
    const quiet = attaches ? { ...session, out: { push: () => undefined } } : session;
    const made = await make(
      quiet,
      line,
      { kind: 'Pod', object },
      'created',
      (failure) => new Refusal(failureText(failure)),
    );
    return attaches && made !== undefined ? stay(session, line, name) : 0;
  },
};

function podObject(line: CommandLine, name: string, image: string, policy: string): JsonObject {
  const words = line.rest ?? line.arguments.slice(1);
  const port = line.flag('port');
  const env = line.list('env').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw complaint(`invalid env: ${pair}`);
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
  const pull = line.flag('image-pull-policy');
  const container: JsonObject = {
    ...(words.length === 0 ? {} : { [line.isSet('command') ? 'command' : 'args']: words }),
    ...(env.length === 0 ? {} : { env }),
    image,
    ...(pull === undefined ? {} : { imagePullPolicy: pull }),
    name,
    ...(port === undefined ? {} : { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(line.isSet('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(line.isSet('stdin') ? { stdin: true, stdinOnce: true } : {}),
    ...(line.isSet('tty') ? { tty: true } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { labels: labelsOf(line, name), name },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: policy },
    status: {},
  };
}

function labelsOf(line: CommandLine, name: string): JsonObject {
  const given = line.flag('labels');
  if (given === undefined) return { run: name };
  return Object.fromEntries(
    given.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
  );
}

/** Until the pod runs or has ended, and then with what it prints. */
async function stay(session: Session, line: CommandLine, name: string): Promise<number> {
  for (;;) {
    const pod = (await session.cluster.get('Pod', session.namespace, name)) as Pod | undefined;
    if (pod === undefined) throw new Refusal(`Error from server (NotFound): pods "${name}" not found`);
    if (pod.status?.phase !== undefined && pod.status.phase !== 'Pending') break;
    await session.cluster.sleep(POLL_MS);
  }
  try {
    await attachTo(session, line, name, name);
    return await exitOf(session, line, name);
  } finally {
    if (line.isSet('rm')) {
      await session.cluster.delete('Pod', session.namespace, name, {});
      say(session, `pod "${name}" deleted from ${session.namespace} namespace`);
    }
  }
}

async function exitOf(session: Session, line: CommandLine, name: string): Promise<number> {
  if (line.flag('restart') !== 'Never') return 0;
  for (;;) {
    const pod = (await session.cluster.get('Pod', session.namespace, name)) as Pod | undefined;
    const ended = pod?.status?.containerStatuses?.[0]?.state?.terminated;
    const isOver = pod === undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (isOver) {
      const code = ended?.exitCode ?? 0;
      if (code === 0) return 0;
      throw new Refusal(`pod ${session.namespace}/${name} terminated (${ended?.reason ?? 'Error'})`, code);
    }
    await session.cluster.sleep(POLL_MS);
  }
}
