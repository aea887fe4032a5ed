import { memo, type ReactNode } from 'react';
import './node-card.css';
import type { Lens, NodeCardModel } from '../../projections/view-model.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';
import { Chip } from '../widgets/chip.tsx';
import { chipsThatFit, saidWidths } from './chip-fit.ts';
import type { Density } from './density.ts';
import { lineText } from './duration-text.ts';
import { KubeletBar } from './kubelet-bar.tsx';
import { machineActions, MachineSwitches, type MachineActions } from './machine-switches.tsx';
import { nodeLabel, nodeStatement, type NodeChip, type NodeEdge, type NodeStatement } from './node-look.ts';
import { PodSlots } from './pod-slots.tsx';
import { PodTile } from './pod-tile.tsx';
import { ResourceBar } from './resource-bar.tsx';
import { TickingLine } from './ticking-line.tsx';

export interface NodeCardProps extends MachineActions {
  readonly node: NodeCardModel;
  readonly lens: Lens;
  readonly density: Density;
  /** Width of the card as laid out; the density and the number of tiles in a line follow from it. */
  readonly widthPx: number;
  readonly selected?: boolean;
  readonly selectedPodUid?: string | null;
  /** A tool is at hand: 'Kill on drop'. */
  readonly toolHint?: string;
  readonly onSelectNode?: (node: string) => void;
  readonly onOpenNode?: (node: string) => void;
  readonly onSelectPod?: (uid: string) => void;
  readonly onOpenPod?: (uid: string) => void;
}

function StatementChip({ fact }: { readonly fact: NodeChip }): ReactNode {
  const drawn = {
    ...(fact.glyph !== null && { glyph: fact.glyph }),
    ...(fact.tip !== '' && { tip: fact.tip }),
  };
  return (
    <Chip tone={fact.tone} {...drawn}>
      {fact.text}
      {fact.quiet !== '' && <span className="pd-quiet pd-node-effect">{fact.quiet}</span>}
    </Chip>
  );
}

const CARD_INSET_PX = 24;

/** Two lines are kept for words and chips whether they are used or not; what does not fit is counted. */
function Said({
  statement,
  widthPx,
}: {
  readonly statement: NodeStatement;
  readonly widthPx: number;
}): ReactNode {
  const fitting = chipsThatFit(saidWidths(statement, widthPx), statement.chips, widthPx, CARD_INSET_PX);
  const rest = statement.chips.slice(fitting);
  return (
    <div className="pd-node-said">
      {statement.lead !== null && <StatementChip fact={statement.lead} />}
      {statement.said !== '' && (
        <span>
          <TickingLine line={statement.said} />
        </span>
      )}
      {statement.chips.slice(0, fitting).map((fact) => (
        <StatementChip key={fact.key} fact={fact} />
      ))}
      {rest.length > 0 && (
        <Chip tip={rest.map((fact) => fact.tip || fact.text).join(', ')}>+{rest.length}</Chip>
      )}
    </div>
  );
}

/** The state of a node in one glyph and one word, for the last seat. */
const PRESENT_GLYPHS: Readonly<Record<NodeEdge, GlyphName>> = {
  plain: 'state-ready',
  'not-ready': 'state-failed',
  unknown: 'state-unknown',
  off: 'icon-power',
  differs: 'icon-unequal',
};

function PresentState({ statement }: { readonly statement: NodeStatement }): ReactNode {
  const word =
    statement.lead?.text ??
    (statement.said === '' ? (statement.chips[0]?.text ?? '') : lineText(statement.said, 0));
  return (
    <p className="pd-node-state">
      <Glyph name={PRESENT_GLYPHS[statement.edge]} />
      {word}
    </p>
  );
}

