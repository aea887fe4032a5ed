/**
 * Rules of Services.
 *
 * Upstream: ValidateService and ValidateServiceUpdate in pkg/apis/core/validation/validation.go (v1.37).
 * **Simplified:** ranges of cluster IPs and node ports belong to the allocators of the API server.
 */
import { deepEqual } from '../../../base/json.ts';
import type { Service, ServicePort, ServiceSpec } from '../core-v1.ts';
import { ipProblems, labelProblems, portNameProblems, portNumberProblems } from '../names.ts';
import {
  checkEach,
  duplicate,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { internalForm, jsonOf } from './internal-form.ts';
import { checkLabels } from './metadata.ts';

export function checkService({ spec }: Service): FieldErrors {
  const type: string = spec.type ?? '';
  const external = type === 'NodePort' || type === 'LoadBalancer';
  return [
    ...checkPortsNeeded(spec),
    ...checkNoneAddress(spec),
    ...checkServicePorts(spec),
    ...checkLabels(spec.selector, 'spec.selector'),
    ...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
    ...checkEach('spec.externalIPs', spec.externalIPs, checkExternalIp),
    ...(type === ''
      ? [required('spec.type')]
      : oneOf('spec.type', type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'])),
    ...checkNodePorts(spec, external),
    ...(spec.externalTrafficPolicy === undefined || external
      ? []
      : [
          invalid(
            'spec.externalTrafficPolicy',
            spec.externalTrafficPolicy,
            'may only be set for externally-accessible services',
          ),
        ]),
    ...(type === 'ExternalName' && (spec.externalName ?? '') === '' ? [required('spec.externalName')] : []),
  ];
}

const isHeadless = (spec: ServiceSpec): boolean => spec.clusterIP === 'None';

function checkPortsNeeded(spec: ServiceSpec): FieldErrors {
  const needed = !isHeadless(spec) && spec.type !== 'ExternalName';
  return needed && (spec.ports ?? []).length === 0 ? [required('spec.ports')] : noErrors;
}

function checkNoneAddress(spec: ServiceSpec): FieldErrors {
  if (!isHeadless(spec) || spec.type === 'ClusterIP' || spec.type === undefined) return noErrors;
  return [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)];
}

function checkServicePorts(spec: ServiceSpec): FieldErrors {
  const { ports = [] } = spec;
  const names = new Set<string>();
  const each = checkEach('spec.ports', ports, (port, at) =>
    checkServicePort(port, at, ports.length > 1, names),
  );
  return [...each, ...checkDuplicatePorts(ports)];
}

function checkServicePort(
  port: ServicePort,
  path: string,
  nameNeeded: boolean,
  names: Set<string>,
): FieldErrors {
  const { name = '', targetPort = port.port } = port;
  const target =
    typeof targetPort === 'number' ? portNumberProblems(targetPort) : portNameProblems(targetPort);
  const nameErrors = name === '' ? noErrors : invalidEach(`${path}.name`, name, labelProblems(name));
  const taken = name !== '' && nameErrors.length === 0 && names.has(name);
  names.add(name);
  return [
    ...(name === '' && nameNeeded ? [required(`${path}.name`)] : nameErrors),
    ...(taken ? [duplicate(`${path}.name`, name)] : []),
    ...invalidEach(`${path}.port`, port.port, portNumberProblems(port.port)),
    ...oneOf(`${path}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']),
    ...invalidEach(`${path}.targetPort`, targetPort, target),
  ];
}

function checkDuplicatePorts(ports: readonly ServicePort[]): FieldErrors {
  const seen = new Set<string>();
  return checkEach('spec.ports', ports, (port, at) => {
    const key = `${port.protocol ?? 'TCP'}/${port.port}`;
    if (seen.has(key)) return [duplicate(at, portForm(port))];
    seen.add(key);
    return noErrors;
  });
}

/** Upstream shows the pair that collides and leaves the rest of the port empty. */
function portForm(port: ServicePort): ReturnType<typeof internalForm> {
  return internalForm('ServicePort', { protocol: port.protocol ?? 'TCP', port: port.port });
}

function checkNodePorts(spec: ServiceSpec, external: boolean): FieldErrors {
  if (external || (spec.type !== 'ClusterIP' && spec.type !== undefined)) return noErrors;
  return checkEach('spec.ports', spec.ports, (port, at) =>
    (port.nodePort ?? 0) === 0
      ? noErrors
      : [forbidden(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'")],
  );
}

const specialRanges: readonly (readonly [RegExp, string])[] = [
  [/^(0\.0\.0\.0|::)$/, 'may not be unspecified'],
  [/^(127\.|::1$)/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^(169\.254\.|fe80:)/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^224\.0\.0\./, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

function checkExternalIp(ip: string, path: string): FieldErrors {
  const problems = ipProblems(ip);
  if (problems.length > 0) return invalidEach(path, ip, problems);
  return invalidEach(
    path,
    ip,
    specialRanges.filter(([pattern]) => pattern.test(ip)).map(([, detail]) => detail),
  );
}

/** The first cluster IP stays as long as the service keeps a type that has one. */
export function checkServiceUpdate(next: Service, old: Service): FieldErrors {
  const before = old.spec.clusterIPs ?? [];
  const after = next.spec.clusterIPs ?? [];
  const typed = next.spec.type !== 'ExternalName' && old.spec.type !== 'ExternalName';
  if (!typed || before[0] === undefined || deepEqual(before[0], after[0])) return noErrors;
  return [invalid('spec.clusterIPs[0]', jsonOf(after), 'may not change once set')];
}
