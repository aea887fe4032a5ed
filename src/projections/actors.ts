/** Who acts in a cluster, in words. */
import { capitalized } from './names.ts';
import type { ControlPlaneActor } from './view-model.ts';

const NAMES: Readonly<Record<string, string>> = {
  you: 'You',
  kubectl: 'You',
  world: 'The machine',
  apiserver: 'The API server',
  'default-scheduler': 'The scheduler',
  'replicaset-controller': 'ReplicaSet',
  'replication-controller': 'ReplicationController',
  'deployment-controller': 'Deployment',
  'statefulset-controller': 'StatefulSet',
  'daemonset-controller': 'DaemonSet',
  'job-controller': 'Job',
  'cronjob-controller': 'CronJob',
  'endpoint-slice-controller': 'Endpoint slices',
  'node-controller': 'Node lifecycle',
  'taint-eviction-controller': 'Taint eviction',
  'pod-garbage-collector': 'Pod garbage collection',
  'garbage-collector-controller': 'Garbage collection',
  'namespace-controller': 'Namespace controller',
  'node-ipam-controller': 'Node address management',
  'service-account-controller': 'Service accounts',
  'root-ca-certificate-publisher': 'Certificate publisher',
  'horizontal-pod-autoscaler': 'Autoscaler',
};

/** `ReplicaSet`, `The scheduler`, `The kubelet of node-a`. */
export function actorName(actor: string): string {
  if (actor.startsWith('kubelet/')) return `The kubelet of ${actor.slice('kubelet/'.length)}`;
  return NAMES[actor] ?? capitalized(actor.replaceAll('-', ' '));
}

export function isYou(actor: string): boolean {
  return actor === 'you' || actor === 'kubectl';
}

/** The part of the control plane that acted; whatever people, kubelets and machines do reaches it through the API server. */
export function planeActor(actor: string): ControlPlaneActor {
  if (actor.endsWith('scheduler')) return 'scheduler';
  return actor.endsWith('-controller') ||
    actor.endsWith('collector') ||
    actor.endsWith('publisher') ||
    actor.endsWith('autoscaler')
    ? 'controllers'
    : 'api-server';
}

const DEEDS: Readonly<Record<string, string>> = {
  create: 'made',
  update: 'updated',
  patch: 'updated',
  delete: 'deleted',
  evict: 'evicted',
  bind: 'placed',
  apply: 'applied',
};

/** What a verb of the trace reads like after its actor. */
export function deedWord(verb: string): string {
  return DEEDS[verb] ?? verb;
}
