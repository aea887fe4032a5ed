/**
 * Label selectors: what they ask and whether labels answer. The text form (`app=web,tier in (a, b)`) is read in
 * `selector-text.ts`, field selectors in `field-selectors.ts`.
 *
 * Upstream: k8s.io/apimachinery/pkg/labels/selector.go and apis/meta/v1/helpers.go (v1.37).
 */
import { compareStrings, sortedKeys } from '../../base/compare.ts';
import type { LabelSelector } from './meta-v1.ts';

export type Labels = Readonly<Record<string, string>>;

export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

/** One demand on one label. `values` is sorted for In and NotIn. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** All requirements must hold; none at all matches everything. */
export type Selector = readonly Requirement[];

/** True when the labels meet every requirement. */
export function matchesSelector(selector: Selector, labels: Labels | undefined): boolean {
  return selector.every((requirement) => matchesRequirement(requirement, labels));
}

export function matchesRequirement(requirement: Requirement, labels: Labels | undefined): boolean {
  const value = labelValue(labels, requirement.key);
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return matchesOrder(requirement, value);
    default:
      return false;
  }
}

function matchesOrder(requirement: Requirement, value: string | undefined): boolean {
  const bound = integer(requirement.values[0]);
  const actual = integer(value);
  if (bound === undefined || actual === undefined) return false;
  return requirement.operator === 'Gt' ? actual > bound : actual < bound;
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function labelValue(labels: Labels | undefined, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/**
 * Matches the object form. As upstream: an absent selector matches nothing, an empty one everything; one with an
 * operator that does not exist matches nothing.
 */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Labels | undefined,
): boolean {
  if (selector === undefined) return false;
  const { matchLabels, matchExpressions } = selector;
  for (const key in matchLabels) {
    if (labelValue(labels, key) !== matchLabels[key]) return false;
  }
  return (matchExpressions ?? []).every(({ key, operator, values }) =>
    matchesRequirement({ key, operator: operator as Operator, values: values ?? [] }, labels),
  );
}

/** The object form as requirements, sorted by key as upstream prints them. */
export function selectorOf(selector: LabelSelector): Selector {
  const exact = sortedKeys(selector.matchLabels ?? {}).map((key): Requirement => ({
    key,
    operator: 'In',
    values: [selector.matchLabels?.[key] ?? ''],
  }));
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => ({
    key,
    operator: operator as Operator,
    values: [...(values ?? [])].sort(compareStrings),
  }));
  return byKey([...exact, ...expressions]);
}

/** `{app: web}` as requirements: what Services and ReplicationControllers have. */
export function selectorOfLabels(labels: Labels): Selector {
  return sortedKeys(labels).map((key) => ({ key, operator: 'In', values: [labels[key] ?? ''] }));
}

/** True when every pair is on the object. No pairs at all match nothing here, as for Services. */
export function matchesLabels(pairs: Labels | undefined, labels: Labels | undefined): boolean {
  const keys = Object.keys(pairs ?? {});
  return keys.length > 0 && keys.every((key) => labelValue(labels, key) === pairs?.[key]);
}

/** Requirements in the order upstream keeps them. */
export function byKey(requirements: readonly Requirement[]): Selector {
  return [...requirements].sort((a, b) => compareStrings(a.key, b.key));
}
