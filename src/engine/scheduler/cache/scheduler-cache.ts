/**
 * The scheduler's picture of the cluster: every node with the pods on it, kept up to date one change at a time.
 *
 * Upstream: pkg/scheduler/backend/cache/cache.go (v1.37). A pod is entered the moment it is decided on ("assumed"), before
 * its binding shows up in the API; the later API object simply replaces it.
 *
 * **Invariant:** derived state, never saved. After any sequence of calls it equals a cache filled from the API objects alone,
 * in any order, plus the pods that are assumed.
 * **Simplified:** pods in a terminal phase are the caller's to leave out, as upstream's watch does.
 */
import type { Node } from '../../api/core-v1.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { nodeInfoOf, withNode, withoutPod, withPod } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { podInfoOf } from '../framework/pod-info.ts';
import type { Snapshot } from '../framework/snapshot.ts';
import { inVisitingOrder } from './node-order.ts';

interface PlacedPod {
  readonly info: PodInfo;
  readonly node: string;
}

export class SchedulerCache {
  private readonly nodes = new Map<string, NodeInfo>();
  /** By uid. */
  private readonly pods = new Map<string, PlacedPod>();
  /** Pods whose node is not known, or no longer. */
  private readonly homeless = new Map<string, Map<string, PodInfo>>();
  private order: readonly string[] | undefined;
  /** Where each node stands in the order. */
  private places: ReadonlyMap<string, number> = new Map();
  /** Nodes with pods that have inter-pod terms; in most clusters none. */
  private readonly affine = new Set<string>();
  private imageNodeCounts: ReadonlyMap<string, number> | undefined;
  private current: Snapshot | undefined;
  /** Nodes whose pods or object changed since the last snapshot, while their order and images did not. */
  private readonly touched = new Set<string>();

  /** Adds a node or replaces its object. */
  setNode(node: Node): void {
    const { name } = node.metadata;
    const known = this.nodes.get(name);
    this.changeNode(name, known === undefined ? this.settle(nodeInfoOf(node)) : withNode(known, node));
    // Heartbeats come often and change neither place nor images; objects share the parts that stay the same.
    if (known === undefined || known.node.metadata.labels !== node.metadata.labels) this.order = undefined;
    if (known === undefined || known.node.status?.images !== node.status?.images)
      this.imageNodeCounts = undefined;
  }

  /** The pods of the node stay known, in case it comes back before they go. */
  removeNode(name: string): void {
    const known = this.nodes.get(name);
    if (known === undefined) return;
    this.nodes.delete(name);
    this.affine.delete(name);
    for (const pod of known.pods) this.setHomeless(name, pod);
    this.order = undefined;
    this.imageNodeCounts = undefined;
  }

  /**
   * Enters a pod that is bound to a node, or decided to be, or replaces its object. Most writes of a running pod change nothing that any
   * plugin reads of it; then the older object stays.
   */
  setPod(pod: Pod, nodeName: string = pod.spec.nodeName ?? ''): void {
    const placed = this.pods.get(pod.metadata.uid ?? '');
    if (placed !== undefined && placed.node === nodeName && readsTheSame(placed.info.pod, pod)) return;
    const info = podInfoOf(pod);
    this.removePod(info.uid);
    this.pods.set(info.uid, { info, node: nodeName });
    const node = this.nodes.get(nodeName);
    if (node === undefined) this.setHomeless(nodeName, info);
    else this.changeNode(nodeName, withPod(node, info));
  }

  /** For a pod that is gone, has reached a terminal phase, or could not be bound after all. */
  removePod(uid: string): void {
    const placed = this.pods.get(uid);
    if (placed === undefined) return;
    this.pods.delete(uid);
    const node = this.nodes.get(placed.node);
    if (node === undefined) this.homeless.get(placed.node)?.delete(uid);
    else this.changeNode(placed.node, withoutPod(node, placed.info));
  }

  /** The pod as it was last entered. */
  podOf(uid: string): Pod | undefined {
    return this.pods.get(uid)?.info.pod;
  }

