/**
 * The admission plugins in upstream's order, and the small ones among them.
 *
 * **Upstream:** pkg/kubeapiserver/options/plugins.go (v1.37).
 * **Simplified:** certificates, webhooks and policies are left out.
 */
import { ok } from '../../../base/result.ts';
import { formatTime } from '../../api/time.ts';
import type { Incoming } from '../server-context.ts';
import type { AdmissionPlugin } from './admission.ts';
import { limitRanger } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { podResizeValidator } from './pod-resize.ts';
import { defaultTolerationSeconds, priority, serviceAccount } from './pod-defaults.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';

export interface AdmissionSettings {
  /** --default-not-ready-toleration-seconds, --default-unreachable-toleration-seconds. */
  readonly notReadyTolerationSeconds: number;
  readonly unreachableTolerationSeconds: number;
}

export const DEFAULT_ADMISSION: AdmissionSettings = {
  notReadyTolerationSeconds: 300,
  unreachableTolerationSeconds: 300,
};

/** Plugins that need controllers to go with them: without those no service account would exist and no taint would be taken away. */
const NEED_CONTROLLERS = ['ServiceAccount', 'TaintNodesByCondition'];

/** For a cluster without controllers and kubelets. */
export function withoutControllers(plugins: readonly AdmissionPlugin[]): readonly AdmissionPlugin[] {
  return plugins.filter(({ name }) => !NEED_CONTROLLERS.includes(name));
}

export function admissionPlugins(settings: AdmissionSettings): readonly AdmissionPlugin[] {
  const patience = {
    notReady: settings.notReadyTolerationSeconds,
    unreachable: settings.unreachableTolerationSeconds,
  };
  return [
    namespaceLifecycle,
    limitRanger,
    serviceAccount,
    taintNodesByCondition,
    podSecurity,
    priority,
    defaultTolerationSeconds(patience),
    defaultStorageClass,
    storageObjectInUseProtection,
    runtimeClass,
    podResizeValidator,
    resourceQuota,
  ];
}

/** A new node takes no pods before its kubelet says that it is ready. */
const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  kinds: ['Node'],
  mutate({ operation, object }) {
    const node = object as Incoming<'Node'>;
    const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;
    if (
      operation !== 'CREATE' ||
      node.spec?.taints?.some((t) => t.key === taint.key && t.effect === taint.effect)
    )
      return ok(object);
    return ok({ ...node, spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), taint] } });
  },
};

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** A claim that names no class gets the newest default class. */
const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  kinds: ['PersistentVolumeClaim'],
  mutate({ operation, object, context }) {
    const claim = object as Incoming<'PersistentVolumeClaim'>;
    if (operation !== 'CREATE' || claim.spec === undefined || claim.spec.storageClassName !== undefined)
      return ok(object);
    const defaults = context.store
      .table('StorageClass')
      .values()
      .filter((c) => c.metadata.annotations?.[DEFAULT_CLASS] === 'true');
    const created = (c: (typeof defaults)[number]): string => c.metadata.creationTimestamp ?? formatTime(0);
    const newest = defaults.reduce<(typeof defaults)[number] | undefined>(
      (a, b) => (a === undefined || created(b) > created(a) ? b : a),
      undefined,
    );
    return ok(
      newest === undefined
        ? object
        : { ...claim, spec: { ...claim.spec, storageClassName: newest.metadata.name } },
    );
  },
};

/** Claims and volumes in use are not removed before their users are gone. */
const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  kinds: ['PersistentVolumeClaim', 'PersistentVolume'],
  mutate({ operation, kind, object }) {
    const finalizer =
      kind === 'PersistentVolume' ? 'kubernetes.io/pv-protection' : 'kubernetes.io/pvc-protection';
    const finalizers = object.metadata.finalizers ?? [];
    if (operation !== 'CREATE' || finalizers.includes(finalizer)) return ok(object);
    return ok({ ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } });
  },
};
