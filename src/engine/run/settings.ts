/** All timers and limits of a run: Kubernetes' defaults, changed by what the run's setup says. */
import { sortedKeys } from '../../base/compare.ts';
import { DEFAULT_ADMISSION } from '../apiserver/admission/plugins.ts';
import { DEFAULT_DEPLOYMENT } from '../controllers/deployment/settings.ts';
import { DEFAULT_ENDPOINT_SLICE } from '../controllers/endpoint-slice/settings.ts';
import { DEFAULT_NAMESPACE } from '../controllers/namespace/settings.ts';
import { DEFAULT_NODE_LIFECYCLE } from '../controllers/node-lifecycle/settings.ts';
import { DEFAULT_PERSISTENT_VOLUME } from '../controllers/persistent-volume/settings.ts';
import { DEFAULT_POD_GC } from '../controllers/pod-gc/settings.ts';
import { DEFAULT_REPLICA_SET } from '../controllers/replica-set/settings.ts';
import { DEFAULT_TAINT_EVICTION } from '../controllers/taint-eviction/settings.ts';
import { DEFAULT_KUBELET_SETTINGS } from '../kubelet/settings.ts';
import { DEFAULT_KUBE_PROXY } from '../network/settings.ts';
import type { SettingOverrides } from './run-setup.ts';
import { DEFAULT_WORLD_SETTINGS } from '../world/settings.ts';

const DEFAULTS = {
  admission: DEFAULT_ADMISSION,
  deployment: DEFAULT_DEPLOYMENT,
  replicaSet: DEFAULT_REPLICA_SET,
  nodeLifecycle: DEFAULT_NODE_LIFECYCLE,
  endpointSlice: DEFAULT_ENDPOINT_SLICE,
  namespace: DEFAULT_NAMESPACE,
  persistentVolume: DEFAULT_PERSISTENT_VOLUME,
  podGc: DEFAULT_POD_GC,
  taintEviction: DEFAULT_TAINT_EVICTION,
  kubelet: DEFAULT_KUBELET_SETTINGS,
  kubeProxy: DEFAULT_KUBE_PROXY,
  world: DEFAULT_WORLD_SETTINGS,
} as const;

export type Settings = typeof DEFAULTS;

/** The defaults with `kubelet.nodeLeaseRenewMs`-like paths replaced. Paths that name no number setting are left out. */
export function settingsWith(overrides: SettingOverrides): Settings {
  let settings: object = DEFAULTS;
  for (const path of sortedKeys(overrides))
    settings = replaceNumber(settings, path.split('.'), overrides[path] ?? 0);
  return settings as Settings;
}

function replaceNumber(part: object, [step, ...rest]: readonly string[], value: number): object {
  if (step === undefined || !Object.hasOwn(part, step)) return part;
  const now = (part as Record<string, unknown>)[step];
  if (rest.length === 0)
    return typeof now === 'number' && Number.isInteger(value) ? { ...part, [step]: value } : part;
  return typeof now === 'object' && now !== null && !Array.isArray(now)
    ? { ...part, [step]: replaceNumber(now, rest, value) }
    : part;
}

/** Every setting that a run may change, as path and default. */
export function settingPaths(): readonly { readonly path: string; readonly value: number }[] {
  return collect('', DEFAULTS);
}

function collect(prefix: string, part: object): { readonly path: string; readonly value: number }[] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'number') return [{ path: prefix + key, value }];
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? collect(`${prefix}${key}.`, value)
      : [];
  });
}