  hasPod(uid: string): boolean {
    return this.pods.has(uid);
  }

  /** The cluster as it is now. The same object until something changes. */
  snapshot(): Snapshot {
    const { current } = this;
    const isSettled = current !== undefined && this.order !== undefined && this.imageNodeCounts !== undefined;
    if (isSettled && this.touched.size === 0) return current;
    const nodes = isSettled ? this.patched(current.nodes) : this.inOrder();
    this.imageNodeCounts ??= countImages([...this.nodes.values()]);
    this.current = new CacheSnapshot(nodes, this.imageNodeCounts, this.affine.size > 0);
    this.touched.clear();
    return this.current;
  }

  /** The nodes of the last snapshot, with those that changed since in their places. */
  private patched(nodes: readonly NodeInfo[]): readonly NodeInfo[] {
    const patched = nodes.slice();
    for (const name of this.touched) {
      const [place, node] = [this.places.get(name), this.nodes.get(name)];
      if (place !== undefined && node !== undefined) patched[place] = node;
    }
    return patched;
  }

  private inOrder(): readonly NodeInfo[] {
    this.order ??= inVisitingOrder([...this.nodes.values()]).map((info) => info.name);
    this.places = new Map(this.order.map((name, place) => [name, place]));
    return this.order.flatMap((name) => this.nodes.get(name) ?? []);
  }

  private changeNode(name: string, node: NodeInfo): void {
    this.nodes.set(name, node);
    this.touched.add(name);
    if (node.podsWithAffinity.length > 0) this.affine.add(name);
    else this.affine.delete(name);
  }

  private settle(empty: NodeInfo): NodeInfo {
    const waiting = [...(this.homeless.get(empty.name)?.values() ?? [])];
    this.homeless.delete(empty.name);
    return waiting.reduce(withPod, empty);
  }

  private setHomeless(node: string, pod: PodInfo): void {
    const there = this.homeless.get(node) ?? new Map<string, PodInfo>();
    this.homeless.set(node, there.set(pod.uid, pod));
  }
}

/** Whether plugins find the same in two objects of one running pod: of the status they read the start, and the rest once it terminates. */
function readsTheSame(before: Pod, now: Pod): boolean {
  return (
    before.spec === now.spec &&
    before.metadata.labels === now.metadata.labels &&
    before.metadata.name === now.metadata.name &&
    before.metadata.namespace === now.metadata.namespace &&
    before.metadata.deletionTimestamp === undefined &&
    now.metadata.deletionTimestamp === undefined &&
    before.status?.startTime === now.status?.startTime
  );
}

/** Lists that most attempts never ask for are made when they are. */
class CacheSnapshot implements Snapshot {
  readonly nodes: readonly NodeInfo[];
  readonly imageNodeCounts: ReadonlyMap<string, number>;
  private names: ReadonlyMap<string, NodeInfo> | undefined;
  private affine: readonly NodeInfo[] | undefined;
  private antiAffine: readonly NodeInfo[] | undefined;

  constructor(
    nodes: readonly NodeInfo[],
    imageNodeCounts: ReadonlyMap<string, number>,
    hasAffinity: boolean,
  ) {
    this.nodes = nodes;
    this.imageNodeCounts = imageNodeCounts;
    if (!hasAffinity) this.affine = this.antiAffine = [];
  }

  get byName(): ReadonlyMap<string, NodeInfo> {
    this.names ??= new Map(this.nodes.map((node) => [node.name, node]));
    return this.names;
  }

  get nodesWithAffinity(): readonly NodeInfo[] {
    this.affine ??= this.nodes.filter((node) => node.podsWithAffinity.length > 0);
    return this.affine;
  }

  get nodesWithRequiredAntiAffinity(): readonly NodeInfo[] {
    this.antiAffine ??= this.nodes.filter((node) => node.podsWithRequiredAntiAffinity.length > 0);
    return this.antiAffine;
  }
}

function countImages(nodes: readonly NodeInfo[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    for (const name of node.imageSizes.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
