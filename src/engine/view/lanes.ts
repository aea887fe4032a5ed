/**
 * The lanes of the timeline: what you did, what the control plane did, the nodes' states, the looked-at pods' states. Read from the trace of
 * this line of history up to its known horizon, so that the future that is known already can be shown to the right of the playhead.
 */
import type { LogRoot } from '../sim/paged-log.ts';
import type { TraceEntry } from '../sim/trace.ts';
import type { Run } from '../run/run.ts';
import { describeCommand } from '../commands/describe.ts';
import type { Lane, ObjectRef } from './answers.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

type Band = Lane['bands'][number];
type Mark = Lane['marks'][number];

const MARKS_MAX = 400;

export function lanes(context: ViewContext, run: Run, about: readonly ObjectRef[], from: number, to: number): Lane[] {
  const entries = entriesOf(run.timeline.horizonState.trace).filter((entry) => visible(context, entry.at) <= to);
  const nodes = about.filter(({ kind }) => kind === 'Node');
  const pods = about.filter(({ kind }) => kind === 'Pod');
  const end = Math.min(to, run.timeline.horizon - run.origin);
  return [
    youLane(context, run, from, to),
    controlPlaneLane(context, entries, from),
    ...nodes.map((ref) => nodeLane(context, entries, ref, end)),
    ...pods.map((ref) => podLane(context, entries, ref, end)),
  ];
}

function entriesOf(root: LogRoot<TraceEntry>): readonly TraceEntry[] {
  return root.pages.flat();
}

function youLane(context: ViewContext, { timeline }: Run, from: number, to: number): Lane {
  const marks = timeline.log
    .map(({ at, command }): Mark => ({ at: visible(context, at), kind: command.kind, text: describeCommand(command).text, happening: 0 }))
    .filter(({ at }) => at >= from && at <= to);
  return { id: 'you', label: 'You', kind: 'you', bands: [], marks };
}

/** What the control plane does with pods and nodes; the kubelets' reports are left to the other lanes. */
function controlPlaneLane(context: ViewContext, entries: readonly TraceEntry[], from: number): Lane {
  const marks: Mark[] = [];
  for (const entry of entries) {
    const isControl = entry.actor === 'default-scheduler' || entry.actor.endsWith('controller') || entry.actor.endsWith('collector');
    const isDeed = entry.verb === 'create' || entry.verb === 'delete' || entry.verb === 'bind' || entry.subject.kind === 'Node';
    if (isControl && isDeed && visible(context, entry.at) >= from) marks.push({ at: visible(context, entry.at), kind: entry.verb, text: entry.text, happening: entry.id });
  }
  return { id: 'control-plane', label: 'Control plane', kind: 'control-plane', bands: [], marks: marks.slice(-MARKS_MAX) };
}

function laneOf(context: ViewContext, ref: ObjectRef, kind: Lane['kind'], entries: readonly TraceEntry[], end: number, stateOf: (entry: TraceEntry, before: Band | undefined) => Pick<Band, 'state' | 'text'> | undefined): Lane {
  const bands: Band[] = [];
  const marks: Mark[] = [];
  for (const entry of entries) {
    const { subject } = entry;
    if (subject.name !== ref.name || subject.namespace !== ref.namespace || (ref.uid && subject.id && subject.id !== ref.uid)) continue;
    const at = visible(context, entry.at);
    const last = bands.at(-1);
    const next = stateOf(entry, last);
    if (entry.actor !== 'you') marks.push({ at, kind: entry.verb, text: entry.text, happening: entry.id });
    if (next === undefined || (last !== undefined && last.state === next.state)) continue;
    if (last !== undefined) bands[bands.length - 1] = { ...last, to: at };
    bands.push({ from: at, to: end, ...next });
  }
  return { id: `${kind}/${ref.namespace}/${ref.name}/${ref.uid ?? ''}`, label: ref.name, kind, bands: bands.filter((band) => band.state !== 'gone'), marks: marks.slice(-MARKS_MAX) };
}

function nodeLane(context: ViewContext, entries: readonly TraceEntry[], ref: ObjectRef, end: number): Lane {
  const about = entries.filter(({ subject }) => subject.kind === 'Node' || subject.kind === 'Machine');
  return laneOf(context, ref, 'node', about, end, ({ subject, verb, actor, fields }) => {
    if (subject.kind === 'Machine') return undefined;
    if (verb === 'create') return { state: 'not-ready', text: 'Registered' };
    if (verb === 'delete') return { state: 'gone', text: '' };
    if (!fields.some((field) => field.startsWith('status.conditions'))) return undefined;
    if (actor === 'node-controller') return { state: 'unknown', text: 'Unknown' };
    return actor.startsWith('kubelet/') && fields.includes('status.conditions.Ready') ? { state: 'ready', text: 'Ready' } : undefined;
  });
}

function podLane(context: ViewContext, entries: readonly TraceEntry[], ref: ObjectRef, end: number): Lane {
  const about = entries.filter(({ subject }) => subject.kind === 'Pod');
  return laneOf(context, ref, 'pod', about, end, ({ verb, fields, actor }, before) => {
    if (verb === 'create') return { state: 'unscheduled', text: 'Unscheduled' };
    if (verb === 'bind') return { state: 'creating', text: 'Creating' };
    if (verb === 'evict') return { state: 'terminating', text: 'Terminating' };
    if (verb === 'delete') return before?.state === 'terminating' ? { state: 'gone', text: '' } : { state: 'terminating', text: 'Terminating' };
    if (before?.state === 'terminating') return undefined;
    if (actor === 'node-controller') return { state: 'unknown', text: 'As far as anyone knows' };
    if (fields.includes('status.conditions.Ready')) return before?.state === 'ready' ? { state: 'not-ready', text: 'Not ready' } : { state: 'ready', text: 'Running, ready' };
    return fields.includes('status.phase') ? { state: 'not-ready', text: 'Running' } : undefined;
  });
}
