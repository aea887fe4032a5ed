import { memo, useMemo, type ReactNode } from 'react';
import './far-card.css';
import type { Lens, NodeCardModel, ResourceBarModel } from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { columnsOf, slotStep, type Density } from './density.ts';
import { farGrid, farPaths } from './far-look.ts';
import { nodeLabel, nodeStatement, type NodeStatement } from './node-look.ts';
import { usePlaces } from './pod-slots.tsx';

export interface FarCardProps {
  readonly node: NodeCardModel;
  readonly lens: Lens;
  readonly density: Density;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly selected?: boolean;
  readonly onSelectNode?: (node: string) => void;
  /** Zoom in: double click or Enter. */
  readonly onApproach?: (node: string) => void;
}

const INSET_PX = 12;
const HEAD_PX = 52;
const STATE_PX = 40;
const FOOT_PX = 34;

/** What a card says from afar: nothing when all is well. */
function stateWords({ lead, said, chips }: NodeStatement): string {
  if (lead !== null) return lead.text;
  if (said !== '' && typeof said === 'string' && !said.startsWith('Ready')) return said;
  if (said === 'Ready, cordoned') return 'Cordoned';
  return chips[0]?.text ?? '';
}

function Bar({ bar }: { readonly bar: ResourceBarModel }): ReactNode {
  const asked = bar.blocks.reduce((sum, { amount }) => sum + amount, 0);
  const room = Math.max(1, bar.capacity - bar.reserved);
  return (
    <span className="pd-far-bar">
      <i style={{ transform: `scaleX(${Math.min(1, asked / room).toFixed(3)})` }} />
    </span>
  );
}

function Pods({ node, density, widthPx, heightPx }: FarCardProps): ReactNode {
  const places = usePlaces(node.pods, slotStep(density, widthPx));
  const columns = columnsOf(density, widthPx);
  const room = { width: widthPx - 2 * INSET_PX, height: heightPx - HEAD_PX - STATE_PX - FOOT_PX };
  const paths = useMemo(
    () =>
      farPaths(
        places.map((pod) => pod?.state ?? null),
        farGrid(Math.max(columns, places.length), room.width, room.height),
      ),
    [places, columns, room.width, room.height],
  );
  return (
    <svg className="pd-far-pods" width={room.width} height={room.height} aria-hidden="true" focusable="false">
      {[...paths].map(([kind, d]) => (
        <path key={kind} className={`pd-far-${kind}`} d={d} />
      ))}
    </svg>
  );
}

/**
 * A node from so far that no text of its card could be read: its name, one word if something is the matter, its pods as squares, and how much
 * of it is asked for. A fraction of the elements of the whole card; the same place and size.
 */
function FarCardDrawing(props: FarCardProps): ReactNode {
  const { node, lens, heightPx, selected = false, onSelectNode, onApproach } = props;
  const statement = nodeStatement(node, lens);
  const words = stateWords(statement);
  const label = nodeLabel(node, lens);
  return (
    <section
      className={`pd-node pd-far pd-node-${statement.edge}${selected ? ' pd-node-selected' : ''}`}
      aria-label={label}
      data-node={node.name}
      style={{ height: heightPx }}
    >
      <div className="pd-node-inner">
        <button
          type="button"
          className="pd-far-name"
          aria-pressed={selected}
          aria-label={label}
          data-tip={`${node.name} · ${node.ip}`}
          onClick={() => onSelectNode?.(node.name)}
          onDoubleClick={() => onApproach?.(node.name)}
          onKeyDown={(event) => event.key === 'Enter' && onApproach?.(node.name)}
        >
          {node.name}
        </button>
        <p className="pd-far-state">
          {words !== '' && (
            <>
              {statement.lead?.glyph && <Glyph name={statement.lead.glyph} />}
              <span>{words}</span>
            </>
          )}
        </p>
        <Pods {...props} />
        <div className="pd-far-bars">
          <Bar bar={node.cpu} />
          <Bar bar={node.memory} />
        </div>
      </div>
    </section>
  );
}

export const FarCard = memo(FarCardDrawing);
