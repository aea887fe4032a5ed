/** `kubectl describe`: what an object is, what belongs to it, and its Events. */
import type { JsonObject } from '../../base/json.ts';
import type { Kind, KubeObject } from '../../engine/api/types.ts';
import { writeEvents } from '../describe/events.ts';
import { writeNode } from '../describe/node.ts';
import { Page, at, listAt, objectAt, selectorText, textAt } from '../describe/page.ts';
import { writePod } from '../describe/pod.ts';
import {
  writeAnything,
  writeAutoscaler,
  writeBudget,
  writeEndpointSlice,
  writeEndpoints,
  writeService,
} from '../describe/services.ts';
import {
  writeClaim,
  writeConfigMap,
  writeLimitRange,
  writeNamespace,
  writePriorityClass,
  writeQuota,
  writeSecret,
  writeServiceAccount,
  writeStorageClass,
  writeVolume,
} from '../describe/storage.ts';
import {
  writeCronJob,
  writeDaemonSet,
  writeDeployment,
  writeJob,
  writeReplicaSet,
  writeReplicationController,
  writeStatefulSet,
} from '../describe/workloads.ts';
import type { CommandLine } from '../command-line.ts';
import { readDocuments } from '../documents.ts';
import { plural } from '../names.ts';
import { served } from '../served.ts';
import { notFoundText } from '../server-errors.ts';
import { Refusal, forEachItem } from '../session.ts';
import type { Session } from '../session.ts';
import { TARGET_FLAGS, listed, nothingFound, readAsked, typeMissing } from '../targets.ts';
import type { Target } from '../targets.ts';
import type { Verb } from './verb.ts';

export const describe: Verb = {
  flags: { ...TARGET_FLAGS, 'show-events': 'switch', 'chunk-size': 'value' },
  async run(session, line) {
    const files = line.list('filename');
    const asked =
      files.length > 0
        ? { kinds: [], targets: readDocuments(session, files) }
        : readAsked(session, line.arguments);
    if (asked.kinds.length === 0 && asked.targets.length === 0) throw typeMissing('describe');
    const found: KubeObject[] = [];
    const exit = await forEachItem(session, asked.targets, async (target) => {
      found.push(...(await named(session, target)));
    });
    if (asked.targets.length === 0)
      for (const kind of asked.kinds) found.push(...(await listed(session, line, kind)));
    for (const [index, object] of found.entries())
      session.out.push((index === 0 ? '' : '\n\n') + (await described(session, line, object)));
    if (found.length === 0 && asked.targets.length === 0)
      session.err.push(`${nothingFound(session, line, asked.kinds)}\n`);
    return exit;
  },
};

/** The object of that name, or all whose names begin with it. */
async function named(session: Session, { kind, namespace, name }: Target): Promise<readonly KubeObject[]> {
  const object = await session.cluster.get(kind, namespace, name);
  if (object !== undefined) return [object];
  const all = await session.cluster.list(kind, namespace === '' ? {} : { namespace });
  const similar = all.filter(({ metadata }) => metadata.name.startsWith(name));
  if (similar.length === 0) throw new Refusal(notFoundText(plural(kind), name));
  return similar;
}

async function described(session: Session, line: CommandLine, object: KubeObject): Promise<string> {
  const page = new Page(session.cluster.now());
  const json = served(object);
  await write(session, page, object.kind as Kind, json);
  if (line.flag('show-events') !== 'false' && !WITHOUT_EVENTS.has(object.kind))
    writeEvents(page, await eventsOf(session, json));
  return page.toString();
}

const WITHOUT_EVENTS: ReadonlySet<string> = new Set(['ResourceQuota', 'LimitRange', 'Namespace', 'Secret']);

