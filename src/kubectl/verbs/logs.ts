/** `kubectl logs`: what a container wrote, as its node kept it. */
import type { ContainerStatus } from '../../engine/api/core-v1-pod-status.ts';
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import { formatMicroTime } from '../../engine/api/time.ts';
import type { LogLine } from '../cluster-access.ts';
import type { CommandLine } from '../command-line.ts';
import { durationMs } from '../duration.ts';
import { containerOf, podNamed } from '../pods.ts';
import { Refusal, complaint, forEachItem, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { listed } from '../targets.ts';
import type { Verb } from './verb.ts';

export const logs: Verb = {
  flags: {
    container: 'value',
    previous: 'switch',
    tail: 'value',
    since: 'value',
    'since-time': 'value',
    timestamps: 'switch',
    prefix: 'switch',
    selector: 'value',
    follow: 'switch',
    'all-containers': 'switch',
    'limit-bytes': 'value',
    'max-log-requests': 'value',
    'ignore-errors': 'switch',
  },
  async run(session, line) {
    const { tail } = limits(line);
    if (tail < -1) throw complaint('--tail must be greater than or equal to -1');
    if (line.isSet('all-containers') && line.flag('container') !== undefined)
      throw complaint(
        `--all-containers=true should not be specified with container name ${line.flag('container') ?? ''}`,
      );
    const pods = await podsAsked(session, line);
    return forEachItem(session, pods, (pod) => writeLogs(session, line, pod));
  },
};

function limits(line: CommandLine): { readonly tail: number } {
  return { tail: Number(line.flag('tail') ?? (line.flag('selector') === undefined ? '-1' : '10')) };
}

async function podsAsked(session: Session, line: CommandLine): Promise<readonly Pod[]> {
  if (line.flag('selector') !== undefined) return (await listed(session, line, 'Pod')) as readonly Pod[];
  const [word] = line.arguments;
  if (word === undefined)
    throw usage(
      'logs',
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
    );
  if (!word.includes('/') && (await session.cluster.get('Pod', session.namespace, word)) === undefined) {
    throw complaint(
      `error from server (NotFound): pods "${word}" not found in namespace "${session.namespace}"`,
    );
  }
  return [await podNamed(session, word)];
}

async function writeLogs(session: Session, line: CommandLine, pod: Pod): Promise<void> {
  const containers = line.isSet('all-containers')
    ? allContainers(pod)
    : [containerOf(session, pod, line.flag('container') ?? line.arguments[1])];
  for (const container of containers) await writeLog(session, line, pod, container);
}

/** Init containers come first. */
function allContainers(pod: Pod): readonly string[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec ?? { containers: [] };
  return [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
}

async function writeLog(session: Session, line: CommandLine, pod: Pod, container: string): Promise<void> {
  const { name, namespace = '' } = pod.metadata;
  if (!pod.spec?.nodeName) return;
  refuse(pod, container, line.isSet('previous'));
  const found =
    (await session.cluster.log({ namespace, pod: name, container }, line.isSet('previous'))) ?? [];
  const prefix = line.isSet('prefix') ? `[pod/${name}/${container}] ` : '';
  for (const { atMs, text } of wanted(session, line, found))
    session.out.push(`${prefix}${line.isSet('timestamps') ? `${formatMicroTime(atMs)} ` : ''}${text}\n`);
}

function wanted(session: Session, line: CommandLine, lines: readonly LogLine[]): readonly LogLine[] {
  const since = line.flag('since');
  const recent =
    since === undefined
      ? lines
      : lines.filter(({ atMs }) => atMs >= session.cluster.now() - durationMs(since));
  const { tail } = limits(line);
  return tail < 0 ? recent : recent.slice(Math.max(0, recent.length - tail));
}

/** What the kubelet says when there is no log to show. */
function refuse(pod: Pod, container: string, previous: boolean): void {
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
    (one) => one.name === container,
  );
  const where = `container "${container}" in pod "${pod.metadata.name}"`;
  if (status === undefined) throw badRequest(`${where} is not available`);
  if (previous) {
    if (status.lastState?.terminated === undefined)
      throw badRequest(`previous terminated ${where} not found`);
    return;
  }
  const waiting = waitingText(status);
  if (waiting !== undefined) throw badRequest(`${where} is waiting to start: ${waiting}`);
  if (status.state?.terminated !== undefined && !status.state.terminated.containerID)
    throw badRequest(`${where} is terminated`);
}

/** A container that waits for its next start still shows what the last one wrote. */
function waitingText({ state, lastState }: ContainerStatus): string | undefined {
  const reason = state?.waiting?.reason;
  if (reason === undefined || lastState?.terminated !== undefined) return undefined;
  return reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
    ? 'trying and failing to pull image'
    : reason;
}

function badRequest(text: string): Refusal {
  return new Refusal(`Error from server (BadRequest): ${text}`);
}
