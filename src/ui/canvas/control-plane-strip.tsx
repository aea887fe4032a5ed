import { memo, type ReactNode } from 'react';
import './control-plane-strip.css';
import type {
  ControlPlaneActor,
  ControlPlaneModel,
  SchedulerDecisionModel,
} from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';

export interface ControlPlaneStripProps {
  readonly controlPlane: ControlPlaneModel;
  readonly onSelectActor?: (actor: ControlPlaneActor) => void;
}

interface UnitProps {
  readonly actor: ControlPlaneActor;
  readonly title: string;
  readonly acting: boolean;
  readonly children: ReactNode;
  readonly onSelectActor?: (actor: ControlPlaneActor) => void;
}

function Unit({ actor, title, acting, children, onSelectActor }: UnitProps): ReactNode {
  return (
    <button
      type="button"
      className={acting ? 'pd-unit pd-unit-acting' : 'pd-unit'}
      aria-current={acting ? 'true' : undefined}
      onClick={() => onSelectActor?.(actor)}
    >
      <span className="pd-unit-title">{title}</span>
      <span className="pd-unit-said">{children}</span>
    </button>
  );
}

function Decision({ decision }: { readonly decision: SchedulerDecisionModel }): ReactNode {
  if (decision.node === null) return `${decision.pod}: ${decision.note}`;
  return (
    <>
      {decision.pod} <Glyph name="icon-arrow-right" size={10} label="to" className="pd-unit-arrow" />{' '}
      {decision.node}, {decision.note}
    </>
  );
}

/** Grouped by thousands with a thin space, as long numbers are read. */
function grouped(resourceVersion: string): string {
  return resourceVersion.replace(/\B(?=(\d{3})+$)/g, ' ');
}

function ControlPlaneStripDrawing({ controlPlane, onSelectActor }: ControlPlaneStripProps): ReactNode {
  const { acting, lastDecision } = controlPlane;
  const act = onSelectActor === undefined ? {} : { onSelectActor };
  return (
    <section className="pd-plane pd-panel" aria-label="Control plane">
      <Unit actor="api-server" title="API server" acting={acting === 'api-server'} {...act}>
        <span className="pd-code">rv {grouped(controlPlane.resourceVersion)}</span>
      </Unit>
      <span className="pd-plane-line" />
      <Unit actor="controllers" title="Controllers" acting={acting === 'controllers'} {...act}>
        {controlPlane.lastControllerAction || 'nothing to do'}
      </Unit>
      <span className="pd-plane-line" />
      <Unit actor="scheduler" title="Scheduler" acting={acting === 'scheduler'} {...act}>
        {lastDecision === null ? 'nobody waits' : <Decision decision={lastDecision} />}
      </Unit>
    </section>
  );
}

/** The three that never talk to each other, only to the API; a dot says who acted just now. */
export const ControlPlaneStrip = memo(ControlPlaneStripDrawing);
