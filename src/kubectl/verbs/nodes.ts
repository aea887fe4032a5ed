/** `kubectl cordon`, `uncordon` and `drain`. Upstream: staging/src/k8s.io/kubectl/pkg/drain (v1.37). */
import type { Node } from '../../engine/api/core-v1.ts';
import type { CommandLine } from '../command-line.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { forEachItem, sayDone, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets } from '../targets.ts';
import type { Target } from '../targets.ts';
import { DRAIN_FLAGS, emptyNode } from './drain.ts';
import type { Verb } from './verb.ts';

export const cordon: Verb = {
  flags: { ...TARGET_FLAGS, 'dry-run': 'value' },
  run: (session, line) => eachNode(session, line, (target) => mark(session, target, true)),
};
export const uncordon: Verb = {
  flags: { ...TARGET_FLAGS, 'dry-run': 'value' },
  run: (session, line) => eachNode(session, line, (target) => mark(session, target, false)),
};

export const drain: Verb = {
  flags: { ...TARGET_FLAGS, ...DRAIN_FLAGS },
  run: (session, line) =>
    eachNode(session, line, async (target) => {
      await mark(session, target, true);
      await emptyNode(session, line, target.name);
      sayDone(session, `${resultName('Node', target.name)} drained`);
    }),
};

async function eachNode(
  session: Session,
  line: CommandLine,
  work: (target: Target) => Promise<void>,
): Promise<number> {
  const named = line.arguments.length > 0 || line.flag('selector') !== undefined;
  if (!named) throw usage(line.verb, `USAGE: ${line.verb} NODE [flags]`);
  return forEachItem(
    session,
    await liveTargets(session, line, [
      'node',
      ...line.arguments.map((word) => word.replace(/^nodes?\//, '')),
    ]),
    work,
  );
}

async function mark(session: Session, target: Target, unschedulable: boolean): Promise<void> {
  const node = (await fetched(session, target)) as Node;
  const word = unschedulable ? 'cordoned' : 'uncordoned';
  if ((node.spec?.unschedulable ?? false) === unschedulable)
    return sayDone(session, `${resultName('Node', target.name)} already ${word}`);
  accepted(
    await session.cluster.patch('Node', '', target.name, 'strategic', {
      spec: { unschedulable: unschedulable ? true : null },
    }),
  );
  sayDone(session, `${resultName('Node', target.name)} ${word}`);
}
