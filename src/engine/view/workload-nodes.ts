/** The nodes of a cluster as a DaemonSet sees them: where its pods are, and why some node has none. */
import type { StoredObject } from '../apiserver/client.ts';
import { nodeEligibility, targetNode, whyNotEligible } from '../controllers/daemon-set/daemon-pod.ts';
import { oldestPodsFirst } from '../controllers/daemon-set/plan.ts';
import { isPodReady } from './build-pod-row.ts';
import type { ViewContext } from './view-context.ts';
import type { DaemonNodeView, DaemonSetDetails } from './workload-view.ts';

/** On a larger cluster only nodes are told at which something is missing. */
const NODES_MAX = 48;

/** Objects that the view of a set is made of; of nodes only what a DaemonSet looks at. */
export function nodeParts({ api }: ViewContext, { metadata }: StoredObject<'DaemonSet'>): readonly unknown[] {
  return [
    ...api.ownedBy('ControllerRevision', metadata.uid),
    ...api.ownedBy('Pod', metadata.uid),
    ...api.list('Node').flatMap((node) => [node.metadata.name, node.metadata.labels, node.spec.taints]),
  ];
}

export function daemonSetDetails({ api }: ViewContext, set: StoredObject<'DaemonSet'>): DaemonSetDetails {
  const onNode = new Map<string, StoredObject<'Pod'>[]>();
  for (const pod of api.ownedBy('Pod', set.metadata.uid)) {
    const node = targetNode(pod);
    onNode.set(node, [...(onNode.get(node) ?? []), pod]);
  }
  const all = api.list('Node').map((node) => {
    const { name } = node.metadata;
    const { shouldRun } = nodeEligibility(set, node);
    const [pod] = oldestPodsFirst(onNode.get(name) ?? []) as readonly StoredObject<'Pod'>[];
    const view: DaemonNodeView = {
      node: name,
      podUid: pod?.metadata.uid ?? '',
      shouldRun,
      why: shouldRun ? '' : whyNotEligible(set, node),
    };
    return { view, calm: pod === undefined ? !shouldRun : shouldRun && isPodReady(pod) };
  });
  const told = all.length <= NODES_MAX ? all : all.filter(({ calm }) => !calm).slice(0, NODES_MAX);
  return {
    kind: 'DaemonSet',
    nodes: told.map(({ view }) => view),
    hidden: all.length - told.length,
    misscheduled: set.status?.numberMisscheduled ?? 0,
  };
}
