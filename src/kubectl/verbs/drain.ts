/** Emptying a node: which pods may go, and evicting them until they are gone. */
import type { Pod } from '../../engine/api/core-v1-pod.ts';
import type { CommandLine, FlagTable } from '../command-line.ts';
import { durationMs } from '../duration.ts';
import { accepted } from '../server-errors.ts';
import { dryRunOf } from '../dry-run.ts';
import { Refusal, say, sayDone, warn } from '../session.ts';
import type { Session } from '../session.ts';

export const DRAIN_FLAGS: FlagTable = {
  'ignore-daemonsets': 'switch',
  'delete-emptydir-data': 'switch',
  'delete-local-data': 'switch',
  force: 'switch',
  'grace-period': 'value',
  timeout: 'value',
  'pod-selector': 'value',
  'disable-eviction': 'switch',
  'dry-run': 'value',
  'skip-wait-for-delete-timeout': 'value',
  'chunk-size': 'value',
};

const RETRY_MS = 5000;
const POLL_MS = 1000;
const MIRROR = 'kubernetes.io/config.mirror';

const REASONS = {
  daemon: {
    fatal: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
    warning: 'ignoring DaemonSet-managed Pods',
  },
  local: {
    fatal: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)',
    warning: 'deleting Pods with local storage',
  },
  bare: {
    fatal: 'cannot delete Pods that declare no controller (use --force to override)',
    warning: 'deleting Pods that declare no controller',
  },
} as const;

interface Verdict {
  readonly pod: Pod;
  readonly goes: boolean;
  readonly reason?: keyof typeof REASONS;
  readonly fatal?: boolean;
}

export async function emptyNode(session: Session, line: CommandLine, node: string): Promise<void> {
  const labelSelector = line.flag('pod-selector');
  const pods = (await session.cluster.list('Pod', {
    fieldSelector: `spec.nodeName=${node}`,
    ...(labelSelector === undefined ? {} : { labelSelector }),
  })) as readonly Pod[];
  const verdicts = pods.map((pod) => judge(pod, line));
  refuse(node, verdicts);
  const warnings = grouped(verdicts, 'warning').join('; ');
  if (warnings !== '') warn(session, warnings);
  const limit = line.flag('timeout');
  const until =
    limit === undefined || durationMs(limit) === 0
      ? Number.POSITIVE_INFINITY
      : session.cluster.now() + durationMs(limit);
  const leaving = verdicts.filter(({ goes }) => goes).map(({ pod }) => pod);
  if (dryRunOf(line) !== 'none') {
    for (const { metadata } of leaving)
      sayDone(session, `evicting pod ${metadata.namespace ?? ''}/${metadata.name}`);
    return;
  }
  const results = await Promise.all(leaving.map((pod) => remove(session, line, pod, until)));
  const failed = results.filter((text) => text !== undefined);
  if (failed.length > 0) throw new Refusal(stuckText(node, failed, limit ?? ''));
}

function judge(pod: Pod, line: CommandLine): Verdict {
  const phase = pod.status?.phase;
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner?.kind === 'DaemonSet' && !finished)
    return { pod, goes: false, reason: 'daemon', fatal: !line.isSet('ignore-daemonsets') };
  if (pod.metadata.annotations?.[MIRROR] !== undefined) return { pod, goes: false };
  if (finished) return { pod, goes: true };
  const local = pod.spec?.volumes?.some(({ emptyDir }) => emptyDir !== undefined) ?? false;
  const deletesLocal = line.isSet('delete-emptydir-data') || line.isSet('delete-local-data');
  if (local && !deletesLocal) return { pod, goes: true, reason: 'local', fatal: true };
  if (owner === undefined) return { pod, goes: true, reason: 'bare', fatal: !line.isSet('force') };
  return local ? { pod, goes: true, reason: 'local', fatal: false } : { pod, goes: true };
}

function grouped(verdicts: readonly Verdict[], kind: 'fatal' | 'warning'): string[] {
  return (Object.keys(REASONS) as (keyof typeof REASONS)[]).flatMap((reason) => {
    // Upstream warns of daemon and bare pods only.
    if (kind === 'warning' && reason === 'local') return [];
    const pods = verdicts
      .filter((one) => one.reason === reason && one.fatal === (kind === 'fatal'))
      .map(({ pod }) => `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`);
    return pods.length === 0 ? [] : [`${REASONS[reason][kind]}: ${pods.join(', ')}`];
  });
}

function refuse(node: string, verdicts: readonly Verdict[]): void {
  const fatal = grouped(verdicts, 'fatal');
  if (fatal.length === 0) return;
  const errors = fatal.length === 1 ? fatal.join('') : `[${fatal.join(', ')}]`;
  throw new Refusal(
    `error: unable to drain node "${node}" due to error: ${errors}, continuing command...\nThere are pending nodes to be drained:\n ${node}\n${fatal.join('\n')}`,
  );
}

/** Undefined when the pod is gone, else why it is not. */
async function remove(
  session: Session,
  line: CommandLine,
  pod: Pod,
  until: number,
): Promise<string | undefined> {
  const { name, namespace = '' } = pod.metadata;
  const deletes = line.isSet('disable-eviction');
  const grace = line.flag('grace-period');
  const options = grace === undefined || Number(grace) < 0 ? {} : { gracePeriodSeconds: Number(grace) };
  for (;;) {
    say(session, `${deletes ? 'deleting' : 'evicting'} pod ${namespace}/${name}`);
    const answer = deletes
      ? await session.cluster.delete('Pod', namespace, name, options)
      : await session.cluster.evict(namespace, name, options);
    if (answer.ok || answer.error.code === 404) break;
    if (answer.error.code !== 429) accepted(answer, `error when evicting pods/"${name}" -n "${namespace}": `);
    session.err.push(
      `error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${answer.error.message}\n`,
    );
    if (session.cluster.now() + RETRY_MS > until)
      return `error when evicting pods/"${name}" -n "${namespace}": global timeout reached: `;
    await session.cluster.sleep(RETRY_MS);
  }
  while ((await session.cluster.get('Pod', namespace, name))?.metadata.uid === pod.metadata.uid) {
    if (session.cluster.now() >= until)
      return `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: global timeout reached: `;
    await session.cluster.sleep(POLL_MS);
  }
  say(session, `pod/${name} ${deletes ? 'deleted' : 'evicted'}`);
  return undefined;
}

function stuckText(node: string, failed: readonly string[], limit: string): string {
  const texts = failed.map((text) => text + limit);
  const pods = failed.map((text) => `pod/${/"([^"]+)"/.exec(text)?.[1] ?? ''}`);
  const errors = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return [
    `There are pending pods in node "${node}" when an error occurred: ${errors}`,
    ...pods,
    `error: unable to drain node "${node}" due to error: ${errors}, continuing command...`,
    'There are pending nodes to be drained:',
    ` ${node}`,
    ...texts,
  ].join('\n');
}
