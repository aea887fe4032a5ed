import { useReactFlow, useStore } from '@xyflow/react';
import type { ReactNode } from 'react';
import { Glyph } from '../../glyphs/glyph.tsx';
import { TEXTS } from '../../texts.ts';

const QUICK = { duration: 0 } as const;
const FIT = { duration: 0, padding: 0.02, maxZoom: 1 } as const;

/** Zoom without a wheel; the buttons appear quiet in the corner. */
export function MapControls(): ReactNode {
  const flow = useReactFlow();
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="pd-map-controls" role="group" aria-label={TEXTS.map.controls}>
      <button
        type="button"
        aria-label={TEXTS.map.zoomOut}
        data-tip={TEXTS.map.zoomOut}
        onClick={() => void flow.zoomOut(QUICK)}
      >
        <Glyph name="icon-zoom-out" size={14} />
      </button>
      <button
        type="button"
        className="pd-map-percent"
        aria-label={`${TEXTS.map.actual}, ${percent} %`}
        data-tip={TEXTS.map.actual}
        onClick={() => void flow.setViewport({ x: 0, y: 0, zoom: 1 })}
      >
        {percent} %
      </button>
      <button
        type="button"
        aria-label={TEXTS.map.zoomIn}
        data-tip={TEXTS.map.zoomIn}
        onClick={() => void flow.zoomIn(QUICK)}
      >
        <Glyph name="icon-zoom-in" size={14} />
      </button>
      <button
        type="button"
        aria-label={TEXTS.map.fit}
        data-tip={TEXTS.map.fit}
        onClick={() => void flow.fitView(FIT)}
      >
        <Glyph name="icon-fit" size={14} />
      </button>
    </div>
  );
}
