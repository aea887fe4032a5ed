/**
 * Where a simulated case does not equal its recording, and why, in plain words. The list and the ratchet complete each other: a test holds
 * that a case is in one of them for each level that counts.
 */

export interface KnownDifference {
  /** `ours`: the simulator is wrong here. `recorder`: the recorded cluster was disturbed. `chance`: two real runs need not agree either. */
  readonly whose: 'ours' | 'recorder' | 'chance';
  readonly why: string;
}

const SLOW: KnownDifference = {
  whose: 'recorder',
  why: 'Containers took several seconds longer to start while this was recorded: the machine that ran the real cluster was busy. Believed from the times in the recording, not proven.',
};

const SAME_MOMENT: KnownDifference = {
  whose: 'chance',
  why: 'Two things happen within a few milliseconds, and the recording saw them in the other order.',
};

export const KNOWN_DIFFERENCES: Readonly<Record<string, KnownDifference>> = {
  'cluster/drain-refuses-bare-and-daemon-pods': {
    whose: 'recorder',
    why: 'A second node of the recorded cluster was still cordoned from an earlier case, so the scheduler counts one node more as unschedulable.',
  },
  'cluster/service-endpoint-on-killed-node': {
    whose: 'recorder',
    why: 'The node of the replacement had lost the image and pulled it again. The simulated nodes hold it.',
  },
  'cluster/toleration-10s-node-killed': {
    whose: 'chance',
    why: 'How long a dead node goes unnoticed depends on how long before its death it last renewed its lease: up to 10 s.',
  },
  'cluster/two-nodes-die-at-once': {
    whose: 'chance',
    why: 'How long a dead node goes unnoticed depends on how long before its death it last renewed its lease: up to 10 s.',
  },
  'cluster/whole-zone-down-evictions-go-on': {
    whose: 'chance',
    why: 'The real kubelet once asked for a certificate that it had not registered yet, a race inside the kubelet.',
  },
  'kubelet/command-not-found-with-restart-policy-never': SLOW,
  'kubelet/http-probe-redirected-to-another-host': {
    whose: 'recorder',
    why: 'The text of the case holds a placeholder that stands for an address in some places and for itself in others; no cluster can answer with both.',
  },
  'kubelet/image-not-found-backs-off': SLOW,
  'kubelet/init-container-fails-with-restart-policy-never': SLOW,
  'kubelet/liveness-grpc-not-serving': {
    whose: 'ours',
    why: 'The recorded gRPC server needed almost three seconds until it listened; ours listens after 0.7 s.',
  },
  'kubelet/static-pod-is-added-changed-and-removed': {
    whose: 'chance',
    why: 'The kubelet reads its manifest folder every 20 s; when in that period the file changes is chance.',
  },
  'kubelet/two-containers-want-the-same-port': {
    whose: 'chance',
    why: 'Which container takes the port first, and when the other gives up, differs from run to run.',
  },
  'scheduler/toleration-added-to-a-pending-pod': {
    whose: 'chance',
    why: 'Several nodes score the same and the real scheduler picks one of them at random.',
  },
  'workloads/deployment-broken-image-until-deadline': SAME_MOMENT,
  'workloads/deployment-delete-cascades': SLOW,
  'workloads/deployment-delete-foreground': SLOW,
  'workloads/deployment-paused-still-scales': SLOW,
  'workloads/deployment-recreate': SLOW,
  'workloads/deployment-rollout-restart': SLOW,
  'workloads/deployment-undo-to-an-older-revision': SLOW,
  'workloads/job-backoff-limit-per-index': SLOW,
  'workloads/job-fails-until-backoff-limit': SAME_MOMENT,
  'workloads/job-restart-policy-on-failure': SLOW,
  'workloads/job-scale-parallelism-down': SAME_MOMENT,
  'workloads/job-success-policy': SLOW,
  'workloads/replicaset-surplus-pending-first': SLOW,
  'workloads/replicaset-surplus-same-age': SLOW,
  'workloads/replicaset-surplus-younger-first': SLOW,
  'workloads/replication-controller': SLOW,
  'workloads/statefulset-claims-survive-scale-down': SLOW,
  'workloads/statefulset-ordered-create': SLOW,
  'workloads/statefulset-unready-pod-blocks-the-next': SLOW,
};
