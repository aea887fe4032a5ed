/** `kubectl delete`: asks, says so, and waits until the objects are gone. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/delete (v1.37). */
import { resourceOf } from '../../engine/api/resources.ts';
import type { DeleteOptions } from '../cluster-access.ts';
import type { CommandLine } from '../command-line.ts';
import { durationMs } from '../duration.ts';
import { plural, singular } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { dryRunOf } from '../dry-run.ts';
import { Refusal, complaint, forEachItem, say, sayDone, warn } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, liveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

const POLL_MS = 50;
const WEEK_MS = 7 * 24 * 3600 * 1000;
const IMMEDIATE =
  'Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.';

interface Deletion {
  readonly target: Target;
  readonly uid: string;
}

export const deleteVerb: Verb = {
  flags: {
    ...TARGET_FLAGS,
    'grace-period': 'value',
    force: 'switch',
    now: 'switch',
    wait: 'switch',
    cascade: 'value',
    timeout: 'value',
    'ignore-not-found': 'switch',
    output: 'value',
    'dry-run': 'value',
  },
  async run(session, line) {
    const options = optionsOf(line);
    const targets = await liveTargets(session, line);
    if (targets.length === 0) say(session, 'No resources found');
    if (session.namespaceNamed && targets.some(({ kind }) => !resourceOf(kind).namespaced))
      warn(session, 'deleting cluster-scoped resources, not scoped to the provided namespace');
    if (line.isSet('force')) warn(session, IMMEDIATE);
    const asked: Deletion[] = [];
    const exit = await forEachItem(session, targets, async (target) => {
      const uid = await deleteOne(session, line, target, options);
      if (uid !== undefined) asked.push({ target, uid });
    });
    const waits = line.flag('wait') !== 'false' && !line.isSet('force') && dryRunOf(line) === 'none';
    return Math.max(exit, waits ? await waitUntilGone(session, asked, line.flag('timeout')) : 0);
  },
};

function optionsOf(line: CommandLine): DeleteOptions {
  const grace = line.flag('grace-period');
  const seconds = grace === undefined ? -1 : Number(grace);
  if (line.isSet('force') && seconds > 0)
    throw complaint('--force and --grace-period greater than 0 cannot be specified together');
  if (line.isSet('now') && grace !== undefined)
    throw complaint('--now and --grace-period cannot be specified together');
  if (line.isSet('all') && line.flag('selector') !== undefined)
    throw complaint("setting 'all' parameter but found a non empty selector.");
  const propagationPolicy = policyOf(line.flag('cascade') ?? 'background');
  if (line.isSet('force')) return { propagationPolicy, gracePeriodSeconds: 0 };
  if (line.isSet('now')) return { propagationPolicy, gracePeriodSeconds: 1 };
  return seconds < 0
    ? { propagationPolicy }
    : { propagationPolicy, gracePeriodSeconds: Math.max(1, seconds) };
}

function policyOf(cascade: string): 'Background' | 'Foreground' | 'Orphan' {
  switch (cascade) {
    case 'background':
      return 'Background';
    case 'foreground':
      return 'Foreground';
    case 'orphan':
      return 'Orphan';
    default:
      throw complaint(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
}

/** The uid of what was there, to know it from a successor of the same name. */
async function deleteOne(
  session: Session,
  line: CommandLine,
  target: Target,
  options: DeleteOptions,
): Promise<string | undefined> {
  const { kind, namespace, name } = target;
  const answer = await session.cluster.delete(kind, namespace, name, options);
  if (!answer.ok && answer.error.code === 404 && line.isSet('ignore-not-found')) return undefined;
  const { uid = '' } = accepted(
    answer,
    target.source === undefined ? '' : `error when deleting "${target.source}": `,
  ).metadata;
  const how = line.isSet('force') ? 'force deleted' : 'deleted';
  const where = resourceOf(kind).namespaced ? ` from ${namespace} namespace` : '';
  sayDone(session, `${singular(kind)} "${name}" ${how}${where}`);
  return uid;
}

async function waitUntilGone(
  session: Session,
  asked: readonly Deletion[],
  timeout: string | undefined,
): Promise<number> {
  const limit =
    session.cluster.now() +
    (timeout === undefined || timeout === '0' || timeout === '0s' ? WEEK_MS : durationMs(timeout));
  return forEachItem(session, asked, async ({ target, uid }) => {
    while (await isThere(session, target, uid)) {
      if (session.cluster.now() >= limit)
        throw new Refusal(
          `error: timed out waiting for the condition on ${plural(target.kind)}/${target.name}`,
        );
      await session.cluster.sleep(POLL_MS);
    }
  });
}

async function isThere(session: Session, { kind, namespace, name }: Target, uid: string): Promise<boolean> {
  const object = await session.cluster.get(kind, namespace, name);
  return object !== undefined && object.metadata.uid === uid;
}
