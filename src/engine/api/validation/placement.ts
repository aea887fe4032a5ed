/**
 * Rules of what steers a pod to a node: affinity, tolerations, spreading, scheduling gates.
 *
 * Upstream: validateAffinity, ValidateTolerations, validateTopologySpreadConstraints in
 * pkg/apis/core/validation/validation.go (v1.37).
 */
import type {
  Affinity,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from '../core-v1-pod.ts';
import { labelKeyProblems, labelValueProblems, qualifiedNameProblems } from '../names.ts';
import {
  checkEach,
  duplicate,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  notSupported,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { checkLabelSelector, checkNodeSelectorTerm } from './selector-rules.ts';

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution';

export function checkAffinity(affinity: Affinity | undefined, path: string): FieldErrors {
  return [
    ...checkNodeAffinity(affinity?.nodeAffinity, `${path}.nodeAffinity`),
    ...(['podAffinity', 'podAntiAffinity'] as const).flatMap((name) => [
      ...checkEach(`${path}.${name}.${requiredTerms}`, affinity?.[name]?.[requiredTerms], checkPodTerm),
      ...checkEach(`${path}.${name}.${preferredTerms}`, affinity?.[name]?.[preferredTerms], (term, at) => [
        ...checkWeight(term.weight, `${at}.weight`),
        ...checkPodTerm(term.podAffinityTerm, `${at}.podAffinityTerm`),
      ]),
    ]),
  ];
}

function checkWeight(weight: number, path: string): FieldErrors {
  return weight < 1 || weight > 100 ? [invalid(path, weight, 'must be in the range 1-100')] : noErrors;
}

function checkNodeAffinity(affinity: Affinity['nodeAffinity'], path: string): FieldErrors {
  const hard = affinity?.[requiredTerms];
  const terms = `${path}.${requiredTerms}.nodeSelectorTerms`;
  return [
    ...(hard !== undefined && (hard.nodeSelectorTerms ?? []).length === 0
      ? [required(terms, 'must have at least one node selector term')]
      : checkEach(terms, hard?.nodeSelectorTerms, checkNodeSelectorTerm)),
    ...checkEach(`${path}.${preferredTerms}`, affinity?.[preferredTerms], (term, at) => [
      ...checkWeight(term.weight, `${at}.weight`),
      ...checkNodeSelectorTerm(term.preference, `${at}.preference`),
    ]),
  ];
}

function checkPodTerm(term: PodAffinityTerm, path: string): FieldErrors {
  const key = term.topologyKey;
  return [
    ...checkLabelSelector(term.labelSelector, `${path}.labelSelector`),
    ...checkLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`),
    ...(key === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...invalidEach(`${path}.topologyKey`, key, labelKeyProblems(key)),
  ];
}

const taintEffects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function checkTolerations(tolerations: readonly Toleration[] | undefined, path: string): FieldErrors {
  return checkEach(path, tolerations, (toleration, at) => {
    const { key = '', operator = '', effect = '' } = toleration;
    const everything =
      'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    const timed = toleration.tolerationSeconds !== undefined && effect !== 'NoExecute';
    return [
      ...(key === '' ? [] : invalidEach(`${at}.key`, key, labelKeyProblems(key))),
      ...(key === '' && operator !== 'Exists' ? [invalid(`${at}.operator`, operator, everything)] : []),
      ...(timed
        ? [invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
        : []),
      ...checkTolerationOperator(toleration, at),
      ...(effect === '' ? [] : oneOf(`${at}.effect`, effect, taintEffects)),
    ];
  });
}

function checkTolerationOperator({ operator = 'Equal', value = '' }: Toleration, path: string): FieldErrors {
  switch (operator) {
    case 'Equal':
      return invalidEach(`${path}.operator`, value, labelValueProblems(value).slice(0, 1));
    case 'Exists':
      return value === ''
        ? noErrors
        : [invalid(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'")];
    case 'Lt':
    case 'Gt':
      // Off by default, and yet upstream lists them here.
      return [notSupported(`${path}.operator`, operator, ['Equal', 'Exists', 'Lt', 'Gt'])];
    default:
      return [notSupported(`${path}.operator`, operator, ['Equal', 'Exists'])];
  }
}

export function checkSpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
): FieldErrors {
  const seen = new Set<string>();
  return checkEach(path, constraints, (constraint, at) => {
    const { topologyKey, whenUnsatisfiable } = constraint;
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    const repeated = seen.has(pair) ? [duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair)] : [];
    seen.add(pair);
    return [
      ...checkConstraint(constraint, at),
      ...repeated,
      ...checkLabelSelector(constraint.labelSelector, `${at}.labelSelector`),
    ];
  });
}

function checkConstraint(constraint: TopologySpreadConstraint, path: string): FieldErrors {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  const softDomains = minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule';
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [
    ...(maxSkew <= 0 ? [invalid(`${path}.maxSkew`, maxSkew, 'must be greater than zero')] : []),
    ...(topologyKey === ''
      ? [required(`${path}.topologyKey`, 'can not be empty')]
      : invalidEach(`${path}.topologyKey`, topologyKey, labelKeyProblems(topologyKey))),
    ...oneOf(`${path}.whenUnsatisfiable`, whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']),
    ...(minDomains !== undefined && minDomains <= 0
      ? [invalid(`${path}.minDomains`, minDomains, 'must be greater than zero')]
      : []),
    ...(softDomains ? [invalid(`${path}.minDomains`, minDomains, detail)] : []),
  ];
}

export function checkGates(spec: PodSpec, path: string): FieldErrors {
  const seen = new Set<string>();
  const gates = spec.schedulingGates ?? [];
  const bound = gates.length > 0 && (spec.nodeName ?? '') !== '';
  return [
    ...checkEach(`${path}.schedulingGates`, gates, ({ name }, at) => {
      const repeated = seen.has(name) ? [duplicate(at, name)] : [];
      seen.add(name);
      return [...invalidEach(`${at}.name`, name, qualifiedNameProblems(name)), ...repeated];
    }),
    ...(bound
      ? [forbidden(`${path}.nodeName`, 'cannot be set until all schedulingGates have been cleared')]
      : []),
  ];
}
