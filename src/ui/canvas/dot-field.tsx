import { useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { PodTileModel } from '../../projections/view-model.ts';
import { nextMember } from '../widgets/roving-focus.ts';
import { podLabel, podTip } from './pod-label.ts';
import { Tile } from './tile.tsx';
import { useVirtualSecond } from './use-virtual-now.ts';

export interface DotFieldProps {
  readonly label: string;
  /** Null where a place is free. */
  readonly pods: readonly (PodTileModel | null)[];
  readonly selectedPodUid: string | null;
  readonly onSelectPod?: (uid: string) => void;
  readonly onOpenPod?: (uid: string) => void;
}

const KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** Uid of the dot nearest to a click: dots are smaller than a finger, the field is the target. */
function nearestUid(event: MouseEvent<HTMLElement>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const dot of event.currentTarget.querySelectorAll<HTMLElement>('[data-pod-uid]')) {
    const box = dot.getBoundingClientRect();
    const distance =
      Math.abs(box.left + box.width / 2 - event.clientX) + Math.abs(box.top + box.height / 2 - event.clientY);
    if (distance < bestDistance) {
      best = dot.dataset['podUid'];
      bestDistance = distance;
    }
  }
  return best;
}

/** Many pods as dots: one control with an active option instead of a hundred small buttons. */
export function DotField({ label, pods, selectedPodUid, onSelectPod, onOpenPod }: DotFieldProps): ReactNode {
  const [active, setActive] = useState<string | null>(null);
  const second = useVirtualSecond(true, 0);
  const present = pods.flatMap((pod) => (pod === null ? [] : [pod]));
  const current =
    present.find((pod) => pod.uid === active) ??
    present.find((pod) => pod.uid === selectedPodUid) ??
    present[0];

  const move = (event: KeyboardEvent<HTMLElement>): void => {
    if (current === undefined) return;
    if (event.key === ' ') onSelectPod?.(current.uid);
    else if (event.key === 'Enter') (onOpenPod ?? onSelectPod)?.(current.uid);
    else if (KEYS.has(event.key)) {
      const dots = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-pod-uid]')];
      const next = nextMember(
        event.key,
        present.indexOf(current),
        dots.map((dot) => dot.getBoundingClientRect()),
      );
      if (next !== null) setActive(present[next]?.uid ?? null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const click = (event: MouseEvent<HTMLElement>): void => {
    const uid = nearestUid(event);
    if (uid === undefined) return;
    setActive(uid);
    onSelectPod?.(uid);
  };
  return (
    <div
      className="pd-slots pd-slots-dot"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={current === undefined ? undefined : `pd-dot-${current.uid}`}
      onKeyDown={move}
      onClick={click}
    >
      {pods.map((pod, index) =>
        pod === null ? (
          <span key={`free-${index}`} className="pd-dot" />
        ) : (
          <span
            key={pod.uid}
            id={`pd-dot-${pod.uid}`}
            role="option"
            aria-selected={pod.uid === selectedPodUid}
            aria-label={podLabel(pod, second)}
            data-pod-uid={pod.uid}
            data-tip={podTip(pod)}
            className={dotClass(pod.uid, selectedPodUid, current?.uid)}
          >
            <Tile state={pod.state} size={12} />
          </span>
        ),
      )}
    </div>
  );
}

function dotClass(uid: string, selected: string | null, active: string | undefined): string {
  return `pd-dot pd-plate${uid === selected ? ' pd-dot-selected' : ''}${uid === active ? ' pd-dot-active' : ''}`;
}
