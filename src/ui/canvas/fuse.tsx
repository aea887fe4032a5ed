import type { ReactNode } from 'react';
import './fuse.css';
import type { FuseModel } from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { remainingText } from './duration-text.ts';
import { partPassed } from './tile-geometry.ts';
import { useVirtualNow } from './use-virtual-now.ts';

interface BurningProps {
  readonly fromMs: number;
  readonly toMs: number;
}

function Burning({ fromMs, toMs }: BurningProps): ReactNode {
  const now = useVirtualNow();
  const left = Math.round((1 - partPassed(now, fromMs, toMs)) * 1000) / 10;
  return (
    <>
      <span className="pd-fuse-cord">
        <i style={{ width: `${left}%` }} />
        <b style={{ left: `calc(${left}% + 3px)` }} />
        <span className="pd-fuse-spark" style={{ left: `${left}%` }}>
          <Glyph name="icon-spark" size={10} />
        </span>
      </span>
      <span className="pd-fuse-left">{remainingText(now, toMs)}</span>
    </>
  );
}

/** The patience a pod has left on a tainted node: the cord burns down, the number says how long. */
export function Fuse({ fuse }: { readonly fuse: FuseModel }): ReactNode {
  return (
    <span className="pd-fuse" aria-hidden="true">
      {fuse === 'stays' ? (
        <span className="pd-fuse-left">stays</span>
      ) : (
        <Burning fromMs={fuse.fromMs} toMs={fuse.toMs} />
      )}
    </span>
  );
}
