import { memo, type ReactNode } from 'react';
import './caption-bar.css';
import type { CaptionModel } from '../../projections/view-model.ts';

export interface CaptionBarProps {
  readonly caption: CaptionModel | null;
  /** Two large lines for the last seat instead of one pill. */
  readonly present?: boolean;
  /** What can be done about it, in the same bar: there are never two. */
  readonly children?: ReactNode;
}

/** One sentence about what just happened. Its place is kept while there is none. */
function CaptionBarDrawing({ caption, present = false, children }: CaptionBarProps): ReactNode {
  return (
    <div className={present ? 'pd-caption-place pd-caption-present' : 'pd-caption-place'}>
      <div className="pd-caption-bar">
        <div role="status">
          {caption !== null && (
            <p className="pd-caption" key={caption.id}>
              <span className="pd-caption-headline">{caption.headline}</span>
              {caption.detail !== '' && (
                <span className="pd-caption-detail" data-tip={caption.detail}>
                  {caption.detail}
                </span>
              )}
            </p>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}

export const CaptionBar = memo(CaptionBarDrawing);
