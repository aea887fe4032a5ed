/**
 * Conditions of a namespace being deleted: always all five, written together.
 *
 * **Upstream:** pkg/controller/namespace/deletion/status_condition_utils.go (v1.37).
 */
import { findCondition } from '../../api/conditions.ts';
import type { NamespaceCondition } from '../../api/core-v1.ts';
import type { Time } from '../../api/scalars.ts';
import { compareStrings } from '../../../base/compare.ts';

/** What a pass found left. */
export interface Remains {
  /** Objects by `resource.group`. */
  readonly resources: Readonly<Record<string, number>>;
  /** Objects by finalizer. */
  readonly finalizers: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
}

interface Wording {
  readonly type: string;
  readonly fine: readonly [reason: string, message: string];
}

const CONTENT_FAILURE = 'NamespaceDeletionContentFailure';
const CONTENT_REMAINING = 'NamespaceContentRemaining';
const FINALIZERS_REMAINING = 'NamespaceFinalizersRemaining';

const WORDINGS: readonly Wording[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    fine: ['ResourcesDiscovered', 'All resources successfully discovered'],
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    fine: ['ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  },
  {
    type: CONTENT_FAILURE,
    fine: ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  },
  { type: CONTENT_REMAINING, fine: ['ContentRemoved', 'All content successfully removed'] },
  {
    type: FINALIZERS_REMAINING,
    fine: ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  },
];

/** The list after a pass; the same list when nothing changed. */
export function namespaceConditions(
  before: readonly NamespaceCondition[],
  remains: Remains,
  now: Time,
): readonly NamespaceCondition[] {
  const failures = failureTexts(remains);
  const next = WORDINGS.map(({ type, fine }) =>
    nextCondition(findCondition(before, type), type, failures[type], fine, now),
  );
  const same = next.length === before.length && next.every((condition, i) => condition === before[i]);
  return same ? before : next;
}

function nextCondition(
  old: NamespaceCondition | undefined,
  type: string,
  failure: readonly [string, string] | undefined,
  fine: Wording['fine'],
  now: Time,
): NamespaceCondition {
  const status = failure === undefined ? 'False' : 'True';
  const [reason, message] = failure ?? fine;
  if (old?.status === status && old.reason === reason && old.message === message) return old;
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now;
  return { type, status, lastTransitionTime, reason, message };
}

function failureTexts({
  resources,
  finalizers,
  errors,
}: Remains): Readonly<Record<string, readonly [string, string]>> {
  const texts: Record<string, readonly [string, string]> = {};
  const left = Object.entries(resources).map(([name, count]) => `${name} has ${count} resource instances`);
  const held = Object.entries(finalizers).map(([name, count]) => `${name} in ${count} resource instances`);
  const list = (items: readonly string[]): string => [...items].sort(compareStrings).join(', ');
  if (errors.length > 0)
    texts[CONTENT_FAILURE] = [
      'ContentDeletionFailed',
      `Failed to delete all resource types, ${errors.length} remaining: ${list(errors)}`,
    ];
  if (left.length > 0)
    texts[CONTENT_REMAINING] = ['SomeResourcesRemain', `Some resources are remaining: ${list(left)}`];
  if (held.length > 0)
    texts[FINALIZERS_REMAINING] = [
      'SomeFinalizersRemain',
      `Some content in the namespace has finalizers remaining: ${list(held)}`,
    ];
  return texts;
}
