/** What the persistent volume controller may record, and the annotations it sets. **Upstream:** pkg/controller/volume/events, pkg/controller/volume/persistentvolume (v1.37). */

export const FAILED_BINDING = 'FailedBinding';
export const FAILED_BINDING_MESSAGE =
  'no persistent volumes available for this claim and no storage class is set';
export const WAIT_FOR_FIRST_CONSUMER = 'WaitForFirstConsumer';
export const WAIT_FOR_FIRST_CONSUMER_MESSAGE = 'waiting for first consumer to be created before binding';
export const WAIT_FOR_POD_SCHEDULED = 'WaitForPodScheduled';
export const EXTERNAL_PROVISIONING = 'ExternalProvisioning';
export const PROVISIONING_FAILED = 'ProvisioningFailed';
export const VOLUME_MISMATCH = 'VolumeMismatch';
export const CLAIM_LOST = 'ClaimLost';
export const CLAIM_MISBOUND = 'ClaimMisbound';
export const CLAIM_MISBOUND_MESSAGE =
  'Two claims are bound to the same volume, this one is bound incorrectly';
export const VOLUME_FAILED_DELETE = 'VolumeFailedDelete';

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
export const BETA_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';

export function externalProvisioningMessage(provisioner: string): string {
  return (
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. ` +
    'If volume creation is delayed, please verify that the provisioner is running and correctly registered.'
  );
}
