import { memo, useState, type ReactNode } from 'react';
import './pod-slots.css';
import type { PodTileModel } from '../../projections/view-model.ts';
import { columnsOf, slotStep, type Density } from './density.ts';
import { DotField } from './dot-field.tsx';
import { laneEnd } from './place-geometry.ts';
import { PodTile } from './pod-tile.tsx';
import { ProbePulse } from './probe-pulse.tsx';
import { assignSlots, NO_SLOTS } from './slots.ts';

export interface PodSlotsProps {
  readonly label: string;
  readonly pods: readonly PodTileModel[];
  readonly density: Density;
  readonly widthPx: number;
  readonly selectedPodUid: string | null;
  readonly toolHint?: string;
  readonly onSelectPod?: (uid: string) => void;
  readonly onOpenPod?: (uid: string) => void;
}

/** Pods by place; a place keeps its pod while it is there. */
export function usePlaces(pods: readonly PodTileModel[], step: number): readonly (PodTileModel | null)[] {
  const [kept, keep] = useState(NO_SLOTS);
  const plan = assignSlots(
    kept,
    pods.map((pod) => pod.uid),
    step,
  );
  // **Why:** places follow from earlier props too; set here, the card is drawn again before anyone sees it.
  if (plan !== kept) keep(plan);
  const byUid = new Map(pods.map((pod) => [pod.uid, pod]));
  return plan.places.map((uid) => (uid === null ? null : (byUid.get(uid) ?? null)));
}

interface PulsesProps {
  readonly places: readonly (PodTileModel | null)[];
  readonly density: Density;
  readonly columns: number;
}

/** Probes on their way through the room, above all pods. */
function Pulses({ places, density, columns }: PulsesProps): ReactNode {
  // **Why:** present mode shows nothing that cannot be read from the last seat.
  if (density === 'present') return null;
  return places.map((pod, index) => {
    if (pod === null || pod.pulse === null) return null;
    const { x, y } = laneEnd(index, density, columns);
    return <ProbePulse key={pod.uid} pulse={pod.pulse} leftPx={x} topPx={y} />;
  });
}

/** The pods of a node, each in its place. One tab stop; arrow keys lead from pod to pod. */
function PodSlotsDrawing(props: PodSlotsProps): ReactNode {
  const { label, pods, density, widthPx, selectedPodUid, toolHint, onSelectPod, onOpenPod } = props;
  const places = usePlaces(pods, slotStep(density, widthPx));
  const tabStop = (places.find((pod) => pod?.uid === selectedPodUid) ?? places.find((pod) => pod !== null))
    ?.uid;
  const act = { ...(onSelectPod && { onSelectPod }), ...(onOpenPod && { onOpenPod }) };
  const hint = toolHint === undefined ? {} : { toolHint };
  return (
    <div className="pd-pod-room">
      {density === 'dot' ? (
        <DotField label={label} pods={places} selectedPodUid={selectedPodUid} {...act} />
      ) : (
        <ul className={`pd-slots pd-slots-${density}`} aria-label={label} data-roving>
          {places.map((pod, index) => (
            <li
              key={pod?.uid ?? `free-${index}`}
              className="pd-slot"
              aria-hidden={pod === null ? true : undefined}
            >
              {pod !== null && (
                <PodTile
                  pod={pod}
                  variant={density}
                  selected={pod.uid === selectedPodUid}
                  tabIndex={pod.uid === tabStop ? 0 : -1}
                  {...act}
                  {...hint}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <Pulses places={places} density={density} columns={columnsOf(density, widthPx)} />
    </div>
  );
}

export const PodSlots = memo(PodSlotsDrawing);
