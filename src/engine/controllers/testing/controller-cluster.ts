/**
 * A cluster of an API server and chosen controllers, for tests: pods never run, the test writes their status.
 */
import { ApiServer } from '../../apiserver/api-server.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import type { Component, ComponentContext } from '../../apiserver/component.ts';
import { Recorder } from '../../apiserver/event-recorder.ts';
import { DEFAULT_ADMISSION } from '../../apiserver/admission/plugins.ts';
import type { Event } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import { formatMicroTime, formatTime } from '../../api/time.ts';
import type { Kind, KindMap, KubeObject } from '../../api/types.ts';
import type { Because } from '../../sim/trace.ts';
import { Sim } from '../../sim/sim.ts';

/** 2026-01-01T00:00:00Z. */
export const EPOCH_MS = 1_767_225_600_000;
const BY_TEST: Because = { rule: 'TEST', text: 'the test did it', causes: [] };

export type ControllerFactory = (ctx: ComponentContext) => Component;

/** One write as watchers saw it. */
export interface SeenWrite {
  readonly at: number;
  readonly type: string;
  readonly object: KubeObject;
}

export class ControllerCluster {
  readonly sim = new Sim(7);
  readonly api: ApiClient;
  readonly writes: SeenWrite[] = [];

  /** `factories` by upstream's name of the event source. */
  constructor(factories: Readonly<Record<string, ControllerFactory>>) {
    const server = new ApiServer(this.sim, EPOCH_MS, DEFAULT_ADMISSION);
    this.api = server.client('you');
    const components = Object.entries(factories).map(([name, create]) => {
      const api = server.client(name);
      return create({
        sim: this.sim,
        api,
        events: new Recorder(this.sim, api, EPOCH_MS, { component: name }),
        epochMs: EPOCH_MS,
      });
    });
    for (const { handlers } of components)
      for (const [kind, handler] of Object.entries(handlers)) this.sim.on(kind, handler);
    for (const component of components)
      if (component.onChange !== undefined) server.context.store.watch(component.onChange.bind(component));
    server.context.store.watch(({ type, object }) => this.writes.push({ at: this.sim.now, type, object }));
    for (const namespace of ['default', 'kube-node-lease'])
      this.createFor('Namespace', { metadata: { name: namespace } });
    this.createFor('ServiceAccount', { metadata: { name: 'default', namespace: 'default' } });
    for (const component of components) component.start?.();
  }

  /** Lets virtual time pass. */
  run(ms: number): void {
    const until = this.sim.now + ms;
    while (this.sim.step(until));
    this.sim.advanceTo(until);
  }

  createFor<K extends Kind>(kind: K, object: object): KindMap[K] {
    const created = this.api.create(kind, object as never, BY_TEST);
    if (!created.ok) throw new Error(created.error.message);
    return created.value;
  }

  change<K extends Kind>(
    kind: K,
    name: string,
    change: (object: KindMap[K]) => KindMap[K],
    subresource?: string,
  ): void {
    const namespace = kind === 'Node' || kind === 'Namespace' ? '' : 'default';
    const written = this.api.modify(
      kind,
      namespace,
      name,
      change,
      BY_TEST,
      subresource === undefined ? {} : { subresource },
    );
    if (!written.ok) throw new Error(written.error.message);
  }

  remove(kind: Kind, name: string, options: Parameters<ApiClient['delete']>[3] = {}): void {
    const namespace = kind === 'Node' || kind === 'Namespace' ? '' : 'default';
    const removed = this.api.delete(kind, namespace, name, options, BY_TEST);
    if (!removed.ok) throw new Error(removed.error.message);
  }

  get<K extends Kind>(kind: K, name: string): KindMap[K] | undefined {
    return this.api.get(kind, kind === 'Node' || kind === 'Namespace' ? '' : 'default', name);
  }

  all<K extends Kind>(kind: K): readonly KindMap[K][] {
    return this.api.list(kind, kind === 'Node' || kind === 'Namespace' ? {} : { namespace: 'default' });
  }

  /** Node with a Ready condition and a lease that stays as it is until renewed. */
  addNode(name: string, labels: Readonly<Record<string, string>> = {}): void {
    this.createFor('Node', {
      metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
      spec: {},
    });
    this.reportReady(name, 'True');
    this.createFor('Lease', {
      metadata: { name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: name, renewTime: formatMicroTime(this.nowMs) },
    });
  }

  reportReady(name: string, status: string): void {
    const now = formatTime(this.nowMs);
    const ready = {
      type: 'Ready',
      status,
      reason: 'KubeletReady',
      message: 'kubelet is posting ready status',
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    };
    this.change(
      'Node',
      name,
      (node) => ({ ...node, status: { ...node.status, conditions: [ready] } }),
      'status',
    );
  }

  renewLease(name: string): void {
    this.api.modify(
      'Lease',
      'kube-node-lease',
      name,
      (lease) => ({ ...lease, spec: { ...lease.spec, renewTime: formatMicroTime(this.nowMs) } }),
      BY_TEST,
    );
  }

  get nowMs(): number {
    return EPOCH_MS + this.sim.now;
  }

  /** Binds pods without a node and makes pods run and be ready, as a kubelet would. */
  runPods(node = 'n1', filter: (pod: Pod) => boolean = () => true): void {
    for (const pod of this.all('Pod').filter(
      (one) => filter(one) && one.metadata.deletionTimestamp === undefined && one.status?.phase === 'Pending',
    ))
      this.runPod(pod, node);
  }

  runPod(pod: Pod, node = 'n1'): void {
    if (pod.spec.nodeName === undefined) this.api.bind('default', pod.metadata.name, node, BY_TEST);
    const ready = { type: 'Ready', status: 'True', lastTransitionTime: formatTime(this.nowMs) };
    const ip = `10.0.0.${this.all('Pod').findIndex((one) => one.metadata.name === pod.metadata.name) + 1}`;
    this.change(
      'Pod',
      pod.metadata.name,
      (live) => ({
        ...live,
        status: {
          ...live.status,
          phase: 'Running',
          podIP: ip,
          podIPs: [{ ip }],
          startTime: formatTime(this.nowMs),
          conditions: [ready],
        },
      }),
      'status',
    );
  }

  /** A pod's end: phase and exit code. */
  endPod(name: string, phase: 'Succeeded' | 'Failed', exitCode = phase === 'Failed' ? 1 : 0): void {
    const finishedAt = formatTime(this.nowMs);
    const containerStatuses = [
      {
        name: 'app',
        ready: false,
        restartCount: 0,
        image: 'app',
        imageID: '',
        state: { terminated: { exitCode, finishedAt, reason: phase === 'Failed' ? 'Error' : 'Completed' } },
      },
    ];
    const ready = { type: 'Ready', status: 'False', lastTransitionTime: finishedAt };
    this.change(
      'Pod',
      name,
      (pod) => ({ ...pod, status: { ...pod.status, phase, containerStatuses, conditions: [ready] } }),
      'status',
    );
  }

  /** Removes pods that are being deleted, as kubelets confirm the end. */
  finishDeletions(): void {
    for (const pod of this.all('Pod'))
      if (pod.metadata.deletionTimestamp !== undefined)
        this.remove('Pod', pod.metadata.name, { gracePeriodSeconds: 0 });
  }

  /** `Kind/name Type Reason message [xN]`, in the order of the first occurrence. */
  events(): readonly string[] {
    const line = ({ involvedObject, type = '', reason = '', message = '', count = 1 }: Event): string =>
      `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''} ${type} ${reason} ${message}${count > 1 ? ` x${count}` : ''}`;
    return [...this.api.list('Event')].map(line);
  }
}
