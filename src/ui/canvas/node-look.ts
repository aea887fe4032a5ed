import type { Lens, LineText, NodeCardModel } from '../../projections/view-model.ts';
import type { ChipTone } from '../widgets/chip.tsx';
import type { GlyphName } from '../glyphs/glyph-shapes.tsx';

/**
 * What a node card says and how it is edged. `not-ready`: the node says so itself. `unknown`: last known, nothing
 * since. `off`: we know, it has no power. `differs`: it lives, but the API believes otherwise.
 */
export type NodeEdge = 'plain' | 'not-ready' | 'unknown' | 'off' | 'differs';

export interface NodeChip {
  readonly key: string;
  readonly text: string;
  /** Quiet second part: the effect of a taint. */
  readonly quiet: string;
  readonly glyph: GlyphName | null;
  readonly tone: ChipTone;
  readonly tip: string;
}

/** Words and chips in the order in which they are read. */
export interface NodeStatement {
  readonly edge: NodeEdge;
  readonly lead: NodeChip | null;
  readonly said: LineText;
  readonly chips: readonly NodeChip[];
  /** What stands beside 'kubelet'; empty when it works, and then the proxy is shown. */
  readonly kubelet: string;
}

function chip(text: string, change: Partial<Omit<NodeChip, 'text'>> = {}): NodeChip {
  return { key: text, text, quiet: '', glyph: null, tone: 'plain', tip: '', ...change };
}

const READY_WORD = { True: 'Ready', False: 'NotReady', Unknown: 'Unknown' } as const;

function taintChips(node: NodeCardModel): NodeChip[] {
  return node.taints.map((taint) => {
    const value = taint.value === '' ? '' : `=${taint.value}`;
    const full = `${taint.key}${value}:${taint.effect}`;
    return chip(taint.shortKey, { key: full, quiet: taint.effect, glyph: 'icon-taint', tip: full });
  });
}

function pressureChips(node: NodeCardModel): NodeChip[] {
  const pressures = node.conditions.filter((condition) => condition.status === 'True');
  const chips = pressures.map((condition) => chip(condition.type, { glyph: 'icon-gauge', tone: 'warn' }));
  return node.roomWarning === '' ? chips : [...chips, chip(node.roomWarning, { tone: 'warn' })];
}

/** What the world knows and the API does not, and what the API believes meanwhile. */
function truthChips(node: NodeCardModel): NodeChip[] {
  const believes = chip(`API: ${READY_WORD[node.ready]}`, { glyph: 'icon-unequal', tone: 'differs' });
  if (node.power === 'off')
    return node.ready === 'True' ? [believes] : [chip(`API: ${READY_WORD[node.ready]}`)];
  const faults = [
    ...(node.linkCut ? [chip('Network cut', { glyph: 'icon-cut' })] : []),
    ...(node.kubeletStopped ? [chip('Kubelet stopped', { glyph: 'icon-cog' })] : []),
  ];
  return faults.length > 0 && node.ready !== 'True' ? [...faults, believes] : faults;
}

function hasFault(node: NodeCardModel): boolean {
  return node.power === 'off' || node.linkCut || node.kubeletStopped;
}

/** Ready as the API has it. */
function apiStatement(node: NodeCardModel): Pick<NodeStatement, 'edge' | 'lead' | 'said'> {
  if (node.ready === 'True')
    return { edge: 'plain', lead: null, said: node.cordoned ? 'Ready, cordoned' : 'Ready' };
  if (node.ready === 'False') {
    return {
      edge: 'not-ready',
      lead: chip('NotReady', { glyph: 'state-failed', tone: 'alarm' }),
      said: node.readyReason,
    };
  }
  return {
    edge: 'unknown',
    lead: chip('Unknown', { glyph: 'state-unknown' }),
    said: { before: 'silent for ', tick: 'since', atMs: node.readySinceMs, after: '' },
  };
}

function truthStatement(node: NodeCardModel): Pick<NodeStatement, 'edge' | 'lead' | 'said'> {
  if (node.power === 'off') {
    return {
      edge: 'off',
      lead: chip('Off', { glyph: 'icon-power' }),
      // Without a word before it: a narrow card then has room for the taint, which is what the next minutes are about.
      said: { before: '', tick: 'since', atMs: node.powerSinceMs, after: '' },
    };
  }
  const api = apiStatement(node);
  if (!hasFault(node)) return api;
  return {
    edge: node.ready === 'True' ? 'plain' : 'differs',
    lead: null,
    said: node.ready === 'True' ? api.said : '',
  };
}

function kubeletWords(node: NodeCardModel, lens: Lens): string {
  if (lens === 'api') return node.ready === 'Unknown' ? 'no word' : '';
  if (node.power === 'off') return 'no power';
  if (node.kubeletStopped) return 'stopped';
  return node.linkCut ? 'cut off' : '';
}

/** Decides all words and marks of a node card. */
export function nodeStatement(node: NodeCardModel, lens: Lens): NodeStatement {
  const base = lens === 'api' ? apiStatement(node) : truthStatement(node);
  const truth = lens === 'truth' ? truthChips(node) : [];
  return {
    ...base,
    chips: [...truth, ...pressureChips(node), ...taintChips(node)],
    kubelet: kubeletWords(node, lens),
  };
}

/** "node-b, off, API: Unknown, 3 pods". */
export function nodeLabel(node: NodeCardModel, lens: Lens): string {
  const { lead, said, chips } = nodeStatement(node, lens);
  const count = node.pods.length + node.staticPods.length;
  const spoken = [
    node.name,
    lead === null ? '' : lead.text,
    typeof said === 'string' ? said : '',
    ...chips.map((c) => (c.glyph === 'icon-taint' ? `taint ${c.text}` : c.text)),
    `${count} ${count === 1 ? 'pod' : 'pods'}`,
  ];
  return spoken.filter((part) => part !== '').join(', ');
}
