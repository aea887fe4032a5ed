/** `kubectl diff`: what `apply` would change. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/diff (v1.37). */
import { deepEqual, isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { applyStrategicMergePatch } from '../../engine/api/merge/strategic-merge.ts';
import { threeWayApply } from '../../engine/api/merge/three-way.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { KubeObject } from '../../engine/api/types.ts';
import { readDocuments } from '../documents.ts';
import type { ManifestObject } from '../documents.ts';
import { unifiedDiff } from '../print/unified-diff.ts';
import { printJson } from '../print/objects.ts';
import { served } from '../served.ts';
import { complaint } from '../session.ts';
import type { Session } from '../session.ts';
import { lastApplied, withLastApplied } from './apply.ts';
import { CREATING_FLAGS } from './creating.ts';
import type { Verb } from './verb.ts';

export const diff: Verb = {
  flags: {
    filename: 'list',
    recursive: 'switch',
    ...CREATING_FLAGS,
    'server-side': 'switch',
    prune: 'switch',
    selector: 'value',
    'show-managed-fields': 'switch',
    concurrency: 'value',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length === 0) throw complaint('must specify one of -f and -k');
    let differs = false;
    for (const document of readDocuments(session, files)) {
      const text = await differenceOf(session, document);
      if (text === '') continue;
      differs = true;
      session.out.push(text);
    }
    return differs ? 1 : 0;
  },
};

async function differenceOf(session: Session, document: ManifestObject): Promise<string> {
  const { kind, namespace, name } = document;
  const live = await session.cluster.get(kind, namespace, name);
  const { group, version } = resourceOf(kind);
  const file = [...(group === '' ? [] : [group]), version, kind, namespace, name].join('.');
  const before = live === undefined ? '' : printJson('yaml', withoutManagers(served(live)));
  const after = printJson('yaml', merged(document, live));
  if (before === after) return '';
  const stamp = session.cluster.now();
  const [a, b] = [
    `/tmp/LIVE-${stamp % 1_000_000_000}/${file}`,
    `/tmp/MERGED-${stamp % 1_000_000_000}/${file}`,
  ];
  return `diff -u -N ${a} ${b}\n${unifiedDiff(before, after, a, b, stamp)}`;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The note of what was applied last is no difference that anybody looks for. */
function withAnnotation(object: JsonObject, live: KubeObject): JsonObject {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const annotations = isJsonObject(metadata['annotations']) ? metadata['annotations'] : {};
  if (text === undefined) return object;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

function withoutManagers(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { managedFields: _hidden, ...kept } = metadata;
  return { ...object, metadata: kept };
}

/** The object as apply would leave it. */
function merged({ kind, object }: ManifestObject, live: KubeObject | undefined): JsonObject {
  if (live === undefined) return withLastApplied(object);
  const { apiVersion } = resourceOf(kind);
  const now = live as object as JsonObject;
  const patch = threeWayApply(apiVersion, kind, lastApplied(live) ?? {}, withAnnotation(object, live), now);
  if (Object.keys(patch).length === 0) return withoutManagers(served(live));
  const patched = applyStrategicMergePatch(apiVersion, kind, now, patch);
  const next = patched.ok ? patched.value : now;
  const metadata = isJsonObject(next['metadata']) ? next['metadata'] : {};
  const generation = metadata['generation'];
  const changes = !deepEqual((next['spec'] ?? null) as Json, (now['spec'] ?? null) as Json);
  return withoutManagers(
    served({
      ...next,
      metadata: {
        ...metadata,
        ...(changes && typeof generation === 'number' ? { generation: generation + 1 } : {}),
      },
    } as object as KubeObject),
  );
}
