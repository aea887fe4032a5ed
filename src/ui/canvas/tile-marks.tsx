import type { ReactNode } from 'react';
import type { ContainerSliceModel, StepStripModel } from '../../projections/view-model.ts';
import { sideBySide, type TileSize } from './tile-geometry.ts';

const SLICE_FROM = 5;
const SLICE_TO = 23;
const SLICE_BASE = 24;
const SLICE_HEIGHT = 4;
/** Init containers are thin strips before the slices. */
const INIT_WIDTH = 2;
const GAP = 2;
/** More would be thinner than a pixel; the rest is in the row and the inspector. */
const SLICES_MAX = 6;

function Slice({
  slice,
  x,
  width,
}: {
  readonly slice: ContainerSliceModel;
  readonly x: number;
  readonly width: number;
}): ReactNode {
  const top = SLICE_BASE - SLICE_HEIGHT;
  const whole = { x, y: top, width, height: SLICE_HEIGHT };
  const outline = { x: x + 0.5, y: top + 0.5, width: Math.max(1, width - 1), height: SLICE_HEIGHT - 1 };
  switch (slice.kind) {
    case 'up':
      return <rect className="pd-ink" {...whole} rx={1} />;
    case 'sidecar':
      return (
        <path
          className="pd-ink"
          d={`M${x} ${top}h${width}v4h${-width}zM${x} ${top - 3}h${width}v1.5h${-width}z`}
        />
      );
    case 'half':
      return (
        <>
          <rect className="pd-slice-line" {...outline} />
          <rect className="pd-ink" {...whole} width={width / 2} />
        </>
      );
    case 'down':
      return (
        <path
          className="pd-ink"
          d={`M${x} ${top}h${width * 0.32}v4h${-width * 0.32}zM${x + width * 0.68} ${top}h${width * 0.32}v4h${-width * 0.32}z`}
        />
      );
    case 'over':
      return <rect className="pd-ink" {...whole} y={SLICE_BASE - 1.5} height={1.5} />;
    case 'wanted':
      return <path className="pd-slice-want" d={`M${x} ${SLICE_BASE - 0.75}h${width}`} />;
    case 'last-known':
      return <rect className="pd-slice-line pd-slice-clear" {...outline} />;
    case 'waiting':
    case 'init-later':
      return <rect className="pd-slice-line" {...outline} />;
    case 'init-done':
      return <rect className="pd-ink" {...whole} />;
    case 'init-now':
      return <rect className="pd-ink" {...whole} y={SLICE_BASE - 2} height={2} />;
  }
}

/** One slice per container along the floor of a 28 px tile. */
export function Slices({ containers }: { readonly containers: readonly ContainerSliceModel[] }): ReactNode {
  const shown = containers.slice(0, SLICES_MAX);
  const inits = shown.filter((slice) => slice.kind.startsWith('init'));
  const rest = shown.filter((slice) => !slice.kind.startsWith('init'));
  const start = SLICE_FROM + inits.length * (INIT_WIDTH + GAP);
  const boxes = sideBySide(Math.max(1, rest.length), start, SLICE_TO, GAP);
  return (
    <g>
      {inits.map((slice, index) => (
        <Slice
          key={slice.name}
          slice={slice}
          x={SLICE_FROM + index * (INIT_WIDTH + GAP)}
          width={INIT_WIDTH}
        />
      ))}
      {rest.map((slice, index) => (
        <Slice key={slice.name} slice={slice} x={boxes[index]?.x ?? 0} width={boxes[index]?.width ?? 0} />
      ))}
    </g>
  );
}

/** Steps of creation along the floor: past ones are blocks, the present one is outlined, later ones are lines. */
export function StepStrip({
  step,
  size,
}: {
  readonly step: StepStripModel;
  readonly size: TileSize;
}): ReactNode {
  const inset = size / 6;
  const floor = size - inset;
  return (
    <g>
      {sideBySide(step.count, inset, size - inset, 1.5).map((box, index) => {
        if (index < step.now)
          return <rect key={index} className="pd-ink" {...box} y={floor - 4} height={4} />;
        if (index > step.now)
          return <rect key={index} className="pd-ink" {...box} y={floor - 1.5} height={1.5} />;
        return (
          <rect
            key={index}
            className="pd-slice-line"
            x={box.x + 0.5}
            width={box.width - 1}
            y={floor - 3.5}
            height={3}
          />
        );
      })}
    </g>
  );
}
