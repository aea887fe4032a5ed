import { memo, type ReactNode } from 'react';
import './pending-tray.css';
import type { ClosedGateModel, PendingPodModel, PendingTrayModel } from '../../projections/view-model.ts';
import { PodTile } from './pod-tile.tsx';

export interface PendingTrayProps {
  readonly tray: PendingTrayModel;
  readonly selectedPodUid?: string | null;
  readonly onSelectPod?: (uid: string) => void;
}

const WIDTH = 190;
/** Half of the gap in the path round a closed gate. */
const STOP = 6;

/** The path of a pod through the gates: it stops at the first closed one, later gates are not asked. */
function Gates({ gate }: { readonly gate: ClosedGateModel }): ReactNode {
  const at = (index: number): number => Math.round(((index + 0.5) * WIDTH) / gate.count) + 5;
  const shut = at(gate.index);
  return (
    <svg className="pd-gates" viewBox={`0 0 ${WIDTH} 16`} aria-hidden="true" focusable="false">
      <path d={`M0 8h${shut - STOP}`} />
      <path className="pd-gate-later" d={`M${shut + STOP + 4} 8H${WIDTH}`} />
      {Array.from({ length: gate.count }, (_, index) => index).map((index) =>
        index === gate.index ? (
          <path key={index} className="pd-gate-shut" d={`M${shut} 1v14`} />
        ) : (
          <path
            key={index}
            className={index > gate.index ? 'pd-gate-later' : undefined}
            d={`M${at(index)} 1v3.5M${at(index)} 11.5v3.5`}
          />
        ),
      )}
    </svg>
  );
}

function WaitingPod({
  entry,
  selected,
  onSelectPod,
}: {
  readonly entry: PendingPodModel;
  readonly selected: boolean;
  readonly onSelectPod?: (uid: string) => void;
}): ReactNode {
  const { pod, gate } = entry;
  return (
    <li className="pd-waiting">
      <PodTile pod={pod} variant="row-30" selected={selected} {...(onSelectPod && { onSelectPod })} />
      {gate !== null && (
        <div className="pd-waiting-gate">
          <Gates gate={gate} />
          <p className="pd-note">
            <span className="pd-strong">{gate.name}</span> {gate.text}
          </p>
        </div>
      )}
    </li>
  );
}

/** More than this are counted, not drawn: the tray must not push the nodes off the screen. */
const WAITING_SHOWN_MAX = 3;

function PendingTrayDrawing({ tray, selectedPodUid = null, onSelectPod }: PendingTrayProps): ReactNode {
  const count = tray.pods.length;
  const shown = tray.pods.slice(0, WAITING_SHOWN_MAX);
  return (
    <section
      className="pd-tray"
      aria-label={count === 0 ? 'Pending, nobody waits' : `Pending, ${count} waiting`}
    >
      <span className="pd-strong pd-tray-count">{count === 0 ? 'Pending' : `Pending ${count}`}</span>
      {count === 0 ? (
        <span className="pd-tray-empty">nobody waits for a node</span>
      ) : (
        <ul className="pd-tray-pods">
          {shown.map((entry) => (
            <WaitingPod
              key={entry.pod.uid}
              entry={entry}
              selected={entry.pod.uid === selectedPodUid}
              {...(onSelectPod && { onSelectPod })}
            />
          ))}
          {count > shown.length && <li className="pd-note">and {count - shown.length} more</li>}
        </ul>
      )}
    </section>
  );
}

/** Pods without a node, each with the first gate that stops it. */
export const PendingTray = memo(PendingTrayDrawing);
