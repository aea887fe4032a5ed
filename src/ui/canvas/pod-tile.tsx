import { memo, type KeyboardEvent, type ReactNode } from 'react';
import './pod-tile.css';
import type { PodTileModel } from '../../projections/view-model.ts';
import { moveRovingFocus } from '../widgets/roving-focus.ts';
import { DisagreeTile } from './disagree-tile.tsx';
import { Fuse } from './fuse.tsx';
import { podLabel, podTip } from './pod-label.ts';
import { lookOf } from './pod-look.ts';
import { ProbeRail } from './probe-rail.tsx';
import { ShortName } from './short-name.tsx';
import { Tile } from './tile.tsx';
import type { TileSize } from './tile-geometry.ts';
import { TickingLine } from './ticking-line.tsx';
import { useVirtualSecond } from './use-virtual-now.ts';

/** `row-…` has name and text beside the tile, `present` is a row for the last seat, `tile` stands alone. */
export type PodTileVariant = 'row-38' | 'row-30' | 'present' | 'tile';

export interface PodTileProps {
  readonly pod: PodTileModel;
  readonly variant: PodTileVariant;
  readonly selected?: boolean;
  /** A tool is at hand and would act here: shown instead of the second line ('Kill on drop'). */
  readonly toolHint?: string;
  /** Why nothing can be done here; the tile stays focusable and says it. */
  readonly disabledReason?: string;
  readonly tabIndex?: number;
  readonly onSelectPod?: (uid: string) => void;
  /** Zoom in: double click or Enter. */
  readonly onOpenPod?: (uid: string) => void;
}

const TILE_SIZES: Readonly<Record<PodTileVariant, TileSize>> = {
  'row-38': 38,
  'row-30': 30,
  present: 38,
  tile: 28,
};

function tileOf(pod: PodTileModel, size: TileSize): ReactNode {
  if (pod.disagree !== null) return <DisagreeTile truth={pod.state} api={pod.disagree.api} size={size} />;
  return (
    <Tile
      state={pod.state}
      size={size}
      containers={pod.containers}
      restarts={pod.restarts}
      step={pod.step}
      timer={pod.timer}
      pin={pod.pin}
    />
  );
}

function secondLine(props: PodTileProps): ReactNode {
  if (props.disabledReason !== undefined) return props.disabledReason;
  if (props.toolHint !== undefined) return props.toolHint;
  return <TickingLine line={props.pod.say} />;
}

function RowText(props: PodTileProps): ReactNode {
  const { pod } = props;
  return (
    <span className="pd-pod-text">
      <span className="pd-pod-name">
        <ShortName text={pod.shortName} />
      </span>
      <span className="pd-pod-say">{secondLine(props)}</span>
    </span>
  );
}

/** States of which, for the last seat, the word says enough. */
const WORD_IS_ENOUGH: ReadonlySet<string> = new Set([
  'ready',
  'sidecar-ready',
  'static',
  'ghost',
  'succeeded',
]);

/** For the last seat: the state leads, the name follows. A healthy pod says so instead of its address. */
function PresentText({ pod }: PodTileProps): ReactNode {
  const calm = WORD_IS_ENOUGH.has(pod.state);
  return (
    <span className="pd-pod-text">
      <span className="pd-pod-state">{calm ? lookOf(pod).word : <TickingLine line={pod.say} />}</span>
      <span className="pd-pod-name">
        <ShortName text={pod.shortName} />
      </span>
    </span>
  );
}

function RowEnd({ pod }: { readonly pod: PodTileModel }): ReactNode {
  const rail = pod.probes[0];
  if (pod.fuse !== null) return <Fuse fuse={pod.fuse} />;
  return rail === undefined ? null : <ProbeRail rail={rail} />;
}

function classesOf({ pod, variant, selected, toolHint, disabledReason }: PodTileProps): string {
  const row =
    variant === 'tile' ? 'pd-pod pd-pod-tile pd-plate' : `pd-pod pd-pod-row pd-pod-${variant} pd-plate`;
  const struck = lookOf(pod).mark === 'struck' ? ' pd-pod-struck' : '';
  const target = toolHint === undefined ? '' : ' pd-plate-target';
  const off = disabledReason === undefined ? '' : ' pd-tile-off pd-pod-off';
  return row + struck + (selected === true ? ' pd-plate-selected' : '') + target + off;
}

function ticks(pod: PodTileModel): boolean {
  return pod.timer !== null || pod.fuse !== null || typeof pod.say !== 'string';
}

/** The moment from which a pod's seconds are counted, so that all its numbers change together. */
function phaseOf(pod: PodTileModel): number {
  if (pod.timer !== null && 'toMs' in pod.timer) return pod.timer.toMs;
  if (pod.fuse !== null && pod.fuse !== 'stays') return pod.fuse.toMs;
  return typeof pod.say === 'string' ? 0 : pod.say.atMs;
}

/** One pod on the map, to be selected, opened and read aloud. */
function PodTileButton(props: PodTileProps): ReactNode {
  const { pod, variant, selected = false, disabledReason, onSelectPod, onOpenPod } = props;
  const second = useVirtualSecond(ticks(pod), phaseOf(pod));
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    moveRovingFocus(event, '[data-pod-uid]');
    if (event.key !== 'Enter' || onOpenPod === undefined) return;
    event.preventDefault();
    onOpenPod(pod.uid);
  };
  const reason = disabledReason === undefined ? '' : `, ${disabledReason}`;
  return (
    <button
      type="button"
      className={classesOf(props)}
      data-pod-uid={pod.uid}
      data-tip={podTip(pod)}
      aria-label={podLabel(pod, second) + reason}
      aria-pressed={selected}
      aria-disabled={disabledReason === undefined ? undefined : true}
      tabIndex={props.tabIndex}
      onClick={() => onSelectPod?.(pod.uid)}
      onDoubleClick={() => onOpenPod?.(pod.uid)}
      onKeyDown={onKey}
    >
      {tileOf(pod, TILE_SIZES[variant])}
      {variant === 'present' && <PresentText {...props} />}
      {(variant === 'row-38' || variant === 'row-30') && (
        <>
          <RowText {...props} />
          <RowEnd pod={pod} />
        </>
      )}
      {variant === 'tile' && pod.fuse !== null && <Fuse fuse={pod.fuse} />}
    </button>
  );
}

export const PodTile = memo(PodTileButton);