/** What a card says below its name: words, chips and bars, or in present mode one word. */
function Facts({
  node,
  density,
  widthPx,
  selectedPodUid = null,
  statement,
}: NodeCardProps & { readonly statement: NodeStatement }): ReactNode {
  if (density === 'present') return <PresentState statement={statement} />;
  return (
    <>
      <Said statement={statement} widthPx={widthPx} />
      <div className="pd-node-meters">
        <ResourceBar name="CPU" unit="cpu" bar={node.cpu} selectedPodUid={selectedPodUid} />
        <ResourceBar name="MEM" unit="memory" bar={node.memory} selectedPodUid={selectedPodUid} />
      </div>
    </>
  );
}

function Header(props: NodeCardProps): ReactNode {
  const { node, lens, density, selected, onSelectNode, onOpenNode } = props;
  return (
    <header className="pd-node-head">
      <button
        type="button"
        className="pd-node-name"
        aria-pressed={selected === true}
        aria-label={nodeLabel(node, lens)}
        data-tip={`${node.name} · ${node.ip}`}
        onClick={() => onSelectNode?.(node.name)}
        onDoubleClick={() => onOpenNode?.(node.name)}
      >
        {node.name}
      </button>
      <span className="pd-node-ip pd-code">{node.ip}</span>
      <span className="pd-grow" />
      {lens === 'api' ? (
        <Chip>API view</Chip>
      ) : (
        <MachineSwitches {...machineActions(props)} node={node} powerOnly={density === 'present'} />
      )}
    </header>
  );
}

function StaticPods({ node, selectedPodUid, onSelectPod, onOpenPod }: NodeCardProps): ReactNode {
  if (node.staticPods.length === 0) return null;
  const act = { ...(onSelectPod && { onSelectPod }), ...(onOpenPod && { onOpenPod }) };
  return (
    <div className="pd-static-slots">
      {node.staticPods.map((pod) => (
        <PodTile key={pod.uid} pod={pod} variant="tile" selected={pod.uid === selectedPodUid} {...act} />
      ))}
    </div>
  );
}

/** The newest probe of the node's pods, in words. */
function probeText(node: NodeCardModel): string {
  let newest: { readonly atMs: number; readonly label: string } | null = null;
  for (const pod of node.pods) {
    if (pod.pulse !== null && (newest === null || pod.pulse.atMs > newest.atMs)) newest = pod.pulse;
  }
  return newest === null ? '' : newest.label;
}

/** One node: who it is, how it does, what it has promised, its pods, and the kubelet as its floor. */
function NodeCardDrawing(props: NodeCardProps): ReactNode {
  const { node, lens, density, widthPx, selectedPodUid = null, toolHint, onSelectPod, onOpenPod } = props;
  const statement = nodeStatement(node, lens);
  const act = {
    ...(onSelectPod && { onSelectPod }),
    ...(onOpenPod && { onOpenPod }),
    ...(toolHint !== undefined && { toolHint }),
  };
  const selected = props.selected === true ? ' pd-node-selected' : '';
  return (
    <section
      className={`pd-node pd-node-${statement.edge} pd-node-${density}${selected}${node.staticPods.length > 0 ? ' pd-node-has-static' : ''}`}
      aria-label={nodeLabel(node, lens)}
      data-node={node.name}
    >
      <div className="pd-node-inner">
        <Header {...props} />
        <Facts {...props} statement={statement} />
        {/* The doormat lies over the border of the pods' room, so that cordoning moves nothing. */}
        {node.cordoned && (
          <div className="pd-doormat">
            <span>no new pods</span>
          </div>
        )}
        <PodSlots
          label={`pods of ${node.name}`}
          pods={node.pods}
          density={density}
          widthPx={widthPx}
          selectedPodUid={selectedPodUid}
          {...act}
        />
        <StaticPods {...props} />
        <KubeletBar
          lease={node.lease}
          words={statement.kubelet}
          probeText={statement.kubelet === '' ? probeText(node) : ''}
        />
      </div>
    </section>
  );
}

export const NodeCard = memo(NodeCardDrawing);
