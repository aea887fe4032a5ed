/** `kubectl rollout`: history, undo, restart, pause, resume, status. Upstream: staging/src/k8s.io/kubectl/pkg/polymorphichelpers (v1.37). */
import { restartPatch } from '../../engine/api/rollback.ts';
import { formatTime } from '../../engine/api/time.ts';
import type { Deployment } from '../../engine/api/apps-v1.ts';
import type { CommandLine } from '../command-line.ts';
import { plural, resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { complaint, forEachItem, say, sayDone, usage, warn } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import { Page } from '../describe/page.ts';
import { writeTemplate } from '../describe/pod-parts.ts';
import { revisionsOf, rollBack, templateOf } from './rollout-history.ts';
import { followRollout } from './rollout-status.ts';
import type { Verb } from './verb.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const CAUSE = 'kubernetes.io/change-cause';

type Act = (session: Session, line: CommandLine, target: Target) => Promise<void>;

export const rollout: Verb = {
  flags: {
    ...TARGET_FLAGS,
    'to-revision': 'value',
    revision: 'value',
    timeout: 'value',
    watch: 'switch',
    'dry-run': 'value',
    output: 'value',
  },
  async run(session, line) {
    const [what = '', ...words] = line.arguments;
    const act = ACTS[what];
    if (act === undefined) throw usage('rollout', `unknown command "${what}" for "kubectl rollout"`);
    return forEachItem(session, await liveTargets(session, line, words), (target) =>
      act(session, line, target),
    );
  },
};

const ACTS: Readonly<Record<string, Act>> = {
  history,
  undo,
  restart,
  pause: (session, _line, target) => setPaused(session, target, true),
  resume: (session, _line, target) => setPaused(session, target, false),
  status: followRollout,
};

async function history(session: Session, line: CommandLine, target: Target): Promise<void> {
  const object = await fetched(session, target);
  const revisions = await revisionsOf(session, object);
  const wanted = line.flag('revision');
  if (wanted !== undefined && wanted !== '0') {
    const chosen = revisions.find(({ revision }) => String(revision) === wanted);
    if (chosen === undefined) throw complaint('unable to find the specified revision');
    say(session, `${resultName(target.kind, target.name)} with revision #${wanted}`);
    const page = new Page(session.cluster.now());
    writeTemplate(page, templateOf(chosen));
    // Upstream leaves the tabs of this page as they are.
    session.out.push(`${page.raw}\n`);
    return;
  }
  const width = 'REVISION'.length;
  say(session, `${resultName(target.kind, target.name)} `);
  say(session, 'REVISION  CHANGE-CAUSE');
  for (const { revision, annotations } of revisions)
    say(session, `${String(revision).padEnd(width)}  ${annotations[CAUSE] ?? '<none>'}`);
  say(session, '');
}

async function undo(session: Session, line: CommandLine, target: Target): Promise<void> {
  const object = await fetched(session, target);
  if (object.metadata.annotations?.[LAST_APPLIED] !== undefined) {
    warn(
      session,
      `resource ${plural(target.kind).split('.')[0]}/${target.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.`,
    );
  }
  const word = await rollBack(session, object, Number(line.flag('to-revision') ?? '0'));
  sayDone(session, `${resultName(target.kind, target.name)} ${word}`);
}

async function restart(session: Session, _line: CommandLine, target: Target): Promise<void> {
  const object = await fetched(session, target);
  if (target.kind === 'Deployment' && (object as Deployment).spec?.paused === true) {
    throw complaint(
      `${plural(target.kind)} "${target.name}" can't restart paused deployment (run rollout resume first)`,
    );
  }
  const patch = restartPatch(formatTime(session.cluster.now()));
  accepted(await session.cluster.patch(target.kind, target.namespace, target.name, 'strategic', patch));
  sayDone(session, `${resultName(target.kind, target.name)} restarted`);
}

async function setPaused(session: Session, target: Target, paused: boolean): Promise<void> {
  const name = `${plural(target.kind)} "${target.name}"`;
  if (target.kind !== 'Deployment')
    throw complaint(`${name} ${paused ? 'pausing' : 'resuming'} is not supported`);
  const now = ((await fetched(session, target)) as Deployment).spec?.paused === true;
  if (now === paused) throw complaint(`${name} is ${paused ? 'already paused' : 'not paused'}`);
  accepted(
    await session.cluster.patch(target.kind, target.namespace, target.name, 'strategic', {
      spec: { paused: paused ? true : null },
    }),
  );
  sayDone(session, `${resultName(target.kind, target.name)} ${paused ? 'paused' : 'resumed'}`);
}
