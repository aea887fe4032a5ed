/** A pod's conditions as stops of a line: passed, standing at, still ahead. */
import type { PodInside } from '../../protocol/pod-inside.ts';
import type { ConditionView } from '../../protocol/views.ts';

export interface StopModel {
  readonly type: string;
  readonly state: 'passed' | 'stands' | 'ahead';
  /** When it was passed, or since when it stands; 0 when nothing is known. */
  readonly sinceMs: number;
  /** Why it stands, in Kubernetes' words; empty else. */
  readonly reason: string;
  readonly message: string;
}

/** The order in which a pod passes them. */
const LINE = [
  'PodScheduled',
  'PodReadyToStartContainers',
  'Initialized',
  'ContainersReady',
  'Ready',
] as const;

/** The first stop that is not passed is where the pod stands; later ones that are true already stay passed. */
export function conditionStops({ conditions }: Pick<PodInside, 'conditions'>): readonly StopModel[] {
  const known = new Map(conditions.map((condition) => [condition.type, condition]));
  const standing = LINE.find((type) => known.get(type)?.status !== 'True');
  return LINE.map((type) => stopOf(type, known.get(type), type === standing));
}

function stopOf(type: string, condition: ConditionView | undefined, stands: boolean): StopModel {
  const passed = condition?.status === 'True';
  return {
    type,
    state: passed ? 'passed' : stands ? 'stands' : 'ahead',
    sinceMs: condition?.since ?? 0,
    reason: stands ? (condition?.reason ?? '') : '',
    message: stands ? (condition?.message ?? '') : '',
  };
}
