/** `kubectl scale`. */
import { resourceOf } from '../../engine/api/resources.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, sayDone } from '../session.ts';
import { TARGET_FLAGS, fetched, fieldOf, liveTargets } from '../targets.ts';
import type { Verb } from './verb.ts';

export const scale: Verb = {
  flags: {
    ...TARGET_FLAGS,
    replicas: 'value',
    'current-replicas': 'value',
    timeout: 'value',
    'dry-run': 'value',
    output: 'value',
  },
  async run(session, line) {
    const wanted = line.flag('replicas');
    if (wanted === undefined) throw complaint('required flag(s) "replicas" not set');
    const replicas = Number(wanted);
    if (!Number.isInteger(replicas) || replicas < 0)
      throw complaint('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const targets = await liveTargets(session, line);
    if (targets.length === 0) throw complaint('no objects passed to scale');
    return forEachItem(session, targets, async (target) => {
      const object = await fetched(session, target);
      if (!resourceOf(target.kind).subresources.includes('scale'))
        throw new Refusal('Error from server (NotFound): the server could not find the requested resource');
      const expected = line.flag('current-replicas');
      const now = JSON.stringify(fieldOf(object, 'spec.replicas') ?? 1);
      if (expected !== undefined && expected !== '-1' && now !== expected)
        throw complaint(`Expected replicas to be ${expected}, was ${now}`);
      accepted(
        await session.cluster.patch(
          target.kind,
          target.namespace,
          target.name,
          'merge',
          { spec: { replicas } },
          'scale',
        ),
      );
      sayDone(session, `${resultName(target.kind, target.name)} scaled`);
    });
  },
};
