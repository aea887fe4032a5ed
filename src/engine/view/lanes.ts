/**
 * The lanes of the timeline: what you did, what the control plane did, the nodes' states, the looked-at pods' states. Read from the trace of
 * this line of history up to its known horizon, so that the future that is known already can be shown to the right of the playhead.
 */
import type { LogRoot } from '../sim/paged-log.ts';
import type { SimRoot } from '../sim/sim.ts';
import type { TraceEntry } from '../sim/trace.ts';
import type { Run } from '../run/run.ts';
import { describeCommand } from '../commands/describe.ts';
import type { Lane, ObjectRef } from './answers.ts';
import { stateMarksIn } from './state-bands.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';

type Band = Lane['bands'][number];
type Mark = Lane['marks'][number];

const MARKS_MAX = 400;

export function lanes(
  context: ViewContext,
  run: Run,
  about: readonly ObjectRef[],
  from: number,
  to: number,
): Lane[] {
  const root = run.timeline.horizonState;
  const entries = entriesOf(root.trace).filter((entry) => visible(context, entry.at) <= to);
  const end = Math.min(to, run.timeline.horizon - run.origin);
  return [
    youLane(context, run, from, to),
    controlPlaneLane(context, entries, from),
    ...about.map((ref) => objectLane(context, root, entries, ref, end)),
  ];
}

function entriesOf(root: LogRoot<TraceEntry>): readonly TraceEntry[] {
  return root.pages.flat();
}

function youLane(context: ViewContext, { timeline }: Run, from: number, to: number): Lane {
  const marks = timeline.log
    .map(({ at, command }): Mark => ({
      at: visible(context, at),
      kind: command.kind,
      text: describeCommand(command).text,
      happening: 0,
    }))
    .filter(({ at }) => at >= from && at <= to);
  return { id: 'you', label: 'You', kind: 'you', bands: [], marks };
}

/** What the control plane does with pods and nodes; the kubelets' reports are left to the other lanes. */
function controlPlaneLane(context: ViewContext, entries: readonly TraceEntry[], from: number): Lane {
  const marks: Mark[] = [];
  for (const entry of entries) {
    const isControl =
      entry.actor === 'default-scheduler' ||
      entry.actor.endsWith('controller') ||
      entry.actor.endsWith('collector');
    const isDeed =
      entry.verb === 'create' ||
      entry.verb === 'delete' ||
      entry.verb === 'bind' ||
      entry.subject.kind === 'Node';
    if (isControl && isDeed && visible(context, entry.at) >= from)
      marks.push({ at: visible(context, entry.at), kind: entry.verb, text: entry.text, happening: entry.id });
  }
  return {
    id: 'control-plane',
    label: 'Control plane',
    kind: 'control-plane',
    bands: [],
    marks: marks.slice(-MARKS_MAX),
  };
}

/** The bands of an object's states, and marks for what was done to it. */
function objectLane(
  context: ViewContext,
  root: SimRoot,
  entries: readonly TraceEntry[],
  ref: ObjectRef,
  end: number,
): Lane {
  const isNode = ref.kind === 'Node';
  const marks: Mark[] = [];
  for (const { subject, actor, at, verb, text, id } of entries) {
    const same =
      subject.kind === ref.kind && subject.name === ref.name && subject.namespace === ref.namespace;
    if (same && actor !== 'you' && !(ref.uid && subject.id && subject.id !== ref.uid))
      marks.push({ at: visible(context, at), kind: verb, text, happening: id });
  }
  const states = stateMarksIn(root, isNode ? `Node/${ref.name}` : `Pod/${ref.uid ?? ''}`);
  const bands = states.map(({ at, state, text }, i): Band => {
    const next = states[i + 1];
    return {
      from: visible(context, at),
      to: Math.min(end, next === undefined ? end : visible(context, next.at)),
      lasts: next === undefined,
      state,
      text,
    };
  });
  const kind = isNode ? 'node' : 'pod';
  return {
    id: `${kind}/${ref.namespace}/${ref.name}/${ref.uid ?? ''}`,
    label: ref.name,
    kind,
    bands: bands.filter((band) => band.state !== 'gone' && band.from <= end),
    marks: marks.slice(-MARKS_MAX),
  };
}
