/**
 * The first gate that stops a waiting pod, read from the scheduler's own words. The way goes through five gates: which nodes the pod wants,
 * taints, resources, volumes, and how pods spread.
 */
import type { PodRow } from '../protocol/pod-row.ts';
import type { NodeView } from '../protocol/views.ts';
import { cpuText, memoryText, shortKey } from './names.ts';
import { freeOf } from './node-card.ts';
import type { ClosedGateModel } from './view-model.ts';

const GATE_COUNT = 5;

interface Reason {
  /** Nodes that it stops. */
  readonly nodes: number;
  readonly text: string;
}

interface Gate {
  readonly index: number;
  readonly matches: RegExp;
  readonly say: (
    reason: Reason,
    total: number,
    row: PodRow,
    nodes: readonly NodeView[],
  ) => Pick<ClosedGateModel, 'name' | 'text'>;
}

const ofNodes = (nodes: number, total: number): string =>
  `${nodes} of ${total} ${total === 1 ? 'node' : 'nodes'}`;

const GATES: readonly Gate[] = [
  {
    index: 0,
    matches: /node affinity\/selector|nodeSelector|requested node name|node affinity/,
    say: ({ nodes }, total) => ({ name: 'node choice', text: `rules out ${ofNodes(nodes, total)}` }),
  },
  {
    index: 1,
    matches: /unschedulable/,
    say: ({ nodes }, total) => ({ name: 'cordon', text: `closes ${ofNodes(nodes, total)}` }),
  },
  {
    index: 1,
    matches: /taint/,
    say: ({ nodes, text }, total) => ({
      name: 'taint',
      text: `${taintName(text)}closes ${ofNodes(nodes, total)}`,
    }),
  },
  {
    index: 2,
    matches: /^Insufficient cpu/,
    say: (_reason, _total, row, nodes) => ({
      name: 'cpu',
      text: roomText(
        cpuText,
        row.cpuMilli,
        nodes.map(({ cpu }) => freeOf(cpu)),
      ),
    }),
  },
  {
    index: 2,
    matches: /^Insufficient memory/,
    say: (_reason, _total, row, nodes) => ({
      name: 'memory',
      text: roomText(
        memoryText,
        row.memoryBytes,
        nodes.map(({ memory }) => freeOf(memory)),
      ),
    }),
  },
  {
    index: 2,
    matches: /^Insufficient /,
    say: ({ nodes, text }, total) => ({
      name: text.slice('Insufficient '.length),
      text: `is short on ${ofNodes(nodes, total)}`,
    }),
  },
  {
    index: 2,
    matches: /^Too many pods/,
    say: ({ nodes }, total) => ({ name: 'pods', text: `${ofNodes(nodes, total)} hold as many as they may` }),
  },
  {
    index: 2,
    matches: /free ports/,
    say: ({ nodes }, total) => ({ name: 'host port', text: `is taken on ${ofNodes(nodes, total)}` }),
  },
  {
    index: 3,
    matches: /volume|PersistentVolume|persistentvolume|disk|pvc|StorageClass|storageclass/i,
    say: ({ nodes }, total) => ({
      name: 'volume',
      text: nodes === 0 ? 'is not ready' : `does not fit ${ofNodes(nodes, total)}`,
    }),
  },
  {
    index: 4,
    matches: /topology spread/,
    say: ({ nodes }, total) => ({ name: 'spread', text: `rules out ${ofNodes(nodes, total)}` }),
  },
  {
    index: 4,
    matches: /affinity/,
    say: ({ nodes }, total) => ({ name: 'pod affinity', text: `rules out ${ofNodes(nodes, total)}` }),
  },
];

export function closedGate(row: PodRow, nodes: readonly NodeView[]): ClosedGateModel | null {
  if (row.api === 'gated')
    return { index: 0, count: GATE_COUNT, name: 'gate', text: row.reason || 'is closed' };
  if (row.gate === '') return null;
  const total = Number(/^0\/(\d+) nodes/.exec(row.gate)?.[1] ?? 0);
  const closed = reasonsOf(row.gate).flatMap((reason) => {
    const gate = GATES.find(({ matches }) => matches.test(reason.text));
    return gate === undefined ? [] : [{ reason, gate }];
  });
  const [first, ...others] = closed;
  if (first === undefined)
    return total === 0
      ? { index: 0, count: GATE_COUNT, name: 'nodes', text: 'there are none' }
      : { index: 0, count: GATE_COUNT, name: 'scheduler', text: firstSentence(row.gate) };
  const most = others.reduce(
    (a, b) =>
      b.reason.nodes > a.reason.nodes || (b.reason.nodes === a.reason.nodes && b.gate.index > a.gate.index)
        ? b
        : a,
    first,
  );
  const usable = nodes.filter(
    ({ uid, ready, unschedulable }) => uid !== '' && ready === 'True' && !unschedulable,
  );
  return { index: most.gate.index, count: GATE_COUNT, ...most.gate.say(most.reason, total, row, usable) };
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {a: b}. preemption: …` */
function reasonsOf(message: string): Reason[] {
  const [, list = message] = /^0\/\d+ nodes are available: (.*)$/s.exec(message) ?? [];
  const own = list.split('. preemption:')[0] ?? list;
  return own.split(/, (?=\d+ )/).map((part) => {
    const [, count, text = part] = /^(\d+) (.*)$/s.exec(part) ?? [];
    return { nodes: Number(count ?? 0), text: text.replace(/\.$/, '') };
  });
}

function firstSentence(message: string): string {
  return message.split('. ')[0] ?? message;
}

function taintName(text: string): string {
  const key = /\{([^:}=]+)/.exec(text)?.[1];
  return key === undefined ? '' : `${shortKey(key.trim())} `;
}

function roomText(write: (amount: number) => string, wanted: number, free: readonly number[]): string {
  const most = free.reduce((a, b) => Math.max(a, b), 0);
  return `wants ${write(wanted)}, most free is ${write(most)}`;
}
