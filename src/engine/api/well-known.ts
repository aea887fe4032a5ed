/**
 * Labels, annotations, taints and finalizers that components agree on.
 *
 * Upstream: k8s.io/api/core/v1/{well_known_labels,well_known_taints,annotation_key_constants}.go and the like of
 * other groups (v1.37).
 */

// Labels of nodes.
export const LabelHostname = 'kubernetes.io/hostname';
export const LabelTopologyZone = 'topology.kubernetes.io/zone';
export const LabelTopologyRegion = 'topology.kubernetes.io/region';
export const LabelOSStable = 'kubernetes.io/os';
export const LabelArchStable = 'kubernetes.io/arch';
export const LabelInstanceTypeStable = 'node.kubernetes.io/instance-type';
export const LabelNodeExcludeBalancers = 'node.kubernetes.io/exclude-from-external-load-balancers';
export const LabelNodeRolePrefix = 'node-role.kubernetes.io/';
export const LabelNodeRoleControlPlane = 'node-role.kubernetes.io/control-plane';

// Labels of namespaces.
export const LabelMetadataName = 'kubernetes.io/metadata.name';
export const LabelPodSecurityEnforce = 'pod-security.kubernetes.io/enforce';
export const LabelPodSecurityWarn = 'pod-security.kubernetes.io/warn';
export const LabelPodSecurityAudit = 'pod-security.kubernetes.io/audit';

// Labels that controllers put on what they own.
export const DefaultDeploymentUniqueLabelKey = 'pod-template-hash';
export const ControllerRevisionHashLabelKey = 'controller-revision-hash';
export const StatefulSetPodNameLabel = 'statefulset.kubernetes.io/pod-name';
export const PodIndexLabel = 'apps.kubernetes.io/pod-index';
export const ControllerUidLabel = 'batch.kubernetes.io/controller-uid';
export const JobNameLabel = 'batch.kubernetes.io/job-name';
export const LegacyControllerUidLabel = 'controller-uid';
export const LegacyJobNameLabel = 'job-name';
export const JobCompletionIndexKey = 'batch.kubernetes.io/job-completion-index';
export const DeprecatedTemplateGeneration = 'deprecated.daemonset.template.generation';

// Labels of Services and their slices.
export const LabelServiceName = 'kubernetes.io/service-name';
export const LabelManagedBy = 'endpointslice.kubernetes.io/managed-by';
export const LabelServiceProxyName = 'service.kubernetes.io/service-proxy-name';
export const LabelHeadlessService = 'service.kubernetes.io/headless';
export const LabelAppManagedBy = 'app.kubernetes.io/managed-by';

// Taints of nodes.
export const TaintNodeNotReady = 'node.kubernetes.io/not-ready';
export const TaintNodeUnreachable = 'node.kubernetes.io/unreachable';
export const TaintNodeUnschedulable = 'node.kubernetes.io/unschedulable';
export const TaintNodeMemoryPressure = 'node.kubernetes.io/memory-pressure';
export const TaintNodeDiskPressure = 'node.kubernetes.io/disk-pressure';
export const TaintNodePIDPressure = 'node.kubernetes.io/pid-pressure';
export const TaintNodeNetworkUnavailable = 'node.kubernetes.io/network-unavailable';
export const TaintNodeOutOfService = 'node.kubernetes.io/out-of-service';

// Annotations.
export const LastAppliedConfigAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';
export const DefaultContainerAnnotation = 'kubectl.kubernetes.io/default-container';
export const RestartedAtAnnotation = 'kubectl.kubernetes.io/restartedAt';
export const ChangeCauseAnnotation = 'kubernetes.io/change-cause';
export const RevisionAnnotation = 'deployment.kubernetes.io/revision';
export const RevisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
export const DesiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const MaxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';
export const PodDeletionCost = 'controller.kubernetes.io/pod-deletion-cost';
export const CronJobScheduledTimestampAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
export const JobTrackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const MirrorPodAnnotation = 'kubernetes.io/config.mirror';
export const ConfigSourceAnnotation = 'kubernetes.io/config.source';
export const ConfigHashAnnotation = 'kubernetes.io/config.hash';
export const LimitRangerAnnotation = 'kubernetes.io/limit-ranger';
export const EndpointsLastChangeTriggerTime = 'endpoints.kubernetes.io/last-change-trigger-time';
export const EndpointsOverCapacity = 'endpoints.kubernetes.io/over-capacity';
export const NodeTTLAnnotation = 'node.alpha.kubernetes.io/ttl';
export const ControllerManagedAttachAnnotation = 'volumes.kubernetes.io/controller-managed-attach-detach';
export const IsDefaultStorageClassAnnotation = 'storageclass.kubernetes.io/is-default-class';
export const IsDefaultIngressClassAnnotation = 'ingressclass.kubernetes.io/is-default-class';
export const BindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
export const BoundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';
export const SelectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
export const StorageProvisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';

// Finalizers.
export const FinalizerOrphanDependents = 'orphan';
export const FinalizerDeleteDependents = 'foregroundDeletion';
export const FinalizerKubernetes = 'kubernetes';
export const PVCProtectionFinalizer = 'kubernetes.io/pvc-protection';
export const PVProtectionFinalizer = 'kubernetes.io/pv-protection';

// Namespaces and classes that exist from the start.
export const NamespaceDefault = 'default';
export const NamespaceSystem = 'kube-system';
export const NamespacePublic = 'kube-public';
export const NamespaceNodeLease = 'kube-node-lease';
export const SystemClusterCritical = 'system-cluster-critical';
export const SystemNodeCritical = 'system-node-critical';
export const DefaultSchedulerName = 'default-scheduler';
