/**
 * Label and field selectors of list requests.
 *
 * **Upstream:** staging/src/k8s.io/apimachinery/pkg/fields and the field label conversions of each kind (v1.37).
 * **Simplified:** any dotted path may be a field; upstream allows a short list per kind.
 */
import type { JsonObject } from '../../base/json.ts';
import { matchesFieldSelector, parseFieldSelector } from '../api/field-selectors.ts';
import { parseSelector } from '../api/selector-text.ts';
import { matchesSelector } from '../api/selectors.ts';
import type { KubeObject } from '../api/types.ts';
import type { ListOptions } from './client.ts';

/** A predicate for the options; a selector that cannot be parsed matches nothing. */
export function listFilter(options: ListOptions): (object: KubeObject) => boolean {
  const labels = options.labelSelector === undefined ? undefined : parseSelector(options.labelSelector);
  const fields = options.fieldSelector === undefined ? undefined : parseFieldSelector(options.fieldSelector);
  return (object) =>
    (labels === undefined || (labels.ok && matchesSelector(labels.value, object.metadata.labels))) &&
    (fields === undefined ||
      (fields.ok && matchesFieldSelector(fields.value, object as object as JsonObject)));
}
