import type { ReactNode } from 'react';
import './ticket-limits.css';
import type { LimitModel } from '../../projections/workloads/ticket-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';

const GLYPHS = { budget: 'icon-cordon', quota: 'icon-equal' } as const;

/** Limits from outside: how many pods may be evicted, and what the namespace still allows. */
export function TicketLimits({ limits }: { readonly limits: readonly LimitModel[] }): ReactNode {
  return (
    <ul className="pd-limits">
      {limits.map(({ id, kind, text, tip, used, full }) => (
        <li key={id} className="pd-limit" data-tip={tip}>
          <Glyph name={GLYPHS[kind]} size={12} />
          <span className={full ? 'pd-note pd-strong' : 'pd-note'}>{text}</span>
          <span className="pd-limit-track" aria-hidden="true">
            <i className={full ? 'pd-limit-full' : ''} style={{ width: `${Math.round(100 * used)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
