/**
 * What becomes of an object whose owners are in these states.
 *
 * **Upstream:** pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem (v1.37).
 */
import { FinalizerDeleteDependents, FinalizerOrphanDependents } from '../../api/well-known.ts';
import type { OwnerState } from './owners.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export type Verdict =
  | { readonly kind: 'keep' }
  /** Drop the references whose owners are not solid. */
  | { readonly kind: 'strip' }
  | { readonly kind: 'delete'; readonly propagation: Propagation };

export interface ItemSeen {
  readonly owners: readonly OwnerState[];
  readonly hasDependents: boolean;
  readonly finalizers: readonly string[];
}

export function decideItem({ owners, hasDependents, finalizers }: ItemSeen): Verdict {
  if (owners.length === 0) return { kind: 'keep' };
  if (owners.includes('solid'))
    return owners.every((state) => state === 'solid') ? { kind: 'keep' } : { kind: 'strip' };
  if (owners.includes('waiting') && hasDependents) return { kind: 'delete', propagation: 'Foreground' };
  if (finalizers.includes(FinalizerOrphanDependents)) return { kind: 'delete', propagation: 'Orphan' };
  if (finalizers.includes(FinalizerDeleteDependents)) return { kind: 'delete', propagation: 'Foreground' };
  return { kind: 'delete', propagation: 'Background' };
}
