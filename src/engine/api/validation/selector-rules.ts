/**
 * Rules of label selectors and node selectors, wherever they stand.
 *
 * Upstream: k8s.io/apimachinery/pkg/apis/meta/v1/validation and pkg/apis/core/validation (v1.37).
 */
import type { NodeSelectorTerm } from '../core-v1-volume.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../meta-v1.ts';
import { labelKeyProblems, labelValueProblems } from '../names.ts';
import { checkEach, forbidden, invalid, invalidEach, required, type FieldErrors } from './field-error.ts';
import { checkLabels } from './metadata.ts';

export function checkLabelSelector(selector: LabelSelector | undefined, path: string): FieldErrors {
  return [
    ...checkLabels(selector?.matchLabels, `${path}.matchLabels`),
    ...checkEach(`${path}.matchExpressions`, selector?.matchExpressions, checkLabelRequirement),
  ];
}

function checkLabelRequirement(requirement: LabelSelectorRequirement, path: string): FieldErrors {
  const { key, operator, values = [] } = requirement;
  return [
    ...checkOperator(operator, values, path, false),
    ...invalidEach(`${path}.key`, key, labelKeyProblems(key)),
    ...checkEach(`${path}.values`, values, (value, at) => invalidEach(at, value, labelValueProblems(value))),
  ];
}

/** How many values each operator wants. Only node selectors compare numbers. */
function checkOperator(
  operator: string,
  values: readonly string[],
  path: string,
  ordered: boolean,
): FieldErrors {
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be specified when `operator` is 'In' or 'NotIn'";
    return values.length === 0 ? [required(`${path}.values`, detail)] : [];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return values.length > 0 ? [forbidden(`${path}.values`, detail)] : [];
  }
  if (ordered && (operator === 'Gt' || operator === 'Lt')) {
    const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
    return values.length === 1 ? [] : [required(`${path}.values`, detail)];
  }
  return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
}

export function checkNodeSelectorTerm(term: NodeSelectorTerm, path: string): FieldErrors {
  return [
    ...checkEach(`${path}.matchExpressions`, term.matchExpressions, ({ key, operator, values = [] }, at) => [
      ...checkOperator(operator, values, at, true),
      ...invalidEach(`${at}.key`, key, labelKeyProblems(key)),
    ]),
    ...checkEach(`${path}.matchFields`, term.matchFields, ({ key, operator, values = [] }, at) => [
      ...(operator === 'In' || operator === 'NotIn'
        ? values.length === 1
          ? []
          : [
              required(
                `${at}.values`,
                "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
              ),
            ]
        : [invalid(`${at}.operator`, operator, 'not a valid selector operator')]),
      ...(key === 'metadata.name' ? [] : [invalid(`${at}.key`, key, 'not a valid field selector key')]),
    ]),
  ];
}
