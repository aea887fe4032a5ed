/**
 * Rules of containers, one and all together.
 *
 * Upstream: validateContainers and validateInitContainers in pkg/apis/core/validation/validation.go (v1.37).
 */
import type { Container, ContainerPort, PodSpec } from '../core-v1-pod.ts';
import { labelProblems, portNameProblems, portNumberProblems } from '../names.ts';
import { checkEnv, checkEnvFrom } from './env.ts';
import {
  checkEach,
  duplicate,
  invalid,
  invalidEach,
  noErrors,
  notSupported,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { internalForm } from './internal-form.ts';
import { checkLifecycleAndProbes, forbidLifecycleAndProbes } from './probe.ts';
import { checkResources } from './resource-requirements.ts';
import { checkUserIds } from './security-context.ts';
import { checkMounts } from './volumes.ts';

/** What the rules of a container need to know of its pod. */
export interface PodContext {
  readonly spec: PodSpec;
  readonly volumeNames: ReadonlySet<string>;
  readonly isTemplate: boolean;
}

export function checkContainers(pod: PodContext, path: string): FieldErrors {
  const { containers, initContainers } = pod.spec;
  const names = new Set<string>();
  const unique = (container: Container, at: string): FieldErrors => {
    const taken = names.has(container.name);
    names.add(container.name);
    return taken && container.name !== '' ? [duplicate(`${at}.name`, container.name)] : noErrors;
  };
  const grace = pod.spec.terminationGracePeriodSeconds;
  const main = checkEach(`${path}.containers`, containers, (container, at) => [
    ...checkContainer(container, pod, at),
    ...unique(container, at),
    ...checkLifecycleAndProbes(container, at, grace),
    ...checkRestartPolicy(container, at),
  ]);
  const init = checkEach(`${path}.initContainers`, initContainers, (container, at) => [
    ...checkContainer(container, pod, at),
    ...unique(container, at),
    ...(container.restartPolicy === 'Always'
      ? checkLifecycleAndProbes(container, at, grace)
      : forbidLifecycleAndProbes(container, at)),
    ...checkRestartPolicy(container, at),
  ]);
  const none = (containers ?? []).length === 0 ? [required(`${path}.containers`)] : [];
  return [...none, ...main, ...checkHostPorts(containers, `${path}.containers`), ...init];
}

function checkContainer(container: Container, pod: PodContext, path: string): FieldErrors {
  return [
    ...checkNameAndImage(container, pod, path),
    ...oneOf(`${path}.terminationMessagePolicy`, container.terminationMessagePolicy, [
      'File',
      'FallbackToLogsOnError',
    ]),
    ...checkPorts(container.ports, `${path}.ports`, pod.spec.hostNetwork === true),
    ...checkEnv(container.env, `${path}.env`),
    ...checkEnvFrom(container.envFrom, `${path}.envFrom`),
    ...checkMounts(container, pod.volumeNames, path),
    ...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...checkResources(container.resources, `${path}.resources`),
    ...checkResizePolicy(container, `${path}.resizePolicy`),
    ...checkContainerSecurity(container, `${path}.securityContext`),
  ];
}

function checkNameAndImage(container: Container, pod: PodContext, path: string): FieldErrors {
  const { name, image = '' } = container;
  const padded = !pod.isTemplate && image !== image.trim();
  return [
    ...(name === '' ? [required(`${path}.name`)] : invalidEach(`${path}.name`, name, labelProblems(name))),
    ...(image === '' ? [required(`${path}.image`)] : []),
    ...(padded ? [invalid(`${path}.image`, image, 'must not have leading or trailing whitespace')] : []),
  ];
}

function checkPorts(
  ports: readonly ContainerPort[] | undefined,
  path: string,
  hostNetwork: boolean,
): FieldErrors {
  const names = new Set<string>();
  return checkEach(path, ports, (port, at) => {
    const { name = '', containerPort, hostPort = 0 } = port;
    const nameErrors = name === '' ? noErrors : invalidEach(`${at}.name`, name, portNameProblems(name));
    const taken = nameErrors.length === 0 && names.has(name) ? [duplicate(`${at}.name`, name)] : [];
    if (name !== '') names.add(name);
    return [
      ...nameErrors,
      ...taken,
      ...(containerPort === 0
        ? [required(`${at}.containerPort`)]
        : invalidEach(`${at}.containerPort`, containerPort, portNumberProblems(containerPort))),
      ...(hostPort === 0 ? [] : invalidEach(`${at}.hostPort`, hostPort, portNumberProblems(hostPort))),
      ...(hostNetwork && hostPort !== 0 && hostPort !== containerPort
        ? [invalid(`${at}.hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')]
        : []),
      ...oneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']),
    ];
  });
}

/** No two containers may ask for the same port of the node. */
function checkHostPorts(containers: readonly Container[] | undefined, path: string): FieldErrors {
  const taken = new Set<string>();
  return checkEach(path, containers, (container, at) =>
    checkEach(`${at}.ports`, container.ports, (port, portPath) => {
      if ((port.hostPort ?? 0) === 0) return noErrors;
      const key = `${port.protocol ?? 'TCP'}/${port.hostIP ?? ''}/${port.hostPort ?? 0}`;
      if (taken.has(key)) return [duplicate(`${portPath}.hostPort`, key)];
      taken.add(key);
      return noErrors;
    }),
  );
}

function checkResizePolicy(container: Container, path: string): FieldErrors {
  return (container.resizePolicy ?? []).flatMap(({ resourceName, restartPolicy }) => [
    ...(resourceName === 'cpu' || resourceName === 'memory'
      ? []
      : [notSupported(path, resourceName, ['cpu', 'memory'])]),
    ...(restartPolicy === 'NotRequired' || restartPolicy === 'RestartContainer'
      ? []
      : [notSupported(path, restartPolicy, ['NotRequired', 'RestartContainer'])]),
  ]);
}

function checkRestartPolicy(container: Container, path: string): FieldErrors {
  const { restartPolicy, restartPolicyRules = [] } = container;
  const withoutPolicy = restartPolicy === undefined && restartPolicyRules.length > 0;
  return [
    ...oneOf(`${path}.restartPolicy`, restartPolicy, ['Always', 'Never', 'OnFailure']),
    ...(withoutPolicy
      ? [required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used')]
      : []),
    ...checkEach(`${path}.restartPolicyRules`, restartPolicyRules, (rule, at) => [
      ...oneOf(`${at}.action`, rule.action, ['Restart', 'RestartAllContainers']),
      ...oneOf(`${at}.exitCodes.operator`, rule.exitCodes?.operator, ['In', 'NotIn']),
    ]),
  ];
}

function checkContainerSecurity(container: Container, path: string): FieldErrors {
  const context = container.securityContext;
  if (context === undefined) return noErrors;
  const ids = checkUserIds(context, path);
  if (context.privileged !== true || context.allowPrivilegeEscalation !== false) return ids;
  const shown = internalForm('SecurityContext', context);
  // The internal struct has the Windows options before the user.
  const {
    Capabilities = null,
    Privileged = null,
    SELinuxOptions = null,
    WindowsOptions = null,
    ...rest
  } = shown;
  const ordered = { Capabilities, Privileged, SELinuxOptions, WindowsOptions, ...rest };
  return [
    ...ids,
    invalid(path, ordered, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'),
  ];
}
