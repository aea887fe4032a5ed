/** Pods from inside for tests, said by what is special about them. */
import type { ContainerInside, PodInside, VolumeInside } from '../../protocol/pod-inside.ts';

export function aContainerInside(changes: Partial<ContainerInside> = {}): ContainerInside {
  return {
    name: 'app',
    kind: 'app',
    image: 'nginx:1.27',
    phase: 'ready',
    truth: 'ready',
    reason: '',
    message: '',
    restarts: 0,
    attempt: 0,
    startedAt: 1000,
    ended: [],
    processes: [],
    processCount: 0,
    ports: [],
    mounts: [],
    probes: [],
    cpu: { request: 0, limit: 0, used: 0 },
    memory: { request: 0, limit: 0, used: 0 },
    backOffMs: 0,
    backOffUntil: 0,
    nextBackOffMs: 10_000,
    tail: [],
    preStop: '',
    kill: null,
    behaviour: {},
    ...changes,
  };
}

export function aVolumeInside(name: string, changes: Partial<VolumeInside> = {}): VolumeInside {
  return {
    name,
    kind: 'emptyDir',
    detail: '',
    mounted: true,
    bytes: 0,
    limitBytes: 0,
    files: [],
    fileCount: 0,
    ...changes,
  };
}

/** `www /out` mounts www at /out. */
export function aMount(text: string): ContainerInside['mounts'][number] {
  const [volume = '', path = ''] = text.split(' ');
  return { volume, path, subPath: '', readOnly: false };
}

export function aPodInside(changes: Partial<PodInside> = {}): PodInside {
  return {
    uid: 'uid-1',
    namespace: 'default',
    name: 'web',
    node: 'node-a',
    nodeIp: '192.168.0.11',
    phase: 'Running',
    reason: '',
    message: '',
    qos: 'BestEffort',
    restartPolicy: 'Always',
    hostNetwork: false,
    shareProcessNamespace: false,
    ips: ['10.244.0.2'],
    createdAt: 1,
    deletedAt: 0,
    goneAt: 0,
    graceS: 30,
    conditions: [],
    containers: [aContainerInside()],
    volumes: [],
    sharedMemory: null,
    services: [],
    traffic: [],
    ...changes,
  };
}
