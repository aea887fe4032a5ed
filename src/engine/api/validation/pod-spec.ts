/**
 * Rules of a PodSpec, in the order in which upstream reports them.
 *
 * Upstream: ValidatePodSpec in pkg/apis/core/validation/validation.go (v1.37).
 */
import type { PodSpec } from '../core-v1-pod.ts';
import { ipProblems, labelProblems, labelProblemsWithDots, subdomainProblems } from '../names.ts';
import { addQuantities, compareQuantities } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import { checkContainers, type PodContext } from './container.ts';
import {
  checkEach,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { checkLabels } from './metadata.ts';
import { checkAffinity, checkGates, checkSpread, checkTolerations } from './placement.ts';
import { checkPodSecurity } from './security-context.ts';
import { checkVolumes } from './volumes.ts';

export interface PodSpecOptions {
  readonly isTemplate: boolean;
  /** Volumes that come from outside the spec: the claim templates of a StatefulSet. */
  readonly extraVolumes?: readonly string[];
}

export function checkPodSpec(spec: PodSpec, path: string, options: PodSpecOptions): FieldErrors {
  const volumeNames = new Set([
    ...(spec.volumes ?? []).map((volume) => volume.name),
    ...(options.extraVolumes ?? []),
  ]);
  const pod: PodContext = { spec, volumeNames, isTemplate: options.isTemplate };
  return [
    ...checkVolumes(spec.volumes, `${path}.volumes`),
    ...checkContainers(pod, path),
    ...checkEphemeral(spec, path, options),
    ...checkPodResources(spec, `${path}.resources`),
    ...checkHostUsers(spec, path),
    ...checkPolicies(spec, path),
    ...checkLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...checkPodSecurity(spec, path),
    ...checkAffinity(spec.affinity, `${path}.affinity`),
    ...checkGates(spec, path),
    ...checkSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...checkNamesInSpec(spec, path),
    ...checkTolerations(spec.tolerations, `${path}.tolerations`),
    ...checkHostAliases(spec, `${path}.hostAliases`),
    ...oneOf(`${path}.os`, spec.os?.name, ['linux', 'windows']),
  ];
}

function checkEphemeral(spec: PodSpec, path: string, options: PodSpecOptions): FieldErrors {
  if ((spec.ephemeralContainers ?? []).length === 0) return noErrors;
  return options.isTemplate
    ? [forbidden(`${path}.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
    : noErrors;
}

function checkPolicies(spec: PodSpec, path: string): FieldErrors {
  const { restartPolicy = '', dnsPolicy = '', dnsConfig } = spec;
  return [
    ...(restartPolicy === ''
      ? [required(`${path}.restartPolicy`)]
      : oneOf(`${path}.restartPolicy`, restartPolicy, ['Always', 'OnFailure', 'Never'])),
    ...(dnsPolicy === ''
      ? [required(`${path}.dnsPolicy`)]
      : oneOf(`${path}.dnsPolicy`, dnsPolicy, [
          'ClusterFirstWithHostNet',
          'ClusterFirst',
          'Default',
          'None',
        ])),
    ...(dnsPolicy === 'None' && dnsConfig === undefined
      ? [required(`${path}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')]
      : []),
    ...oneOf(`${path}.preemptionPolicy`, spec.preemptionPolicy, ['PreemptLowerPriority', 'Never']),
  ];
}

function checkHostUsers(spec: PodSpec, path: string): FieldErrors {
  if (spec.hostUsers !== false) return noErrors;
  return (['hostNetwork', 'hostPID', 'hostIPC'] as const)
    .filter((name) => spec[name] === true)
    .map((name) => forbidden(`${path}.${name}`, 'when `hostUsers` is false'));
}

const deadlineMax = 2_147_483_647;

function checkNamesInSpec(spec: PodSpec, path: string): FieldErrors {
  const { activeDeadlineSeconds, hostname, subdomain } = spec;
  const named = (
    name: 'serviceAccountName' | 'nodeName' | 'priorityClassName' | 'runtimeClassName',
  ): FieldErrors => {
    const value = spec[name] ?? '';
    return value === '' ? noErrors : invalidEach(`${path}.${name}`, value, subdomainProblems(value));
  };
  const late =
    activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > deadlineMax);
  return [
    ...named('serviceAccountName'),
    ...named('nodeName'),
    ...(late
      ? [
          invalid(
            `${path}.activeDeadlineSeconds`,
            activeDeadlineSeconds,
            `must be between 1 and ${deadlineMax}, inclusive`,
          ),
        ]
      : []),
    ...(hostname === undefined ? [] : invalidEach(`${path}.hostname`, hostname, labelProblems(hostname))),
    ...(subdomain === undefined
      ? []
      : invalidEach(`${path}.subdomain`, subdomain, labelProblemsWithDots(subdomain))),
    ...named('priorityClassName'),
    ...named('runtimeClassName'),
  ];
}

function checkHostAliases(spec: PodSpec, path: string): FieldErrors {
  return checkEach(path, spec.hostAliases, (alias, at) => [
    ...invalidEach(`${at}.ip`, alias.ip, ipProblems(alias.ip)),
    ...checkEach(`${at}.hostnames`, alias.hostnames, (name, nameAt) =>
      invalidEach(nameAt, name, subdomainProblems(name)),
    ),
  ]);
}

/** What a pod requests as a whole must cover its containers. */
function checkPodResources(spec: PodSpec, path: string): FieldErrors {
  return Object.entries(spec.resources?.requests ?? {}).flatMap(([name, request]) => {
    const sum = (spec.containers ?? []).reduce<Quantity>((total, container) => {
      const requests = container.resources?.requests;
      return requests !== undefined && Object.hasOwn(requests, name)
        ? addQuantities(total, requests[name] ?? '0')
        : total;
    }, '0');
    if (compareQuantities(request, sum) >= 0) return [];
    const detail = `must be greater than or equal to aggregate container requests of ${sum}`;
    return [invalid(`${path}.requests[${name}]`, request, detail)];
  });
}
