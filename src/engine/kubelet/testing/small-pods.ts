/** Words of the kubelet's tests: manifests of small pods, and what the API shows of them. */
import type { PodStatus } from '../../api/core-v1-pod-status.ts';
import { startCluster } from './kubelet-fixture.ts';
import type { Fixture } from './kubelet-fixture.ts';

export function manifest(name: string, container: string, spec = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: default}
spec:
  nodeName: node-1
  terminationGracePeriodSeconds: 3
  ${spec}
  containers:
  - ${container}
`;
}

export const SLEEPER = '{name: app, image: "busybox:1.36", command: [sleep, "3600"]}';

export function started(machines = 1): Fixture {
  const cluster = startCluster(machines);
  cluster.run(12_000);
  return cluster;
}

/** What the API showed of the pod, one entry a version, with the time since `from`. */
export function history(
  cluster: Fixture,
  name: string,
  from: number,
): readonly { readonly at: number; readonly status: PodStatus; readonly type: string }[] {
  return cluster.changes.flatMap(({ at, change }) =>
    change.kind === 'Pod' && change.object.metadata.name === name && at >= from
      ? [{ at: at - from, status: change.object.status ?? {}, type: change.type }]
      : [],
  );
}

export function condition(status: PodStatus | undefined, type: string): string | undefined {
  return status?.conditions?.find((candidate) => candidate.type === type)?.status;
}

export function isReady(cluster: Fixture, name: string): boolean {
  return condition(cluster.pod(name)?.status, 'Ready') === 'True';
}

export function restarts(cluster: Fixture, name: string): number {
  return cluster.pod(name)?.status?.containerStatuses?.[0]?.restartCount ?? 0;
}
