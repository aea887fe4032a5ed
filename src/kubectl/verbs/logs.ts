/** `kubectl logs`: what a container wrote, as its node kept it. */
import type { ContainerStatus } from '../../engine/api/core-v1-pod-status.ts';
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import { formatMicroTime } from '../../engine/api/time.ts';
import type { ContainerPlace, LogLine } from '../cluster-access.ts';
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
    if (line.flag('since') !== undefined && line.flag('since-time') !== undefined)
      throw complaint('at most one of `sinceTime` or `sinceSeconds` may be specified');
    const pods = await podsAsked(session, line);
    if (!line.isSet('follow')) return forEachItem(session, pods, (pod) => writeLogs(session, line, pod));
    return followAll(session, line, pods);
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
  return [await podNamed(session, word, true)];
}

const FOLLOWED_MAX = 5;

/** All at once: each ends with its container. */
async function followAll(session: Session, line: CommandLine, pods: readonly Pod[]): Promise<number> {
  const streams = pods.flatMap((pod) =>
    containersAsked(session, line, pod).map((container) => ({ pod, container })),
  );
  const max = Number(line.flag('max-log-requests') ?? FOLLOWED_MAX);
  if (streams.length > max)
    throw complaint(
      `you are attempting to follow ${streams.length} log streams, but maximum allowed concurrency is ${max}, use --max-log-requests to increase the limit`,
    );
  const exits = await Promise.all(
    streams.map((stream) =>
      forEachItem(session, [stream], ({ pod, container }) => follow(session, line, pod, container)),
    ),
  );
  return Math.max(0, ...exits);
}

const FOLLOW_MS = 250;

async function follow(session: Session, line: CommandLine, pod: Pod, container: string): Promise<void> {
  const { name, namespace = '', uid } = pod.metadata;
  const place = { namespace, pod: name, container };
  const last: Place = { atMs: -1, count: 0 };
  const more = async (): Promise<void> => {
    const lines = after(last, (await session.cluster.log(place, false)) ?? []);
    writeLines(session, line, place, last.count === 0 ? wanted(session, line, lines) : lines);
    for (const { atMs } of lines) {
      last.count = atMs === last.atMs ? last.count + 1 : 1;
      last.atMs = atMs;
    }
  };
  if (pod.spec?.nodeName) refuse(pod, container, false);
  for (;;) {
    const live = (await session.cluster.get('Pod', namespace, name)) as Pod | undefined;
    await more();
    if (live === undefined || live.metadata.uid !== uid || hasEnded(live, container)) return;
    await session.cluster.sleep(FOLLOW_MS);
  }
}

/** What a container writes from now on, or from its start, until it ends. */
export async function followLog(
  session: Session,
  place: ContainerPlace,
  uid: string,
  fromStart: boolean,
): Promise<void> {
  const last: Place = { atMs: fromStart ? -1 : session.cluster.now(), count: 0 };
  for (;;) {
    const live = (await session.cluster.get('Pod', place.namespace, place.pod)) as Pod | undefined;
    const lines = after(last, (await session.cluster.log(place, false)) ?? []);
    for (const { atMs, text } of lines) {
      session.out.push(`${text}\n`);
      last.count = atMs === last.atMs ? last.count + 1 : 1;
      last.atMs = atMs;
    }
    if (live === undefined || live.metadata.uid !== uid || hasEnded(live, place.container)) return;
    await session.cluster.sleep(FOLLOW_MS);
  }
}

/** The last line that was shown: its time, and how many of that time were. */
interface Place {
  atMs: number;
  count: number;
}

function after({ atMs, count }: Place, lines: readonly LogLine[]): readonly LogLine[] {
  const from = lines.findIndex((one) => one.atMs >= atMs);
  if (from < 0) return [];
  let skip = from;
  for (let seen = 0; seen < count && lines[skip]?.atMs === atMs; seen++) skip++;
  return lines.slice(skip);
}

function hasEnded(pod: Pod, container: string): boolean {
  return statusOf(pod, container)?.state?.terminated !== undefined;
}

async function writeLogs(session: Session, line: CommandLine, pod: Pod): Promise<void> {
  for (const container of containersAsked(session, line, pod)) await writeLog(session, line, pod, container);
}

function containersAsked(session: Session, line: CommandLine, pod: Pod): readonly string[] {
  return line.isSet('all-containers')
    ? allContainers(pod)
    : [containerOf(session, pod, line.flag('container') ?? line.arguments[1])];
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
  writeLines(session, line, { namespace, pod: name, container }, wanted(session, line, found));
}

function writeLines(
  session: Session,
  line: CommandLine,
  { pod, container }: ContainerPlace,
  lines: readonly LogLine[],
): void {
  const prefix = line.isSet('prefix') ? `[pod/${pod}/${container}] ` : '';
  for (const { atMs, text } of lines)
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
  const status = statusOf(pod, container);
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

function statusOf(pod: Pod, container: string): ContainerStatus | undefined {
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
    (one) => one.name === container,
  );
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
