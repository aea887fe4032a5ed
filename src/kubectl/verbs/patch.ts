/** `kubectl patch`. */
import type { Json } from '../../base/json.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { PatchType } from '../cluster-access.ts';
import { parseOne } from '../documents.ts';
import { resultName } from '../names.ts';
import { accepted } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, sayDone } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets } from '../targets.ts';
import type { Verb } from './verb.ts';

const TYPES: Readonly<Record<string, PatchType>> = { json: 'json', merge: 'merge', strategic: 'strategic' };

export const patch: Verb = {
  flags: {
    ...TARGET_FLAGS,
    patch: 'value',
    'patch-file': 'value',
    type: 'value',
    subresource: 'value',
    output: 'value',
    'dry-run': 'value',
  },
  async run(session, line) {
    const text = line.flag('patch') ?? session.files.read(line.flag('patch-file') ?? '');
    if (text === undefined)
      throw complaint('must specify --patch or --patch-file containing the contents of the patch');
    const type = TYPES[line.flag('type') ?? 'strategic'];
    if (type === undefined)
      throw complaint(`--type must be one of [json merge strategic], not "${line.flag('type') ?? ''}"`);
    const body = readPatch(text);
    const subresource = line.flag('subresource');
    return forEachItem(session, await liveTargets(session, line), async (target) => {
      const before = await fetched(session, target);
      const after = accepted(
        await session.cluster.patch(target.kind, target.namespace, target.name, type, body, subresource),
      );
      const name =
        subresource === 'scale' && resourceOf(target.kind).subresources.includes('scale')
          ? `scale.autoscaling/${target.name}`
          : resultName(target.kind, target.name);
      const changed = before.metadata.resourceVersion !== after.metadata.resourceVersion;
      sayDone(session, `${name} patched${changed ? '' : ' (no change)'}`);
    });
  },
};

function readPatch(text: string): Json {
  const value = parseOne(text);
  if (value === undefined || value === null)
    throw new Refusal('Error from server (BadRequest): invalid JSON patch');
  return value;
}
