/**
 * The provisioners that run in every simulated cluster, at the behaviour of their releases.
 *
 * **Upstream:** rancher/local-path-provisioner, which comes with kind and k3s, and minikube's storage-provisioner. Both make directories on
 * nodes. **Simplified:** classes of other provisioners wait for somebody to make their volumes.
 */
import type { PersistentVolumeSpec } from '../../api/core-v1-volume.ts';
import type { PersistentVolumeClaim } from '../../api/core-v1.ts';
import type { Millis } from '../../sim/time.ts';
import { namespaceOf, uidOf } from '../control/keys.ts';

export interface Provisioner {
  /** What classes call it. */
  readonly name: string;
  /** Its Events come from here. */
  readonly source: string;
  /** From the decision to the finished directory; the one starts a pod for it. */
  readonly makesMs: Millis;
  /** It can only make volumes for a pod whose node is known. */
  readonly needsNode: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where the volume lies and who can reach it. */
  place(
    claim: PersistentVolumeClaim,
    node: string,
  ): Partial<Pick<PersistentVolumeSpec, 'hostPath' | 'nodeAffinity'>>;
}

export const PROVISIONERS: readonly Provisioner[] = [
  {
    name: 'rancher.io/local-path',
    source: 'rancher.io/local-path_local-path-provisioner',
    makesMs: 3000,
    needsNode: true,
    annotations: {},
    place: (claim, node) => ({
      hostPath: {
        path: `/opt/local-path-provisioner/${volumeName(claim)}_${namespaceOf(claim)}_${claim.metadata.name}`,
        type: 'DirectoryOrCreate',
      },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
          ],
        },
      },
    }),
  },
  {
    name: 'k8s.io/minikube-hostpath',
    source: 'k8s.io/minikube-hostpath_minikube',
    makesMs: 20,
    needsNode: false,
    annotations: { hostPathProvisionerIdentity: 'minikube' },
    place: (claim) => ({
      hostPath: { path: `/tmp/hostpath-provisioner/${namespaceOf(claim)}/${claim.metadata.name}`, type: '' },
    }),
  },
];

export function volumeName(claim: PersistentVolumeClaim): string {
  return `pvc-${uidOf(claim)}`;
}
