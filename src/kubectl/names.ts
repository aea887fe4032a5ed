/** How objects are named on the command line and in result lines. */
import { kindForResourceName, resourceAt, resourceOf, resources } from '../engine/api/resources.ts';
import type { Resource } from '../engine/api/resources.ts';
import type { Kind } from '../engine/api/types.ts';
import { complaint } from './session.ts';
import type { Refusal } from './session.ts';

/** `pod/web`, `deployment.apps/web`. */
export function resultName(kind: Kind, name: string): string {
  return `${singular(kind)}/${name}`;
}

/** `deployment.apps`. */
export function singular(kind: Kind): string {
  return grouped(resourceOf(kind), resourceOf(kind).singular);
}

/** `deployments.apps`. */
export function plural(kind: Kind): string {
  return grouped(resourceOf(kind), resourceOf(kind).plural);
}

function grouped({ group }: Resource, name: string): string {
  return group === '' ? name : `${name}.${group}`;
}

export function kindNamed(word: string): Kind {
  const kind = kindForResourceName(word);
  if (kind === undefined) throw unknownType(word);
  return kind;
}

function unknownType(word: string): Refusal {
  const [name = '', ...group] = word.split('.');
  const inGroup = group.length === 0 ? '' : ` in group "${group.join('.')}"`;
  return complaint(`the server doesn't have a resource type "${name}"${inGroup}`);
}

/** The kind behind a URL's group and plural name; with a version or a namespace only if it is served so. */
export function kindAt(
  group: string,
  pluralName: string,
  version?: string,
  isInNamespace = false,
): Kind | undefined {
  const found = resourceAt(group, pluralName);
  if (found === undefined || (isInNamespace && !found.namespaced)) return undefined;
  const served = found.apiVersion.split('/').at(-1);
  return version === undefined || version === served ? found.kind : undefined;
}

/** Group and plural name of a kind, as in URLs. */
export function wordsFor(kind: string): { readonly group: string; readonly plural: string } {
  const found = resources.find((one) => one.kind === kind);
  return { group: found?.group ?? '', plural: found?.plural ?? '' };
}

/** The API groups there are; the core group is empty. */
export function groups(): readonly string[] {
  return [...new Set(resources.map(({ group }) => group))];
}