async function eventsOf(session: Session, object: JsonObject): Promise<readonly JsonObject[]> {
  const mirror = objectAt(object, 'metadata.annotations')['kubernetes.io/config.mirror'];
  const uid = typeof mirror === 'string' ? mirror : textAt(object, 'metadata.uid');
  const kind = textAt(object, 'kind');
  // Events of a node are about its name: the kubelet does not know the uid.
  const wanted = kind === 'Node' ? [uid, textAt(object, 'metadata.name')] : [uid];
  const namespace = textAt(object, 'metadata.namespace');
  const events = await session.cluster.list('Event', {
    ...(namespace === '' ? {} : { namespace }),
    fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${textAt(object, 'metadata.name')}`,
  });
  return events
    .map((event) => event as object as JsonObject)
    .filter((event) => wanted.includes(textAt(event, 'involvedObject.uid')));
}

async function listOf(
  session: Session,
  kind: Kind,
  object: JsonObject,
  options: { readonly labelSelector?: string; readonly fieldSelector?: string } = {},
): Promise<readonly JsonObject[]> {
  const namespace = textAt(object, 'metadata.namespace');
  const objects = await session.cluster.list(kind, {
    ...(namespace === '' ? {} : { namespace }),
    ...options,
  });
  return objects.map((one) => served(one));
}

/** Objects that the selector finds and that this object controls. */
async function owned(session: Session, kind: Kind, object: JsonObject): Promise<readonly JsonObject[]> {
  const found = await listOf(session, kind, object, {
    labelSelector: selectorText(at(object, 'spec.selector'), ''),
  });
  const uid = textAt(object, 'metadata.uid');
  return found.filter((one) =>
    listAt(one, 'metadata.ownerReferences').some(
      (owner) => owner['controller'] === true && textAt(owner, 'uid') === uid,
    ),
  );
}

type Writer = (session: Session, page: Page, object: JsonObject) => Promise<void> | void;

const plain =
  (write: (page: Page, object: JsonObject) => void): Writer =>
  (_, page, object) =>
    write(page, object);

const WRITERS: Partial<Readonly<Record<Kind, Writer>>> = {
  Pod: plain(writePod),
  Deployment: async (session, page, object) =>
    writeDeployment(page, object, { pods: [], replicaSets: await owned(session, 'ReplicaSet', object) }),
  ReplicaSet: async (session, page, object) =>
    writeReplicaSet(page, object, { pods: await owned(session, 'Pod', object), replicaSets: [] }),
  StatefulSet: async (session, page, object) =>
    writeStatefulSet(page, object, { pods: await owned(session, 'Pod', object), replicaSets: [] }),
  DaemonSet: async (session, page, object) =>
    writeDaemonSet(page, object, { pods: await owned(session, 'Pod', object), replicaSets: [] }),
  ReplicationController: async (session, page, object) => {
    const selector = { matchLabels: objectAt(object, 'spec.selector') };
    const pods = await listOf(session, 'Pod', object, { labelSelector: selectorText(selector, '') });
    writeReplicationController(page, object, { pods, replicaSets: [] });
  },
  Job: plain(writeJob),
  CronJob: plain(writeCronJob),
  Service: async (session, page, object) => {
    const labelSelector = `kubernetes.io/service-name=${textAt(object, 'metadata.name')}`;
    writeService(page, object, await listOf(session, 'EndpointSlice', object, { labelSelector }));
  },
  EndpointSlice: plain(writeEndpointSlice),
  Endpoints: plain(writeEndpoints),
  PodDisruptionBudget: plain(writeBudget),
  HorizontalPodAutoscaler: plain(writeAutoscaler),
  PersistentVolumeClaim: async (session, page, object) =>
    writeClaim(page, object, await listOf(session, 'Pod', object)),
  PersistentVolume: plain(writeVolume),
  StorageClass: plain(writeStorageClass),
  ConfigMap: plain(writeConfigMap),
  Secret: plain(writeSecret),
  ServiceAccount: plain(writeServiceAccount),
  ResourceQuota: plain(writeQuota),
  LimitRange: plain(writeLimitRange),
  PriorityClass: plain(writePriorityClass),
  Namespace: async (session, page, object) => {
    const namespace = textAt(object, 'metadata.name');
    const inside = { metadata: { namespace } };
    writeNamespace(
      page,
      object,
      await listOf(session, 'ResourceQuota', inside),
      await listOf(session, 'LimitRange', inside),
    );
  },
  Node: async (session, page, object) => {
    const name = textAt(object, 'metadata.name');
    const lease = await session.cluster.get('Lease', 'kube-node-lease', name);
    const pods = await session.cluster.list('Pod', { fieldSelector: `spec.nodeName=${name}` });
    writeNode(
      page,
      object,
      lease as object as JsonObject | undefined,
      pods
        .map((pod) => served(pod))
        .filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase'))),
    );
  },
};

async function write(session: Session, page: Page, kind: Kind, object: JsonObject): Promise<void> {
  const writer = WRITERS[kind];
  if (writer === undefined) writeAnything(page, object);
  else await writer(session, page, object);
}
