/** `$NS`, `$pick(Kind:label=value)` and `$node(…)` in the text of a step. */
import { kindNamed } from './wait-step.ts';
import type { Run } from '../engine/index.ts';
import type { Json } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';

export function filledText(run: Run, namespace: string, text: string): string {
  return text
    .replaceAll('$NS', namespace)
    .replace(
      /\$pick\((\w+):([^)]*)\)/g,
      (_, kind: string, selector: string) => picked(run, namespace, kind, selector).metadata.name,
    )
    .replace(/\$node\((\w+):([^)]*)\)/g, (_, kind: string, selector: string) =>
      nodeOf(picked(run, namespace, kind, selector)),
    );
}

/** The same in every text of a JSON value. */
export function filled<T extends Json>(run: Run, namespace: string, value: T): T {
  return filledJson(run, namespace, value) as T;
}

function filledJson(run: Run, namespace: string, value: Json): Json {
  if (typeof value === 'string') return filledText(run, namespace, value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => filledJson(run, namespace, item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === undefined ? undefined : filledJson(run, namespace, item),
    ]),
  );
}

/** The first live object by name. */
function picked(run: Run, namespace: string, kind: string, labelSelector: string) {
  const found = run.engine.reader().list(kindNamed(kind), { namespace, labelSelector });
  const first = found.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? found[0];
  if (first === undefined) throw new Error(`no ${kind} with label ${labelSelector} to pick`);
  return first;
}

function nodeOf(object: object): string {
  const { spec } = object as { readonly spec?: { readonly nodeName?: string } };
  return spec?.nodeName ?? '';
}
