import { memo, type CSSProperties, type ReactNode } from 'react';
import './present-map.css';
import type { MapModel, ServiceRailModel } from '../../projections/view-model.ts';
import { CaptionBar } from './caption-bar.tsx';
import type { MapActions, MapSelection } from './cluster-map.tsx';
import { NodeCard } from './node-card.tsx';
import { nodeTaps, type NodeTap } from './present-taps.ts';

export interface PresentMapProps {
  readonly model: MapModel;
  readonly selection?: MapSelection;
  readonly actions?: MapActions;
}

const NO_ACTIONS: MapActions = {};
const NO_SELECTION: MapSelection = {};

function Tap({ tap }: { readonly tap: NodeTap }): ReactNode {
  return (
    <li className={`pd-present-tap pd-present-tap-${tap.state}`}>
      {tap.state !== 'none' && (
        <svg viewBox="0 0 24 60" aria-hidden="true" focusable="false">
          <path
            d={tap.state === 'open' ? 'M12 0v15M14 37.5l7.5-14M12 45v15' : 'M12 0v15M12 23v14M12 45v15'}
          />
          <circle cx="12" cy="19" r="4" />
          <circle cx="12" cy="41" r="4" />
        </svg>
      )}
      {tap.reason}
    </li>
  );
}

function Rail({
  service,
  nodes,
}: {
  readonly service: ServiceRailModel;
  readonly nodes: readonly string[];
}): ReactNode {
  return (
    <section className="pd-present-rail" aria-label={`Service ${service.name}`}>
      <h2>Service {service.name}</h2>
      <ul>
        {nodeTaps(service, nodes).map((tap) => (
          <Tap key={tap.node} tap={tap} />
        ))}
      </ul>
    </section>
  );
}

/** The cluster for the last seat: one rail, nodes with large states, one caption. Needs `data-present` on the root element. */
function PresentMapDrawing({
  model,
  selection = NO_SELECTION,
  actions = NO_ACTIONS,
}: PresentMapProps): ReactNode {
  const service = model.services[0];
  const names = model.nodes.map((node) => node.name);
  const { onSelectPod, onSelectNode, onPower } = actions;
  const act = {
    ...(onSelectPod && { onSelectPod }),
    ...(onSelectNode && { onSelectNode }),
    ...(onPower && { onPower }),
  };
  return (
    <div
      className="pd-present-map"
      style={{ '--pd-nodes': Math.max(1, Math.min(4, names.length)) } as CSSProperties}
    >
      {service !== undefined && <Rail service={service} nodes={names.slice(0, 4)} />}
      <div className="pd-present-nodes">
        {model.nodes.map((node) => (
          <NodeCard
            key={node.name}
            node={node}
            lens={model.lens}
            density="present"
            widthPx={0}
            selected={node.name === selection.node}
            selectedPodUid={selection.podUid ?? null}
            {...act}
          />
        ))}
      </div>
      <CaptionBar caption={model.caption} present />
    </div>
  );
}

export const PresentMap = memo(PresentMapDrawing);
