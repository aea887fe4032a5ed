/** The controllers of kube-controller-manager that a run has, in the order in which they hear of changes. */
import type { Component, ComponentContext } from '../apiserver/component.ts';
import { createCronJobController } from '../controllers/cron-job/controller.ts';
import { createDaemonSetController } from '../controllers/daemon-set/controller.ts';
import { createDeploymentController } from '../controllers/deployment/controller.ts';
import { createDisruptionController } from '../controllers/disruption/controller.ts';
import { createEphemeralVolumeController } from '../controllers/ephemeral-volume/controller.ts';
import { createVolumeProvisioner } from '../controllers/volume-provisioner/controller.ts';
import { PROVISIONERS } from '../controllers/volume-provisioner/provisioners.ts';
import { createEndpointSliceController } from '../controllers/endpoint-slice/controller.ts';
import { createEndpointsController } from '../controllers/endpoints/controller.ts';
import { createGarbageCollectorController } from '../controllers/garbage-collector/controller.ts';
import { createHorizontalPodAutoscalerController } from '../controllers/horizontal-pod-autoscaler/controller.ts';
import { createJobController } from '../controllers/job/controller.ts';
import { createNamespaceController } from '../controllers/namespace/controller.ts';
import { createNodeIpamController, nodeIpamFor } from '../controllers/node-ipam/controller.ts';
import { createNodeLifecycleController } from '../controllers/node-lifecycle/controller.ts';
import { createPersistentVolumeController } from '../controllers/persistent-volume/controller.ts';
import { createPodGcController } from '../controllers/pod-gc/controller.ts';
import { createPvProtectionController } from '../controllers/pv-protection/controller.ts';
import { createPvcProtectionController } from '../controllers/pvc-protection/controller.ts';
import { createReplicaSetController } from '../controllers/replica-set/controller.ts';
import { createReplicationControllerController } from '../controllers/replication-controller/controller.ts';
import { createResourceQuotaController } from '../controllers/resource-quota/controller.ts';
import { createRootCaController } from '../controllers/root-ca/controller.ts';
import { createServiceAccountController } from '../controllers/service-account/controller.ts';
import { createStatefulSetController } from '../controllers/stateful-set/controller.ts';
import { createTaintEvictionController } from '../controllers/taint-eviction/controller.ts';
import { createTtlAfterFinishedController } from '../controllers/ttl-after-finished/controller.ts';
import { createTtlController } from '../controllers/ttl/controller.ts';
import type { Settings } from './settings.ts';

/** `context` gives a component its client and recorder under upstream's name of the event source. `nodes`: how many the cluster begins with. */
export function createControllers(
  context: (name: string) => ComponentContext,
  settings: Settings,
  nodes: number,
): readonly Component[] {
  return [
    createServiceAccountController(context('service-account-controller')),
    createRootCaController(context('root-ca-certificate-publisher')),
    createNodeIpamController(context('node-ipam-controller'), nodeIpamFor(nodes)),
    createTtlController(context('ttl-controller')),
    createDeploymentController(context('deployment-controller'), settings.deployment),
    createReplicaSetController(context('replicaset-controller'), settings.replicaSet),
    createReplicationControllerController(context('replication-controller')),
    createDaemonSetController(context('daemonset-controller')),
    createStatefulSetController(context('statefulset-controller')),
    createJobController(context('job-controller')),
    createCronJobController(context('cronjob-controller')),
    createTtlAfterFinishedController(context('ttl-after-finished-controller')),
    createPersistentVolumeController(context('persistentvolume-controller'), settings.persistentVolume),
    createEphemeralVolumeController(context('ephemeral_volume')),
    ...PROVISIONERS.map((one) => createVolumeProvisioner(context(one.source), one)),
    createPvcProtectionController(context('pvc-protection-controller')),
    createPvProtectionController(context('pv-protection-controller')),
    createHorizontalPodAutoscalerController(context('horizontal-pod-autoscaler')),
    createDisruptionController(context('controllermanager')),
    createEndpointSliceController(context('endpoint-slice-controller'), settings.endpointSlice),
    createEndpointsController(context('endpoints-controller')),
    createNodeLifecycleController(context('node-controller'), settings.nodeLifecycle),
    createTaintEvictionController(context('taint-eviction-controller'), settings.taintEviction),
    createPodGcController(context('pod-garbage-collector'), settings.podGc),
    createGarbageCollectorController(context('garbage-collector-controller')),
    createResourceQuotaController(context('resourcequota-controller')),
    createNamespaceController(context('namespace-controller'), settings.namespace),
  ];
}
