/**
 * Rules of Nodes, Namespaces, PodDisruptionBudgets, PriorityClasses and Ingresses.
 *
 * Upstream: pkg/apis/{core,policy,scheduling,networking}/validation (v1.37); the levels of a Namespace are checked by
 * the PodSecurity admission plugin.
 * **Simplified:** of an Ingress only the path types are looked at.
 */
import type { ObjectMeta } from '../meta-v1.ts';
import type { Namespace, Node } from '../core-v1.ts';
import { labelKeyProblems, labelValueProblems } from '../names.ts';
import type { Ingress } from '../networking-v1.ts';
import type { PodDisruptionBudget } from '../policy-v1.ts';
import type { PriorityClass } from '../scheduling-v1.ts';
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
import { internalForm } from './internal-form.ts';
import { checkLabelSelector } from './selector-rules.ts';
import { checkAtMost100Percent, checkFixed, checkIntOrPercent } from './workloads.ts';

const taintEffects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Upstream puts taints under metadata in these messages. */
export function checkNode({ spec }: Node): FieldErrors {
  const seen = new Set<string>();
  return checkEach('metadata.taints', spec.taints, (taint, at) => {
    const { key, value = '', effect } = taint;
    const pair = `${key}:${effect}`;
    const repeated = seen.has(pair);
    seen.add(pair);
    const effectErrors =
      (effect as string) === '' ? [required(`${at}.effect`)] : oneOf(`${at}.effect`, effect, taintEffects);
    return [
      ...invalidEach(`${at}.key`, key, labelKeyProblems(key)),
      ...invalidEach(`${at}.value`, value, labelValueProblems(value)),
      ...effectErrors,
      ...(repeated
        ? [
            {
              ...duplicate(at, internalForm('Taint', taint)),
              detail: 'taints must be unique by key and effect pair',
            },
          ]
        : []),
    ];
  });
}

const securityModes = ['enforce', 'audit', 'warn'] as const;

/** The levels that a Namespace asks its pods to keep to. */
export function checkNamespace({ metadata }: Namespace): FieldErrors {
  return securityModes.flatMap((mode) => {
    const key = `pod-security.kubernetes.io/${mode}`;
    const level = metadata.labels?.[key];
    const version = metadata.labels?.[`${key}-version`];
    const knownLevel = level === undefined || ['privileged', 'baseline', 'restricted'].includes(level);
    const knownVersion = version === undefined || version === 'latest' || /^v1\.\d+$/.test(version);
    return [
      ...(knownLevel
        ? []
        : [invalid(`metadata.labels[${key}]`, level, 'must be one of privileged, baseline, restricted')]),
      ...(knownVersion
        ? []
        : [invalid(`metadata.labels[${key}-version]`, version, 'must be "latest" or "v1.x"')]),
    ];
  });
}

export function checkIngress({ spec }: Ingress): FieldErrors {
  return checkEach('spec.rules', spec.rules, (rule, at) =>
    checkEach(
      `${at}.http.paths`,
      rule.http?.paths,
      ({ pathType = '' }: { readonly pathType?: string }, path) =>
        pathType === ''
          ? [required(`${path}.pathType`, 'pathType must be specified')]
          : oneOf(`${path}.pathType`, pathType, ['Exact', 'ImplementationSpecific', 'Prefix']),
    ),
  );
}

export function checkPodDisruptionBudget({ spec }: PodDisruptionBudget): FieldErrors {
  const { minAvailable, maxUnavailable } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  return [
    ...(both
      ? [
          invalid(
            'spec',
            internalForm('PodDisruptionBudgetSpec', spec),
            'minAvailable and maxUnavailable cannot be both set',
          ),
        ]
      : []),
    ...checkIntOrPercent(minAvailable, 'spec.minAvailable'),
    ...checkAtMost100Percent(minAvailable, 'spec.minAvailable'),
    ...checkIntOrPercent(maxUnavailable, 'spec.maxUnavailable'),
    ...checkAtMost100Percent(maxUnavailable, 'spec.maxUnavailable'),
    ...checkLabelSelector(spec.selector, 'spec.selector'),
    ...oneOf('spec.unhealthyPodEvictionPolicy', spec.unhealthyPodEvictionPolicy, [
      'AlwaysAllow',
      'IfHealthyBudget',
    ]),
  ];
}

const priorityMax = 1_000_000_000;
const systemClasses: readonly string[] = ['system-node-critical', 'system-cluster-critical'];

export function checkPriorityClass({ metadata, value = 0, preemptionPolicy }: PriorityClass): FieldErrors {
  const { name = '' } = metadata as ObjectMeta;
  if (systemClasses.includes(name)) return noErrors;
  const reserved =
    "priority class names with 'system-' prefix are reserved for system use only. error: " +
    `${name} is not a known system priority class`;
  return [
    ...(name.startsWith('system-') ? [forbidden('metadata.name', reserved)] : []),
    ...(value > priorityMax
      ? [forbidden('value', `maximum allowed value of a user defined priority is ${priorityMax}`)]
      : []),
    ...oneOf('preemptionPolicy', preemptionPolicy, ['PreemptLowerPriority', 'Never']),
  ];
}

export function checkPriorityClassUpdate(next: PriorityClass, old: PriorityClass): FieldErrors {
  return [
    ...(next.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...checkFixed('preemptionPolicy', next.preemptionPolicy, old.preemptionPolicy),
  ];
}
