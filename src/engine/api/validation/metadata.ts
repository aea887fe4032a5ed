/**
 * Rules of metadata: names, labels, annotations, owners, finalizers.
 *
 * Upstream: k8s.io/apimachinery/pkg/api/validation/objectmeta.go (v1.37).
 */
import type { Json } from '../../../base/json.ts';
import { sortedKeys } from '../../../base/compare.ts';
import type { ObjectMeta, OwnerReference } from '../meta-v1.ts';
import {
  labelKeyProblems,
  labelProblems,
  labelProblemsWithDots,
  labelValueProblems,
  pathSegmentProblems,
  qualifiedNameProblems,
  subdomainProblems,
  type Problems,
} from '../names.ts';
import type { Kind } from '../types.ts';
import {
  checkEach,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  required,
  tooLong,
  type FieldErrors,
} from './field-error.ts';

export type NameRule = (name: string) => Problems;

const nameRules: { readonly [K in Kind]?: NameRule } = {
  ClusterRole: pathSegmentProblems,
  ClusterRoleBinding: pathSegmentProblems,
  Namespace: labelProblemsWithDots,
  Role: pathSegmentProblems,
  RoleBinding: pathSegmentProblems,
  Service: labelProblemsWithDots,
  StatefulSet: labelProblemsWithDots,
};

/** How objects of the kind may be called. */
export function nameRuleOf(kind: Kind): NameRule {
  return nameRules[kind] ?? subdomainProblems;
}

const annotationBytesMax = 262_144;

export function checkMetadata(meta: ObjectMeta, nameRule: NameRule, path = 'metadata'): FieldErrors {
  return [
    ...checkName(meta, nameRule, path),
    ...checkNamespace(meta, path),
    ...checkLabels(meta.labels, `${path}.labels`),
    ...checkAnnotations(meta.annotations, `${path}.annotations`),
    ...checkOwners(meta.ownerReferences, `${path}.ownerReferences`),
    ...checkFinalizers(meta.finalizers, `${path}.finalizers`),
  ];
}

function checkName(
  { name = '', generateName = '' }: ObjectMeta,
  nameRule: NameRule,
  path: string,
): FieldErrors {
  // A trailing dash is fine in a prefix: the random letters follow it.
  const prefix = generateName.endsWith('-') ? `${generateName.slice(0, -1)}a` : generateName;
  const prefixProblems = generateName === '' ? [] : nameRule(prefix);
  return [
    ...invalidEach(`${path}.generateName`, generateName, prefixProblems),
    ...(name === ''
      ? [required(`${path}.name`, 'name or generateName is required')]
      : invalidEach(`${path}.name`, name, nameRule(name))),
  ];
}

function checkNamespace({ namespace = '' }: ObjectMeta, path: string): FieldErrors {
  return namespace === '' ? noErrors : invalidEach(`${path}.namespace`, namespace, labelProblems(namespace));
}

/** Both halves of each pair; errors name the map, not the key. */
export function checkLabels(labels: Readonly<Record<string, string>> | undefined, path: string): FieldErrors {
  return sortedKeys(labels ?? {}).flatMap((key) => [
    ...invalidEach(path, key, labelKeyProblems(key)),
    ...invalidEach(path, labels?.[key] ?? '', labelValueProblems(labels?.[key] ?? '')),
  ]);
}

export function checkAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): FieldErrors {
  const keys = sortedKeys(annotations ?? {});
  const bytes = keys.reduce((sum, key) => sum + byteLength(key) + byteLength(annotations?.[key] ?? ''), 0);
  return [
    ...keys.flatMap((key) => invalidEach(path, key, qualifiedNameProblems(lowerPrefix(key)))),
    ...(bytes > annotationBytesMax ? [tooLong(path, annotationBytesMax)] : []),
  ];
}

/** The prefix of an annotation may be in any case. */
function lowerPrefix(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key : key.slice(0, slash).toLowerCase() + key.slice(slash);
}

/** Length in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function checkOwners(owners: readonly OwnerReference[] | undefined, path: string): FieldErrors {
  const each = checkEach(path, owners, (owner, at) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((name) => (owner[name] ?? '') === '')
      .map((name) => required(`${at}.${name}`, 'must not be empty')),
  );
  const [first, second] = (owners ?? []).filter((owner) => owner.controller === true);
  if (first === undefined || second === undefined) return each;
  const names = [first, second].map((owner) => `${owner.kind}/${owner.name}`).join(' and ');
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${names}`;
  return [...each, invalid(path, (owners ?? []).map(ownerJson), detail)];
}

function ownerJson(owner: OwnerReference): Json {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.name,
    uid: owner.uid,
    controller: owner.controller,
    blockOwnerDeletion: owner.blockOwnerDeletion,
  };
}

/** Short finalizer names that need no domain. */
const standardFinalizers: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

function checkFinalizers(finalizers: readonly string[] | undefined, path: string): FieldErrors {
  return checkEach(path, finalizers, (finalizer, at) => {
    const problems = invalidEach(at, finalizer, qualifiedNameProblems(finalizer));
    if (problems.length > 0 || finalizer.includes('/') || standardFinalizers.includes(finalizer))
      return problems;
    return [invalid(at, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
  });
}

/** What no update may change. */
export function checkMetadataUpdate(next: ObjectMeta, old: ObjectMeta): FieldErrors {
  const fixed = (['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const)
    .filter((name) => (next[name] ?? old[name]) !== old[name])
    .map((name) => invalid(`metadata.${name}`, next[name] ?? '', 'field is immutable'));
  return [...fixed, ...checkNewFinalizers(next, old)];
}

function checkNewFinalizers(next: ObjectMeta, old: ObjectMeta): FieldErrors {
  if (old.deletionTimestamp === undefined) return noErrors;
  const added = (next.finalizers ?? []).filter((one) => !(old.finalizers ?? []).includes(one));
  if (added.length === 0) return noErrors;
  const list = added.map((one) => JSON.stringify(one)).join(', ');
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbidden('metadata.finalizers', detail)];
}
