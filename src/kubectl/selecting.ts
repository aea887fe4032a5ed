/** Which objects a list or watch asks for. A selector that cannot be parsed matches nothing: who lists refuses it before. */
import type { JsonObject } from '../base/json.ts';
import { matchesFieldSelector, parseFieldSelector } from '../engine/api/field-selectors.ts';
import { parseSelector } from '../engine/api/selector-text.ts';
import { matchesSelector } from '../engine/api/selectors.ts';
import type { KubeObject } from '../engine/api/types.ts';
import type { ListOptions } from './cluster-access.ts';

export function selecting(options: ListOptions): (object: KubeObject) => boolean {
  const { namespace, labelSelector, fieldSelector } = options;
  const labels = labelSelector === undefined ? undefined : parseSelector(labelSelector);
  const fields = fieldSelector === undefined ? undefined : parseFieldSelector(fieldSelector);
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (labels === undefined || (labels.ok && matchesSelector(labels.value, object.metadata.labels))) &&
    (fields === undefined ||
      (fields.ok && matchesFieldSelector(fields.value, object as object as JsonObject)));
}
