/** One pod from inside, put together from the API object, the kubelet's bookkeeping and the machine. */
import type { StoredObject } from '../apiserver/client.ts';
import { qosClassOf } from '../api/qos.ts';
import type { Millis } from '../sim/time.ts';
import type { ObjectRef } from './answers.ts';
import { realUid } from './build-pod-row.ts';
import { DEPARTED } from './departures.ts';
import { containersOf } from './inside-containers.ts';
import { trafficOf } from './inside-traffic.ts';
import { fileText, filesOf, volumeFile, volumeFiles, volumesOf } from './inside-volumes.ts';
import type { FileText, FileView, PodInside, ServiceInside } from './pod-inside.ts';
import type { FileTree } from '../world/filesystem/file-tree.ts';
import { visible, visibleTime } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

type StoredPod = StoredObject<'Pod'>;

interface Found {
  readonly pod: StoredPod;
  /** 0 while it is there. */
  readonly goneAt: Millis;
}

/** The live pod of that name and uid, or the one that left not long ago. */
function podOf({ api, engine }: ViewContext, { namespace, name, uid = '' }: ObjectRef): Found | undefined {
  const live = api.get('Pod', namespace, name);
  if (live !== undefined && live.metadata.uid === uid) return { pod: live, goneAt: 0 };
  const departed = engine.sim.table(DEPARTED).get(uid);
  return departed === undefined ? undefined : { pod: departed.pod, goneAt: departed.at };
}

export function buildPodInside(context: ViewContext, ref: ObjectRef): PodInside | null {
  const found = podOf(context, ref);
  if (found === undefined) return null;
  const { pod, goneAt } = found;
  const { metadata, spec, status } = pod;
  const { uid } = metadata;
  const node = spec.nodeName ?? '';
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  return {
    uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    node,
    nodeIp: context.engine.world.machine(node)?.addresses[0] ?? '',
    phase: status?.phase ?? '',
    reason: status?.reason ?? '',
    message: status?.message ?? '',
    qos: status?.qosClass ?? qosClassOf(spec),
    restartPolicy: spec.restartPolicy ?? 'Always',
    hostNetwork: spec.hostNetwork === true,
    shareProcessNamespace: spec.shareProcessNamespace === true,
    ips: (status?.podIPs ?? []).map(({ ip }) => ip ?? '').filter((ip) => ip !== ''),
    createdAt: visibleTime(context, metadata.creationTimestamp),
    deletedAt:
      deletionTimestamp === undefined
        ? 0
        : visibleTime(context, deletionTimestamp) - (deletionGracePeriodSeconds ?? 0) * 1000,
    goneAt: goneAt === 0 ? 0 : visible(context, goneAt),
    graceS: deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30,
    conditions: (status?.conditions ?? []).map(
      ({ type, status: is, reason = '', message = '', lastTransitionTime }) => ({
        type,
        status: is,
        reason,
        message,
        since: visibleTime(context, lastTransitionTime),
      }),
    ),
    containers: containersOf(context, pod),
    volumes: volumesOf(context, pod),
    sharedMemory: sharedMemoryOf(context, pod),
    services: servicesOf(context, uid, metadata.namespace ?? ''),
    traffic: trafficOf(context, pod),
  };
}

/** /dev/shm of the pod's sandbox; null while there is none. */
function sharedTree({ engine }: ViewContext, pod: StoredPod): FileTree | undefined {
  const sandbox = engine.world.sandboxes(pod.spec.nodeName ?? '', realUid(pod))[0];
  return sandbox?.state === 'ready' ? engine.world.sharedMemory(sandbox.id) : undefined;
}

function sharedMemoryOf(context: ViewContext, pod: StoredPod): PodInside['sharedMemory'] {
  const tree = sharedTree(context, pod);
  if (tree === undefined) return null;
  const files = filesOf(context, tree).filter(({ kind }) => kind === 'file');
  return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The Services that list the pod in an EndpointSlice. */
function servicesOf({ api }: ViewContext, uid: string, namespace: string): ServiceInside[] {
  const slices = api.list('EndpointSlice', { namespace });
  const found = new Map<string, ServiceInside['endpoints'][number][]>();
  for (const { metadata, endpoints } of slices) {
    const service = metadata.labels?.['kubernetes.io/service-name'] ?? '';
    for (const { targetRef, addresses, conditions } of endpoints ?? []) {
      if (targetRef?.uid !== uid) continue;
      const { ready = false, serving = false, terminating = false } = conditions ?? {};
      const own = found.get(service) ?? [];
      found.set(service, [...own, { address: addresses?.[0] ?? '', ready, serving, terminating }]);
    }
  }
  return [...found].flatMap(([name, endpoints]): ServiceInside[] => {
    const service = api.get('Service', namespace, name);
    if (service === undefined) return [];
    const { spec } = service;
    return [
      {
        uid: service.metadata.uid,
        name,
        addresses: (spec?.clusterIPs ?? [spec?.clusterIP ?? '']).filter((ip) => ip !== ''),
        ports: (spec?.ports ?? []).map(({ port }) => String(port)),
        endpoints,
      },
    ];
  });
}

/** The name under which the files of /dev/shm are asked for; no volume can bear it. */
const SHARED = '/dev/shm';

export function podFiles(context: ViewContext, ref: ObjectRef, volume: string): readonly FileView[] | null {
  const found = podOf(context, ref);
  if (found === undefined) return null;
  if (volume !== SHARED) return volumeFiles(context, found.pod, volume);
  const tree = sharedTree(context, found.pod);
  return tree === undefined ? null : filesOf(context, tree);
}

export function podFile(context: ViewContext, ref: ObjectRef, volume: string, path: string): FileText | null {
  const found = podOf(context, ref);
  if (found === undefined) return null;
  if (volume !== SHARED) return volumeFile(context, found.pod, volume, path);
  const tree = sharedTree(context, found.pod);
  return tree === undefined ? null : fileText(context, tree, path);
}
