/**
 * Field selectors such as `spec.nodeName=n1,status.phase!=Failed`.
 *
 * Upstream: k8s.io/apimachinery/pkg/fields/selector.go (v1.37).
 * **Simplified:** backslash escapes are not read. Which fields a kind offers is the API server's knowledge.
 */
import { jsonText } from '../../base/json.ts';
import { isJsonObject, ownValue, type JsonObject } from '../../base/json.ts';
import { fail, ok, type Result } from '../../base/result.ts';

/** One demand of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly negated: boolean;
}

/** Reads `spec.nodeName=n1,status.phase!=Failed`. */
export function parseFieldSelector(text: string): Result<readonly FieldRequirement[], string> {
  const requirements: FieldRequirement[] = [];
  for (const term of text.split(',').filter((part) => part !== '')) {
    const match = /^([^=!]*)(!=|==|=)(.*)$/.exec(term);
    if (match === null) return fail(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator, value = ''] = match;
    requirements.push({ field, value, negated: operator === '!=' });
  }
  return ok(requirements);
}

/** The text of a field by its dotted path; an absent field counts as empty, as upstream's field sets do. */
export function fieldText(object: JsonObject, path: string): string {
  let value: unknown = object;
  for (const step of path.split('.')) value = isJsonObject(value) ? ownValue(value, step) : undefined;
  return typeof value === 'object' ? '' : jsonText(value);
}

export function matchesFieldSelector(requirements: readonly FieldRequirement[], object: JsonObject): boolean {
  return requirements.every(({ field, value, negated }) => (fieldText(object, field) === value) !== negated);
}
