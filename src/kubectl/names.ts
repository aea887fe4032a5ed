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

/** The kind behind a URL's group and plural name. */
export function kindAt(group: string, pluralName: string): Kind | undefined {
  return resourceAt(group, pluralName)?.kind;
}

/** The API groups there are; the core group is empty. */
export function groups(): readonly string[] {
  return [...new Set(resources.map(({ group }) => group))];
}
