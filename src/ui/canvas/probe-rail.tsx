import { memo, type ReactNode } from 'react';
import './probe-rail.css';
import type { PipKind, ProbeRailModel } from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';

const PIP_WORDS: Readonly<Record<PipKind, string>> = {
  ok: 'ok',
  fail: 'failed',
  timeout: 'timed out',
  none: 'not yet',
};

/** "readiness probe: ok, failed, not yet". */
export function probeRailLabel(rail: ProbeRailModel): string {
  return `${rail.kind} probe: ${rail.pips.map((pip) => PIP_WORDS[pip]).join(', ')}`;
}

/** A long threshold would push the name away; only the last results are drawn. */
const PIPS_SHOWN_MAX = 6;

function ProbeRailDrawing({ rail }: { readonly rail: ProbeRailModel }): ReactNode {
  const pips = rail.pips.slice(-PIPS_SHOWN_MAX);
  return (
    <span className="pd-rail" role="img" aria-label={probeRailLabel(rail)}>
      <Glyph name={`probe-${rail.kind}`} className="pd-rail-kind" />
      {pips.map((pip, index) => (
        <Glyph key={index} name={`pip-${pip}`} className={`pd-pip pd-pip-${pip}`} />
      ))}
    </span>
  );
}

/** The last results of one probe up to its threshold. */
export const ProbeRail = memo(ProbeRailDrawing);
