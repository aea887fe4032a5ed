/** What can be done to a workload beside deleting it: the same commands as its ticket gives, for menus and the palette. */
import { newestOf, revisionMark } from '../../projections/workloads/revisions.ts';
import type { OwnerKind } from '../../projections/workloads/ticket-model.ts';
import type { WorkloadView } from '../../protocol/views.ts';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import type { Command } from '../stores/engine-words.ts';
import { backTo, pauseOrResume, runByHand, suspendOrContinue } from './steering.ts';

export interface WorkloadAction {
  readonly id: string;
  readonly label: string;
  readonly glyph: GlyphName;
  readonly command: Command;
}

const RESTARTED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export function steeringActions(
  workload: WorkloadView,
  workloads: readonly WorkloadView[],
): readonly WorkloadAction[] {
  const owner = { ...workload, kind: workload.kind as OwnerKind };
  return [
    ...scaling(workload),
    ...(workload.kind === 'Deployment' ? [pausing(owner)] : []),
    ...rollback(owner),
    ...(RESTARTED.has(workload.kind) && !workload.paused ? [restart(owner)] : []),
    ...jobActions(owner, workloads),
  ];
}

type Owner = WorkloadView & { readonly kind: OwnerKind };

function scaling({ kind: objectKind, namespace, name, want, scalable }: WorkloadView): WorkloadAction[] {
  if (!scalable) return [];
  const to = (replicas: number): Command => ({ kind: 'scale', objectKind, namespace, name, replicas });
  const more: WorkloadAction = { id: 'more', label: 'One more', glyph: 'icon-plus', command: to(want + 1) };
  const fewer: WorkloadAction = {
    id: 'fewer',
    label: 'One fewer',
    glyph: 'icon-minus',
    command: to(want - 1),
  };
  return want > 0 ? [more, fewer] : [more];
}

function pausing(owner: Owner): WorkloadAction {
  return {
    id: 'pause',
    label: owner.paused ? 'Resume the rollout' : 'Pause the rollout',
    glyph: owner.paused ? 'icon-play' : 'icon-pause',
    command: pauseOrResume(owner),
  };
}

/** To the revision before the newest one. */
function rollback(owner: Owner): WorkloadAction[] {
  const newest = newestOf(owner.revisions);
  const before = newestOf(owner.revisions.filter((one) => one !== newest));
  if (before === undefined || owner.paused) return [];
  const { letter, hash } = revisionMark(before);
  return [
    {
      id: 'undo',
      label: `Roll back to ${letter}, ${hash}`,
      glyph: 'icon-undo',
      command: backTo(owner, before),
    },
  ];
}

function restart({ kind: objectKind, namespace, name }: Owner): WorkloadAction {
  return {
    id: 'restart',
    label: 'Restart: make all pods anew',
    glyph: 'icon-restart',
    command: { kind: 'rollout-restart', objectKind, namespace, name },
  };
}

function jobActions(owner: Owner, workloads: readonly WorkloadView[]): WorkloadAction[] {
  if (owner.kind !== 'Job' && owner.kind !== 'CronJob') return [];
  const { details } = owner;
  if (details?.kind === 'Job' && details.finished !== '') return [];
  const suspend: WorkloadAction = {
    id: 'suspend',
    label: owner.paused ? 'Let it go on' : 'Suspend it',
    glyph: owner.paused ? 'icon-play' : 'icon-pause',
    command: suspendOrContinue(owner),
  };
  if (owner.kind === 'Job') return [suspend];
  const names = new Set(
    workloads
      .filter(({ kind, namespace }) => kind === 'Job' && namespace === owner.namespace)
      .map(({ name }) => name),
  );
  return [{ id: 'now', label: 'Run it now', glyph: 'icon-next', command: runByHand(owner, names) }, suspend];
}
