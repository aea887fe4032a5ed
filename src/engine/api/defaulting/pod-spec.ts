/**
 * Defaults of a PodSpec, in pods and in templates alike.
 *
 * Upstream: pkg/apis/core/v1/defaults.go (v1.37).
 */
import type {
  Container,
  ContainerPort,
  EnvVar,
  EphemeralContainer,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
} from '../core-v1-pod.ts';
import { DefaultSchedulerName } from '../well-known.ts';
import { changeEach, changeField, fill } from './fill.ts';
import { defaultFieldRef, defaultPullPolicy } from './references.ts';
import { defaultVolume } from './volume.ts';

export function defaultTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return changeField(template, 'spec', defaultPodSpec);
}

export function defaultPodSpec(spec: PodSpec): PodSpec {
  const filled = fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: DefaultSchedulerName,
    ...serviceAccountNames(spec),
  });
  return defaultParts(filled);
}

/** The old and the new spelling of the account name follow each other. */
function serviceAccountNames(spec: PodSpec): Partial<PodSpec> {
  const name = spec.serviceAccountName ?? spec.serviceAccount;
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name };
}

function defaultParts(spec: PodSpec): PodSpec {
  const withContainers = changeField(spec, 'containers', (list) => changeEach(list, defaultContainer));
  const withInit = changeField(withContainers, 'initContainers', (list) =>
    changeEach(list, defaultContainer),
  );
  const withEphemeral = changeField(withInit, 'ephemeralContainers', (list) =>
    changeEach(list, defaultContainer),
  );
  return changeField(withEphemeral, 'volumes', (list) => changeEach(list, defaultVolume));
}

function defaultContainer<C extends Container | EphemeralContainer>(container: C): C {
  const filled = fill<Container | EphemeralContainer>(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: defaultPullPolicy(container.image),
  });
  return defaultContainerParts(filled) as C;
}

function defaultContainerParts(container: Container | EphemeralContainer): Container | EphemeralContainer {
  let next = changeField(container, 'ports', (ports) => changeEach(ports, defaultPort));
  next = changeField(next, 'env', (env) => changeEach(env, defaultEnv));
  next = changeField(next, 'livenessProbe', defaultProbe);
  next = changeField(next, 'readinessProbe', defaultProbe);
  next = changeField(next, 'startupProbe', defaultProbe);
  return changeField(next, 'lifecycle', defaultLifecycle);
}

function defaultPort(port: ContainerPort): ContainerPort {
  return fill(port, { protocol: 'TCP' });
}

function defaultEnv(variable: EnvVar): EnvVar {
  return changeField(variable, 'valueFrom', (source) => {
    const withField = changeField(source, 'fieldRef', defaultFieldRef);
    const withResource = changeField(withField, 'resourceFieldRef', (ref) => fill(ref, { divisor: '0' }));
    return changeField(withResource, 'fileKeyRef', (ref) => fill(ref, { optional: false }));
  });
}

function defaultProbe(probe: Probe): Probe {
  const filled = fill(withoutZeros(probe), {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  const withHttp = changeField(filled, 'httpGet', defaultHttpGet);
  return changeField(withHttp, 'grpc', (grpc) =>
    grpc.service === undefined ? { ...grpc, service: '' } : grpc,
  );
}

const probeCounts = ['timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

/** In a probe, zero means unset. */
function withoutZeros(probe: Probe): Probe {
  if (!probeCounts.some((name) => probe[name] === 0)) return probe;
  const zero = (name: string, value: unknown): boolean =>
    value === 0 && probeCounts.some((count) => count === name);
  return Object.fromEntries(Object.entries(probe).filter(([name, value]) => !zero(name, value)));
}

function defaultHttpGet(action: HTTPGetAction): HTTPGetAction {
  return fill(action, { path: '/', scheme: 'HTTP' });
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  const http = (handler: LifecycleHandler): LifecycleHandler =>
    changeField(handler, 'httpGet', defaultHttpGet);
  return changeField(changeField(lifecycle, 'postStart', http), 'preStop', http);
}
