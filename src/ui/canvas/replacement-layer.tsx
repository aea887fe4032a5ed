import { memo, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { PodTileModel } from '../../projections/view-model.ts';
import { ReplacementLink, type Point } from './replacement-link.tsx';

interface Wire {
  readonly key: string;
  readonly from: Point;
  readonly to: Point;
}

/** As much of a map as the wires need. */
export interface LinkedPods {
  readonly nodes: readonly { readonly pods: readonly Pick<PodTileModel, 'uid' | 'replacedBy'>[] }[];
}

/** Pairs of ghost and stand-in that are both on a node. */
export function replacementPairs(model: LinkedPods): readonly (readonly [string, string])[] {
  const pods = model.nodes.flatMap((node) => node.pods);
  const present = new Set(pods.map((pod) => pod.uid));
  return pods.flatMap((pod) =>
    pod.replacedBy !== null && present.has(pod.replacedBy) ? [[pod.uid, pod.replacedBy] as const] : [],
  );
}

function findPod(root: HTMLElement, uid: string): DOMRect | null {
  const element = root.querySelector(`.pd-slots [data-pod-uid="${CSS.escape(uid)}"]`);
  return element === null ? null : element.getBoundingClientRect();
}

/** Where wires go, in px of the root before any zoom of it. */
function measure(root: HTMLElement, pairs: readonly (readonly [string, string])[]): Wire[] {
  const origin = root.getBoundingClientRect();
  const zoom = root.offsetWidth === 0 ? 1 : origin.width / root.offsetWidth;
  const local = (x: number, y: number): Point => ({
    x: (x - origin.left) / zoom,
    y: (y - origin.top) / zoom,
  });
  return pairs.flatMap(([ghost, standIn]) => {
    const a = findPod(root, ghost);
    const b = findPod(root, standIn);
    if (a === null || b === null) return [];
    const leftward = b.left < a.left;
    const from = local(leftward ? a.left : a.right, a.top + a.height / 2);
    const to = local(leftward ? b.right : b.left - 2, b.top + b.height / 2);
    return [{ key: `${ghost} ${standIn}`, from, to }];
  });
}

export interface ReplacementLayerProps {
  readonly root: RefObject<HTMLElement | null>;
  readonly model: LinkedPods;
  /** Whatever else the places of pods depend on; a change measures again. */
  readonly layout: string;
}

/** All "replaced by" wires of a map. Measured from the drawn pods after every change, after resize and after fonts. */
function ReplacementLayerDrawing({ root, model, layout }: ReplacementLayerProps): ReactNode {
  const [wires, setWires] = useState<readonly Wire[]>([]);
  const last = useRef('');
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return;
    const pairs = replacementPairs(model);
    const draw = (): void => {
      const next = measure(element, pairs);
      const print = JSON.stringify(next);
      if (print === last.current) return;
      last.current = print;
      setWires(next);
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    void document.fonts.ready.then(draw);
    return () => resized.disconnect();
  }, [root, model, layout]);
  if (wires.length === 0) return null;
  return (
    <svg className="pd-link-layer" aria-hidden="true" focusable="false">
      {wires.map((wire) => (
        <ReplacementLink key={wire.key} from={wire.from} to={wire.to} />
      ))}
    </svg>
  );
}

export const ReplacementLayer = memo(ReplacementLayerDrawing);
