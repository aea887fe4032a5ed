/**
 * What JSON does not show but Go's encoder needs: for each type its fields in the order of the Go struct, with
 *   `*name`   a pointer: absent and zero differ, so a zero that was sent is kept;
 *   `name!`   written even when zero (no omitempty, or a struct held by value);
 *   `name`    left out when zero;
 *   `name:T`  of the named type T, which decoding errors mention (`[]T` for a list of them).
 * Facts read in k8s.io/api and k8s.io/apimachinery as of Kubernetes 1.37.
 */
export const goFields = {
  AWSElasticBlockStoreVolumeSource: 'volumeID! fsType partition readOnly',
  Affinity: '*nodeAffinity *podAffinity *podAntiAffinity',
  AggregationRule: 'clusterRoleSelectors',
  AppArmorProfile: 'type!:AppArmorProfileType *localhostProfile',
  AttachedVolume: 'name!:UniqueVolumeName devicePath!',
  AzureDiskVolumeSource:
    'diskName! diskURI! *cachingMode:AzureDataDiskCachingMode *fsType *readOnly *kind:AzureDataDiskKind',
  AzureFilePersistentVolumeSource: 'secretName! shareName! readOnly *secretNamespace',
  AzureFileVolumeSource: 'secretName! shareName! readOnly',
  Binding: 'metadata! target!',
  CSIDriver: 'metadata! spec!',
  CSIDriverSpec:
    '*attachRequired *podInfoOnMount volumeLifecycleModes:[]VolumeLifecycleMode *storageCapacity ' +
    '*fsGroupPolicy:FSGroupPolicy tokenRequests *requiresRepublish *seLinuxMount ' +
    '*nodeAllocatableUpdatePeriodSeconds *serviceAccountTokenInSecrets *preventPodSchedulingIfMissing',
  CSINode: 'metadata! spec! status',
  CSINodeDriver: 'name! nodeID! topologyKeys! *allocatable',
  CSINodeSpec: 'drivers!',
  CSIPersistentVolumeSource:
    'driver! volumeHandle! readOnly fsType volumeAttributes *controllerPublishSecretRef ' +
    '*nodeStageSecretRef *nodePublishSecretRef *controllerExpandSecretRef *nodeExpandSecretRef',
  CSIStorageCapacity: 'metadata! *nodeTopology storageClassName! *capacity *maximumVolumeSize',
  CSIVolumeSource: 'driver! *readOnly *fsType volumeAttributes *nodePublishSecretRef',
  Capabilities: 'add:[]Capability drop:[]Capability',
  CephFSPersistentVolumeSource: 'monitors! path user secretFile *secretRef readOnly',
  CephFSVolumeSource: 'monitors! path user secretFile *secretRef readOnly',
  CinderPersistentVolumeSource: 'volumeID! fsType readOnly *secretRef',
  CinderVolumeSource: 'volumeID! fsType readOnly *secretRef',
  ClientIPConfig: '*timeoutSeconds',
  ClusterRole: 'metadata! rules! *aggregationRule',
  ClusterRoleBinding: 'metadata! subjects roleRef!',
  ClusterTrustBundleProjection: '*name *signerName *labelSelector *optional path! *user',
  Condition: 'type! status!:ConditionStatus observedGeneration lastTransitionTime! reason! message!',
  ConfigMap: 'metadata! *immutable data binaryData',
  ConfigMapEnvSource: 'name *optional',
  ConfigMapKeySelector: 'name key! *optional',
  ConfigMapNodeConfigSource: 'namespace! name! uid resourceVersion kubeletConfigKey!',
  ConfigMapProjection: 'name items *optional',
  ConfigMapVolumeSource: 'name items *defaultMode *optional *defaultUser',
  Container:
    'name! image command args workingDir ports envFrom env resources! resizePolicy ' +
    '*restartPolicy:ContainerRestartPolicy restartPolicyRules volumeMounts volumeDevices *livenessProbe ' +
    '*readinessProbe *startupProbe *lifecycle terminationMessagePath ' +
    'terminationMessagePolicy:TerminationMessagePolicy imagePullPolicy:PullPolicy *securityContext ' +
    'stdin stdinOnce tty',
  ContainerExtendedResourceRequest: 'containerName! resourceName! requestName!',
  ContainerImage: 'names! sizeBytes',
  ContainerPort: 'name hostPort containerPort! protocol:Protocol hostIP',
  ContainerResizePolicy: 'resourceName!:ResourceName restartPolicy!:ResourceResizeRestartPolicy',
  ContainerResourceMetricSource: 'name!:ResourceName target! container!',
  ContainerResourceMetricStatus: 'name!:ResourceName current! container!',
  ContainerRestartRule: 'action:ContainerRestartRuleAction *exitCodes',
  ContainerRestartRuleOnExitCodes: 'operator:ContainerRestartRuleOnExitCodesOperator values',
  ContainerState: '*waiting *running *terminated',
  ContainerStateRunning: 'startedAt!',
  ContainerStateTerminated: 'exitCode! signal reason message startedAt! finishedAt! containerID',
  ContainerStateWaiting: 'reason message',
  ContainerStatus:
    'name! state! lastState! ready! restartCount! image! imageID! containerID *started ' +
    'allocatedResources:ResourceList *resources volumeMounts *user allocatedResourcesStatus ' +
    '*stopSignal:Signal',
  ContainerUser: '*linux',
  ControllerRevision: 'metadata! data! revision!',
  CronJob: 'metadata! spec! status!',
  CronJobSpec:
    'schedule! *timeZone *startingDeadlineSeconds concurrencyPolicy:ConcurrencyPolicy *suspend ' +
    'jobTemplate! *successfulJobsHistoryLimit *failedJobsHistoryLimit',
  CronJobStatus: 'active *lastScheduleTime *lastSuccessfulTime',
  CrossVersionObjectReference: 'kind! name! apiVersion',
  DaemonEndpoint: 'Port!',
  DaemonSet: 'metadata! spec! status!',
  DaemonSetCondition:
    'type!:DaemonSetConditionType status!:ConditionStatus lastTransitionTime! reason message',
  DaemonSetSpec: '*selector template! updateStrategy! minReadySeconds *revisionHistoryLimit',
  DaemonSetStatus:
    'currentNumberScheduled! numberMisscheduled! desiredNumberScheduled! numberReady! ' +
    'observedGeneration updatedNumberScheduled numberAvailable numberUnavailable *collisionCount ' +
    'conditions',
  DaemonSetUpdateStrategy: 'type:DaemonSetUpdateStrategyType *rollingUpdate',
  DeleteOptions:
    '*gracePeriodSeconds *preconditions *orphanDependents *propagationPolicy:DeletionPropagation dryRun ' +
    '*ignoreStoreReadErrorWithClusterBreakingPotential',
  Deployment: 'metadata! spec! status!',
  DeploymentCondition:
    'type!:DeploymentConditionType status!:ConditionStatus lastUpdateTime! lastTransitionTime! reason ' +
    'message',
  DeploymentSpec:
    '*replicas *selector template! strategy! minReadySeconds *revisionHistoryLimit paused ' +
    '*progressDeadlineSeconds',
  DeploymentStatus:
    'observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas ' +
    '*terminatingReplicas conditions *collisionCount',
  DeploymentStrategy: 'type:DeploymentStrategyType *rollingUpdate',
  DownwardAPIProjection: 'items',
  DownwardAPIVolumeFile: 'path! *fieldRef *resourceFieldRef *mode *user',
  DownwardAPIVolumeSource: 'items *defaultMode *defaultUser',
  EmptyDirVolumeSource: 'medium:StorageMedium *sizeLimit *mode',
  Endpoint: 'addresses! conditions! *hostname *targetRef deprecatedTopology *nodeName *zone *hints',
  EndpointAddress: 'ip! hostname *nodeName *targetRef',
  EndpointConditions: '*ready *serving *terminating',
  EndpointHints: 'forZones forNodes',
  EndpointPort: 'name port! protocol:Protocol *appProtocol',
  EndpointSlice: 'metadata! addressType!:AddressType endpoints! ports!',
  EndpointSubset: 'addresses notReadyAddresses ports',
  Endpoints: 'metadata! subsets',
  EnvFromSource: 'prefix *configMapRef *secretRef',
  EnvVar: 'name! value *valueFrom',
  EnvVarSource: '*fieldRef *resourceFieldRef *configMapKeyRef *secretKeyRef *fileKeyRef',
  EphemeralContainer:
    'name! image command args workingDir ports envFrom env resources! resizePolicy ' +
    '*restartPolicy:ContainerRestartPolicy restartPolicyRules volumeMounts volumeDevices *livenessProbe ' +
    '*readinessProbe *startupProbe *lifecycle terminationMessagePath ' +
    'terminationMessagePolicy:TerminationMessagePolicy imagePullPolicy:PullPolicy *securityContext ' +
    'stdin stdinOnce tty targetContainerName',
  EphemeralVolumeSource: '*volumeClaimTemplate',
  Event:
    'metadata! involvedObject! reason message source! firstTimestamp! lastTimestamp! count type ' +
    'eventTime! *series action *related reportingComponent! reportingInstance!',
  EventSeries: 'count lastObservedTime!',
  EventSource: 'component host',
  Eviction: 'metadata! *deleteOptions',
  ExecAction: 'command',
  ExternalMetricSource: 'metric! target!',
  ExternalMetricStatus: 'metric! current!',
  FCVolumeSource: 'targetWWNs *lun fsType readOnly wwids',
  FileKeySelector: 'volumeName! path! key! *optional',
  FlexPersistentVolumeSource: 'driver! fsType *secretRef readOnly options',
  FlexVolumeSource: 'driver! fsType *secretRef readOnly options',
  FlockerVolumeSource: 'datasetName datasetUUID',
  ForNode: 'name!',
  ForZone: 'name!',
  GCEPersistentDiskVolumeSource: 'pdName! fsType partition readOnly',
  GRPCAction: 'port! *service *mode:GRPCProbeMode',
  GitRepoVolumeSource: 'repository! revision directory',
  GlusterfsPersistentVolumeSource: 'endpoints! path! readOnly *endpointsNamespace',
  GlusterfsVolumeSource: 'endpoints! path! readOnly',
  HPAScalingPolicy: 'type!:HPAScalingPolicyType value! periodSeconds!',
  HPAScalingRules: '*stabilizationWindowSeconds *selectPolicy:ScalingPolicySelect policies *tolerance',
  HTTPGetAction: 'path port! host scheme:URIScheme httpHeaders *protocol:HTTPProtocol',
  HTTPHeader: 'name! value!',
  HTTPIngressPath: 'path *pathType:PathType backend!',
  HTTPIngressRuleValue: 'paths!',
  HorizontalPodAutoscaler: 'metadata! spec! status!',
  HorizontalPodAutoscalerBehavior: '*scaleUp *scaleDown',
  HorizontalPodAutoscalerCondition:
    'type!:HorizontalPodAutoscalerConditionType status!:ConditionStatus lastTransitionTime! reason ' +
    'message *observedGeneration',
  HorizontalPodAutoscalerSpec: 'scaleTargetRef! *minReplicas maxReplicas! metrics *behavior',
  HorizontalPodAutoscalerStatus:
    '*observedGeneration *lastScaleTime currentReplicas desiredReplicas! currentMetrics! conditions',
  HostAlias: 'ip! hostnames',
  HostIP: 'ip!',
  HostPathVolumeSource: 'path! *type:HostPathType',
  IPBlock: 'cidr! except',
  ISCSIPersistentVolumeSource:
    'targetPortal! iqn! lun! iscsiInterface fsType readOnly portals chapAuthDiscovery chapAuthSession ' +
    '*secretRef *initiatorName',
  ISCSIVolumeSource:
    'targetPortal! iqn! lun! iscsiInterface fsType readOnly portals chapAuthDiscovery chapAuthSession ' +
    '*secretRef *initiatorName',
  ImageVolumeSource: 'reference pullPolicy:PullPolicy',
  ImageVolumeStatus: 'imageRef',
  Ingress: 'metadata! spec! status!',
  IngressBackend: '*service *resource',
  IngressClass: 'metadata! spec!',
  IngressClassParametersReference: '*apiGroup kind! name! *scope *namespace',
  IngressClassSpec: 'controller *parameters',
  IngressLoadBalancerIngress: 'ip hostname ports',
  IngressLoadBalancerStatus: 'ingress',
  IngressPortStatus: 'port! protocol!:Protocol *error',
  IngressRule: 'host *http',
  IngressServiceBackend: 'name! port!',
  IngressSpec: '*ingressClassName *defaultBackend tls rules',
  IngressStatus: 'loadBalancer!',
  IngressTLS: 'hosts secretName',
  Job: 'metadata! spec! status!',
  JobCondition:
    'type!:JobConditionType status!:ConditionStatus lastProbeTime! lastTransitionTime! reason message',
  JobSpec:
    '*parallelism *completions *activeDeadlineSeconds *podFailurePolicy *successPolicy *backoffLimit ' +
    '*backoffLimitPerIndex *maxFailedIndexes *selector *manualSelector template! ' +
    '*ttlSecondsAfterFinished *completionMode:CompletionMode *suspend ' +
    '*podReplacementPolicy:PodReplacementPolicy *managedBy *scheduling',
  JobStatus:
    'conditions *startTime *completionTime active succeeded failed *terminating completedIndexes ' +
    '*failedIndexes *uncountedTerminatedPods *ready',
  JobTemplateSpec: 'metadata! spec!',
  KeyToPath: 'key! path! *mode *user',
  LabelSelector: 'matchLabels matchExpressions',
  LabelSelectorRequirement: 'key! operator!:LabelSelectorOperator values',
  Lease: 'metadata! spec!',
  LeaseSpec:
    '*holderIdentity *leaseDurationSeconds *acquireTime *renewTime *leaseTransitions ' +
    '*strategy:CoordinatedLeaseStrategy *preferredHolder',
  Lifecycle: '*postStart *preStop *stopSignal:Signal',
  LifecycleHandler: '*exec *httpGet *tcpSocket *sleep',
  LimitRange: 'metadata! spec!',
  LimitRangeItem:
    'type!:LimitType max:ResourceList min:ResourceList default:ResourceList defaultRequest:ResourceList ' +
    'maxLimitRequestRatio:ResourceList',
  LimitRangeSpec: 'limits!',
  LinuxContainerUser: 'uid! gid! supplementalGroups',
  ListMeta: 'selfLink resourceVersion continue *remainingItemCount *shardInfo',
  LoadBalancerIngress: 'ip hostname *ipMode:LoadBalancerIPMode ports',
  LoadBalancerStatus: 'ingress',
  LocalObjectReference: 'name',
  LocalVolumeSource: 'path! *fsType',
  ManagedFieldsEntry:
    'manager operation:ManagedFieldsOperationType apiVersion *time fieldsType *fieldsV1 subresource',
  MetricIdentifier: 'name! *selector',
  MetricSpec: 'type!:MetricSourceType *object *pods *resource *containerResource *external',
  MetricStatus: 'type!:MetricSourceType *object *pods *resource *containerResource *external',
  MetricTarget: 'type!:MetricTargetType *value *averageValue *averageUtilization',
  MetricValueStatus: '*value *averageValue *averageUtilization',
  ModifyVolumeStatus: 'targetVolumeAttributesClassName status!:PersistentVolumeClaimModifyVolumeStatus',
  NFSVolumeSource: 'server! path! readOnly',
  Namespace: 'metadata! spec! status!',
  NamespaceCondition:
    'type!:NamespaceConditionType status!:ConditionStatus lastTransitionTime! reason message',
  NamespaceSpec: 'finalizers:[]FinalizerName',
  NamespaceStatus: 'phase:NamespacePhase conditions',
  NetworkPolicy: 'metadata! spec!',
  NetworkPolicyEgressRule: 'ports to',
  NetworkPolicyIngressRule: 'ports from',
  NetworkPolicyPeer: '*podSelector *namespaceSelector *ipBlock',
  NetworkPolicyPort: '*protocol:Protocol *port *endPort',
  NetworkPolicySpec: 'podSelector! ingress egress policyTypes:[]PolicyType',
  Node: 'metadata! spec! status!',
  NodeAddress: 'type!:NodeAddressType address!',
  NodeAffinity:
    '*requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution',
  NodeAllocatableResourceClaimStatus: 'resourceClaimName! containers mapping overhead',
  NodeCondition:
    'type!:NodeConditionType status!:ConditionStatus lastHeartbeatTime! lastTransitionTime! reason ' +
    'message',
  NodeConfigSource: '*configMap',
  NodeConfigStatus: '*assigned *active *lastKnownGood error',
  NodeDaemonEndpoints: 'kubeletEndpoint!',
  NodeFeatures: '*supplementalGroupsPolicy',
  NodeRuntimeHandler: 'name! *features',
  NodeRuntimeHandlerFeatures: '*recursiveReadOnlyMounts *userNamespaces',
  NodeSelector: 'nodeSelectorTerms!',
  NodeSelectorRequirement: 'key! operator!:NodeSelectorOperator values',
  NodeSelectorTerm: 'matchExpressions matchFields',
  NodeSpec: 'podCIDR podCIDRs providerID unschedulable taints *configSource externalID *podPreemptionPolicy',
  NodeStatus:
    'capacity:ResourceList allocatable:ResourceList phase:NodePhase conditions addresses ' +
    'daemonEndpoints! nodeInfo! images volumesInUse:[]UniqueVolumeName volumesAttached *config ' +
    'runtimeHandlers *features declaredFeatures',
  NodeSwapStatus: '*capacity',
  NodeSystemInfo:
    'machineID! systemUUID! bootID! kernelVersion! osImage! containerRuntimeVersion! kubeletVersion! ' +
    'kubeProxyVersion! operatingSystem! architecture! *swap',
  ObjectFieldSelector: 'apiVersion fieldPath!',
  ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp ' +
    '*deletionTimestamp *deletionGracePeriodSeconds labels annotations ownerReferences finalizers ' +
    'managedFields',
  ObjectMetricSource: 'describedObject! target! metric!',
  ObjectMetricStatus: 'metric! current! describedObject!',
  ObjectReference: 'kind namespace name uid apiVersion resourceVersion fieldPath',
  Overhead: 'podFixed:ResourceList',
  OwnerReference: 'apiVersion! kind! name! uid! *controller *blockOwnerDeletion',
  PersistentVolume: 'metadata! spec! status!',
  PersistentVolumeClaim: 'metadata! spec! status!',
  PersistentVolumeClaimCondition:
    'type!:PersistentVolumeClaimConditionType status!:ConditionStatus lastProbeTime! ' +
    'lastTransitionTime! reason message',
  PersistentVolumeClaimSpec:
    'accessModes:[]PersistentVolumeAccessMode *selector resources! volumeName *storageClassName ' +
    '*volumeMode:PersistentVolumeMode *dataSource *dataSourceRef *volumeAttributesClassName',
  PersistentVolumeClaimStatus:
    'phase:PersistentVolumeClaimPhase accessModes:[]PersistentVolumeAccessMode capacity:ResourceList ' +
    'conditions allocatedResources:ResourceList allocatedResourceStatuses ' +
    '*currentVolumeAttributesClassName *modifyVolumeStatus *healthStatus',
  PersistentVolumeClaimTemplate: 'metadata! spec!',
  PersistentVolumeClaimVolumeSource: 'claimName! readOnly',
  PersistentVolumeSpec:
    'capacity:ResourceList *gcePersistentDisk *awsElasticBlockStore *hostPath *glusterfs *nfs *rbd ' +
    '*iscsi *cinder *cephfs *fc *flocker *flexVolume *azureFile *vsphereVolume *quobyte *azureDisk ' +
    '*photonPersistentDisk *portworxVolume *scaleIO *local *storageos *csi ' +
    'accessModes:[]PersistentVolumeAccessMode *claimRef ' +
    'persistentVolumeReclaimPolicy:PersistentVolumeReclaimPolicy storageClassName mountOptions ' +
    '*volumeMode:PersistentVolumeMode *nodeAffinity *volumeAttributesClassName',
  PersistentVolumeStatus: 'phase:PersistentVolumePhase message reason *lastPhaseTransitionTime',
  PhotonPersistentDiskVolumeSource: 'pdID! fsType',
  Pod: 'metadata! spec! status!',
  PodAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution',
  PodAffinityTerm:
    '*labelSelector namespaces topologyKey! *namespaceSelector matchLabelKeys mismatchLabelKeys',
  PodAntiAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution',
  PodCertificateProjection:
    'signerName keyType *maxExpirationSeconds credentialBundlePath keyPath certificateChainPath ' +
    'userAnnotations *user',
  PodCondition:
    'type!:PodConditionType observedGeneration status!:ConditionStatus lastProbeTime! ' +
    'lastTransitionTime! reason message',
  PodDNSConfig: 'nameservers searches options',
  PodDNSConfigOption: 'name *value',
  PodDisruptionBudget: 'metadata! spec! status!',
  PodDisruptionBudgetSpec:
    '*minAvailable *selector *maxUnavailable *unhealthyPodEvictionPolicy:UnhealthyPodEvictionPolicyType',
  PodDisruptionBudgetStatus:
    'observedGeneration disruptedPods disruptionsAllowed! currentHealthy! desiredHealthy! expectedPods! ' +
    'conditions',
  PodExtendedResourceClaimStatus: 'requestMappings! resourceClaimName!',
  PodFailurePolicy: 'rules!',
  PodFailurePolicyOnExitCodesRequirement:
    '*containerName operator!:PodFailurePolicyOnExitCodesOperator values!',
  PodFailurePolicyOnPodConditionsPattern: 'type!:PodConditionType status!:ConditionStatus',
  PodFailurePolicyRule: 'action!:PodFailurePolicyAction *onExitCodes onPodConditions',
  PodIP: 'ip!',
  PodOS: 'name!:OSName',
  PodReadinessGate: 'conditionType!:PodConditionType',
  PodResourceClaim: 'name! *resourceClaimName *resourceClaimTemplateName',
  PodResourceClaimStatus: 'name! *resourceClaimName',
  PodSchedulingGate: 'name!',
  PodSchedulingGroup: '*podGroupName',
  PodSecurityContext:
    '*seLinuxOptions *windowsOptions *runAsUser *runAsGroup *runAsNonRoot supplementalGroups ' +
    '*supplementalGroupsPolicy:SupplementalGroupsPolicy *fsGroup sysctls ' +
    '*fsGroupChangePolicy:PodFSGroupChangePolicy *seccompProfile *appArmorProfile ' +
    '*seLinuxChangePolicy:PodSELinuxChangePolicy',
  PodSpec:
    'volumes initContainers containers! ephemeralContainers restartPolicy:RestartPolicy ' +
    '*terminationGracePeriodSeconds *activeDeadlineSeconds dnsPolicy:DNSPolicy nodeSelector ' +
    'serviceAccountName serviceAccount *automountServiceAccountToken nodeName hostNetwork hostPID ' +
    'hostIPC *shareProcessNamespace *securityContext imagePullSecrets hostname subdomain *affinity ' +
    'schedulerName tolerations hostAliases priorityClassName *priority *dnsConfig readinessGates ' +
    '*runtimeClassName *enableServiceLinks *preemptionPolicy:PreemptionPolicy overhead:ResourceList ' +
    'topologySpreadConstraints *setHostnameAsFQDN *os *hostUsers schedulingGates resourceClaims ' +
    '*resources *hostnameOverride *schedulingGroup evictionResponders',
  PodStatus:
    'observedGeneration phase:PodPhase conditions message reason nominatedNodeName hostIP hostIPs podIP ' +
    'podIPs *startTime initContainerStatuses containerStatuses qosClass:PodQOSClass ' +
    'ephemeralContainerStatuses resize:PodResizeStatus resourceClaimStatuses ' +
    '*extendedResourceClaimStatus allocatedResources:ResourceList *resources ' +
    'nodeAllocatableResourceClaimStatuses volumeHealth',
  PodTemplate: 'metadata! template!',
  PodTemplateSpec: 'metadata! spec!',
  PodsMetricSource: 'metric! target!',
  PodsMetricStatus: 'metric! current!',
  PolicyRule: 'verbs! apiGroups resources resourceNames nonResourceURLs',
  PortStatus: 'port! protocol!:Protocol *error',
  PortworxVolumeSource: 'volumeID! fsType readOnly',
  Preconditions: '*uid *resourceVersion',
  PreferredSchedulingTerm: 'weight! preference!',
  PriorityClass: 'metadata! value! globalDefault description *preemptionPolicy',
  Probe:
    '*exec *httpGet *tcpSocket *grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold ' +
    'failureThreshold *terminationGracePeriodSeconds',
  ProjectedVolumeSource: 'sources! *defaultMode *defaultUser',
  QuobyteVolumeSource: 'registry! volume! readOnly user group tenant',
  RBDPersistentVolumeSource: 'monitors! image! fsType pool user keyring *secretRef readOnly',
  RBDVolumeSource: 'monitors! image! fsType pool user keyring *secretRef readOnly',
  ReplicaSet: 'metadata! spec! status!',
  ReplicaSetCondition:
    'type!:ReplicaSetConditionType status!:ConditionStatus lastTransitionTime! reason message',
  ReplicaSetSpec: '*replicas minReadySeconds *selector template!',
  ReplicaSetStatus:
    'replicas! fullyLabeledReplicas readyReplicas availableReplicas *terminatingReplicas ' +
    'observedGeneration conditions',
  ReplicationController: 'metadata! spec! status!',
  ReplicationControllerCondition:
    'type!:ReplicationControllerConditionType status!:ConditionStatus lastTransitionTime! reason ' +
    'message',
  ReplicationControllerSpec: '*replicas minReadySeconds selector *template',
  ReplicationControllerStatus:
    'replicas! fullyLabeledReplicas readyReplicas availableReplicas observedGeneration conditions',
  ResourceClaim: 'name! request',
  ResourceFieldSelector: 'containerName resource! divisor!',
  ResourceHealth: 'resourceID!:ResourceID health:ResourceHealthStatus *message',
  ResourceMetricSource: 'name!:ResourceName target!',
  ResourceMetricStatus: 'name!:ResourceName current!',
  ResourceQuota: 'metadata! spec! status!',
  ResourceQuotaSpec: 'hard:ResourceList scopes:[]ResourceQuotaScope *scopeSelector',
  ResourceQuotaStatus: 'hard:ResourceList used:ResourceList',
  ResourceRequirements: 'limits:ResourceList requests:ResourceList claims',
  ResourceStatus: 'name!:ResourceName resources',
  Role: 'metadata! rules!',
  RoleBinding: 'metadata! subjects roleRef!',
  RoleRef: 'apiGroup! kind! name!',
  RollingUpdateDaemonSet: '*maxUnavailable *maxSurge',
  RollingUpdateDeployment: '*maxUnavailable *maxSurge',
  RollingUpdateStatefulSetStrategy: '*partition *maxUnavailable',
  RuntimeClass: 'metadata! handler! *overhead *scheduling',
  SELinuxOptions: 'user role type level',
  Scale: 'metadata! spec! status!',
  ScaleIOPersistentVolumeSource:
    'gateway! system! *secretRef sslEnabled protectionDomain storagePool storageMode volumeName fsType ' +
    'readOnly',
  ScaleIOVolumeSource:
    'gateway! system! *secretRef sslEnabled protectionDomain storagePool storageMode volumeName fsType ' +
    'readOnly',
  ScaleSpec: 'replicas',
  ScaleStatus: 'replicas! selector',
  Scheduling: 'nodeSelector tolerations',
  ScopeSelector: 'matchExpressions',
  ScopedResourceSelectorRequirement: 'scopeName!:ResourceQuotaScope operator!:ScopeSelectorOperator values',
  SeccompProfile: 'type!:SeccompProfileType *localhostProfile',
  Secret: 'metadata! *immutable data stringData type:SecretType',
  SecretEnvSource: 'name *optional',
  SecretKeySelector: 'name key! *optional',
  SecretProjection: 'name items *optional',
  SecretReference: 'name namespace',
  SecretVolumeSource: 'secretName items *defaultMode *optional *defaultUser',
  SecurityContext:
    '*capabilities *privileged *seLinuxOptions *windowsOptions *runAsUser *runAsGroup *runAsNonRoot ' +
    '*readOnlyRootFilesystem *allowPrivilegeEscalation *procMount:ProcMountType *seccompProfile ' +
    '*appArmorProfile',
  Service: 'metadata! spec! status!',
  ServiceAccount: 'metadata! secrets imagePullSecrets *automountServiceAccountToken',
  ServiceAccountTokenProjection: 'audience *expirationSeconds path! *user',
  ServiceBackendPort: 'name number',
  ServicePort: 'name protocol:Protocol *appProtocol port! targetPort! nodePort',
  ServiceSpec:
    'ports selector clusterIP clusterIPs type:ServiceType externalIPs sessionAffinity:ServiceAffinity ' +
    'loadBalancerIP loadBalancerSourceRanges externalName ' +
    'externalTrafficPolicy:ServiceExternalTrafficPolicy healthCheckNodePort publishNotReadyAddresses ' +
    '*sessionAffinityConfig ipFamilies:[]IPFamily *ipFamilyPolicy:IPFamilyPolicy ' +
    '*allocateLoadBalancerNodePorts *loadBalancerClass ' +
    '*internalTrafficPolicy:ServiceInternalTrafficPolicy *trafficDistribution',
  ServiceStatus: 'loadBalancer! conditions',
  SessionAffinityConfig: '*clientIP',
  ShardInfo: 'selector!',
  SleepAction: 'seconds!',
  StatefulSet: 'metadata! spec! status!',
  StatefulSetCondition:
    'type!:StatefulSetConditionType status!:ConditionStatus lastTransitionTime! reason message',
  StatefulSetOrdinals: 'start!',
  StatefulSetPersistentVolumeClaimRetentionPolicy:
    'whenDeleted:PersistentVolumeClaimRetentionPolicyType ' +
    'whenScaled:PersistentVolumeClaimRetentionPolicyType',
  StatefulSetSpec:
    '*replicas *selector template! volumeClaimTemplates serviceName! ' +
    'podManagementPolicy:PodManagementPolicyType updateStrategy! *revisionHistoryLimit minReadySeconds ' +
    '*persistentVolumeClaimRetentionPolicy *ordinals',
  StatefulSetStatus:
    'observedGeneration replicas! readyReplicas currentReplicas updatedReplicas currentRevision ' +
    'updateRevision *collisionCount conditions availableReplicas!',
  StatefulSetUpdateStrategy: 'type:StatefulSetUpdateStrategyType *rollingUpdate',
  Status: 'metadata! status message reason:StatusReason *details code',
  StatusCause: 'reason:CauseType message field',
  StatusDetails: 'name group kind uid causes retryAfterSeconds',
  StorageClass:
    'metadata! provisioner! parameters *reclaimPolicy:PersistentVolumeReclaimPolicy mountOptions ' +
    '*allowVolumeExpansion *volumeBindingMode:VolumeBindingMode allowedTopologies',
  StorageOSPersistentVolumeSource: 'volumeName volumeNamespace fsType readOnly *secretRef',
  StorageOSVolumeSource: 'volumeName volumeNamespace fsType readOnly *secretRef',
  Subject: 'kind! apiGroup name! namespace',
  SuccessPolicy: 'rules!',
  SuccessPolicyRule: '*succeededIndexes *succeededCount',
  Sysctl: 'name! value!',
  TCPSocketAction: 'port! host',
  Taint: 'key! value effect!:TaintEffect *timeAdded',
  TokenRequest: 'audience! *expirationSeconds',
  Toleration: 'key operator:TolerationOperator value effect:TaintEffect *tolerationSeconds',
  TopologySelectorLabelRequirement: 'key! values!',
  TopologySelectorTerm: 'matchLabelExpressions',
  TopologySpreadConstraint:
    'maxSkew! topologyKey! whenUnsatisfiable!:UnsatisfiableConstraintAction *labelSelector *minDomains ' +
    '*nodeAffinityPolicy:NodeInclusionPolicy *nodeTaintsPolicy:NodeInclusionPolicy matchLabelKeys',
  TypedLocalObjectReference: '*apiGroup kind! name!',
  TypedObjectReference: '*apiGroup kind! name! *namespace',
  UncountedTerminatedPods: 'succeeded failed',
  Volume:
    'name! *hostPath *emptyDir *gcePersistentDisk *awsElasticBlockStore *gitRepo *secret *nfs *iscsi ' +
    '*glusterfs *persistentVolumeClaim *rbd *flexVolume *cinder *cephfs *flocker *downwardAPI *fc ' +
    '*azureFile *configMap *vsphereVolume *quobyte *azureDisk *photonPersistentDisk *projected ' +
    '*portworxVolume *scaleIO *storageos *csi *ephemeral *image',
  VolumeAttachment: 'metadata! spec! status!',
  VolumeAttachmentSource: '*persistentVolumeName *inlineVolumeSpec',
  VolumeAttachmentSpec: 'attacher! source! nodeName!',
  VolumeAttachmentStatus: 'attached! attachmentMetadata *attachError *detachError',
  VolumeDevice: 'name! devicePath!',
  VolumeError: 'time! message *errorCode',
  VolumeMount:
    'name! readOnly *recursiveReadOnly:RecursiveReadOnlyMode mountPath! subPath ' +
    '*mountPropagation:MountPropagationMode subPathExpr bindMountOptions',
  VolumeMountStatus: 'name! mountPath! readOnly *recursiveReadOnly:RecursiveReadOnlyMode *volumeStatus',
  VolumeNodeAffinity: '*required',
  VolumeNodeResources: '*count',
  VolumeProjection:
    '*secret *downwardAPI *configMap *serviceAccountToken *clusterTrustBundle *podCertificate',
  VolumeResourceRequirements: 'limits:ResourceList requests:ResourceList',
  VolumeStatus: '*image',
  VsphereVirtualDiskVolumeSource: 'volumePath! fsType storagePolicyName storagePolicyID',
  WeightedPodAffinityTerm: 'weight! podAffinityTerm!',
  WindowsSecurityContextOptions: '*gmsaCredentialSpecName *gmsaCredentialSpec *runAsUserName *hostProcess',
  'discovery.EndpointPort': '*name *protocol:Protocol *port *appProtocol',
};

/** Named Go types that are not structs, and what they are made of. All others named above are strings. */
export const namedTypes = {
  ResourceList: 'map[string]Quantity',
};
