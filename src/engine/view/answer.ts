/** Answers to the page's questions about a run. All reads. */
import { compareStrings } from '../../base/compare.ts';
import type { Json } from '../../base/json.ts';
import { kindOf, resources } from '../api/resources.ts';
import type { Kind } from '../api/types.ts';
import { timeMs } from '../api/time.ts';
import type { Event } from '../api/core-v1.ts';
import { checkManifest } from '../commands/apply-manifest.ts';
import { EXECS } from '../commands/world-controls.ts';
import type { Problem } from '../manifest/manifest.ts';
import type { Run } from '../run/run.ts';
import { DECISIONS } from '../scheduler/scheduler.ts';
import { filterOutcome } from '../scheduler/decision.ts';
import type { Decision } from '../scheduler/decision.ts';
import { why } from '../why/why.ts';
import type {
  ContainerRun,
  DecisionTable,
  EventLine,
  Lane,
  LogLine,
  ObjectRef,
  PluginVerdict,
  SessionView,
  WhyAnswer,
  WhyStep,
} from './answers.ts';
import { availabilityOf } from './build-traffic-view.ts';
import { buildPodInside, podFile, podFiles } from './build-pod-inside.ts';
import { DEPARTED } from './departures.ts';
import { happeningView } from './happening.ts';
import { lanes } from './lanes.ts';
import type { FileText, FileView, PodInside } from './pod-inside.ts';
import { suggestions } from './suggestions.ts';
import type { AvailabilityView } from './traffic-view.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import { waits } from './waits.ts';
import type { HappeningView, WaitView } from './views.ts';

export interface ObjectQuery {
  readonly kind: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly previous: boolean;
  readonly tail: number;
}

export interface Answers {
  object(ref: ObjectRef): Json;
  objects(query: ObjectQuery): readonly Json[];
  events(about: ObjectRef | undefined, limit: number): readonly EventLine[];
  logs(query: LogQuery): { readonly lines: readonly LogLine[]; readonly message: string };
  runs(podUid: string): readonly ContainerRun[];
  why(ref: ObjectRef, field?: string, at?: number): WhyAnswer;
  decision(podUid: string): DecisionTable | null;
  lanes(about: readonly ObjectRef[], from: number, to: number): readonly Lane[];
  happenings(from: number, to: number): readonly HappeningView[];
  waits(limit: number): readonly WaitView[];
  /** A pod from inside; null when it is not there any more. */
  inside(pod: ObjectRef): PodInside | null;
  files(pod: ObjectRef, volume: string): readonly FileView[] | null;
  file(pod: ObjectRef, volume: string, path: string): FileText | null;
  check(text: string): readonly Problem[];
  session(name: string): SessionView | null;
  availability(
    service: { readonly namespace: string; readonly name: string },
    from: number,
    to: number,
  ): readonly AvailabilityView[];
}

export function answers(context: ViewContext, run: Run): Answers {
  return {
    object: (ref) => objectOf(context, ref),
    objects: (query) => objectsOf(context, query),
    events: (about, limit) => eventsOf(context, about, limit),
    logs: (query) => logsOf(context, query),
    runs: (podUid) => runsOf(context, podUid),
    why: (ref, field, at) => whyAnswer(context, run, ref, field, at),
    decision: (podUid) => decisionOf(context, podUid),
    lanes: (about, from, to) => lanes(context, run, about, from, to),
    happenings: (from, to) => happeningsBetween(context, from, to),
    waits: (limit) => waits(context, limit),
    inside: (pod) => buildPodInside(context, pod),
    files: (pod, volume) => podFiles(context, pod, volume),
    file: (pod, volume, path) => podFile(context, pod, volume, path),
    check: checkManifest,
    session: (name) => sessionOf(context, name),
    availability: (service, from, to) => availabilityOf(context, service, from, to),
  };
}

function knownKind(kind: string): Kind | undefined {
  return resources.find((resource) => resource.kind === kind)?.kind ?? kindOf('v1', kind);
}

function objectOf({ api, engine }: ViewContext, { kind, namespace, name, uid = '' }: ObjectRef): Json {
  const known = knownKind(kind);
  const live = known === undefined ? undefined : api.get(known, namespace, name);
  if (live !== undefined && (uid === '' || live.metadata.uid === uid)) return live as object as Json;
  const departed = kind === 'Pod' ? engine.sim.table(DEPARTED).get(uid)?.pod : undefined;
  return (departed ?? null) as object as Json;
}

function objectsOf({ api }: ViewContext, { kind, ...options }: ObjectQuery): readonly Json[] {
  const known = knownKind(kind);
  return known === undefined ? [] : (api.list(known, options) as readonly object[] as readonly Json[]);
}

function eventsOf(context: ViewContext, about: ObjectRef | undefined, limit: number): EventLine[] {
  const all = context.api.list('Event').filter((event) => about === undefined || isAbout(event, about));
  const lines = all.map((event) => eventLine(context, event));
  return lines.sort((a, b) => b.at - a.at || compareStrings(a.reason, b.reason)).slice(0, limit);
}

function isAbout({ involvedObject }: Event, { kind, namespace, name, uid = '' }: ObjectRef): boolean {
  return (
    involvedObject.kind === kind &&
    involvedObject.name === name &&
    (involvedObject.namespace ?? '') === namespace &&
    (uid === '' || (involvedObject.uid ?? uid) === uid)
  );
}

function eventLine(context: ViewContext, event: Event): EventLine {
  const { involvedObject: about, series } = event;
  const last =
    timeMs(series?.lastObservedTime) ??
    timeMs(event.lastTimestamp) ??
    timeMs(event.eventTime) ??
    timeMs(event.metadata.creationTimestamp);
  const first = timeMs(event.firstTimestamp) ?? timeMs(event.eventTime) ?? last;
  const { epochMs } = context.engine.setup;
  return {
    at: visible(context, (last ?? epochMs) - epochMs),
    firstAt: visible(context, (first ?? epochMs) - epochMs),
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    source: event.source?.component || event.reportingComponent || '',
    count: event.count ?? series?.count ?? 1,
    about: {
      kind: about.kind ?? '',
      namespace: about.namespace ?? '',
      name: about.name ?? '',
      uid: about.uid ?? '',
    },
    fieldPath: about.fieldPath ?? '',
  };
}

function logsOf(
  context: ViewContext,
  { namespace, pod, uid, container, previous, tail }: LogQuery,
): { readonly lines: readonly LogLine[]; readonly message: string } {
  const { engine, api } = context;
  const live = api.get('Pod', namespace, pod);
  const wanted = uid || live?.metadata.uid || '';
  const node = live?.spec.nodeName ?? engine.sim.table(DEPARTED).get(wanted)?.pod.spec.nodeName ?? '';
  const machine = engine.world.machine(node);
  if (machine !== undefined && (machine.power === 'off' || machine.link === 'cut'))
    return { lines: [], message: `${node} cannot be reached, so its logs cannot be read.` };
  const attempts = engine.world
    .containers(node, live?.metadata.annotations?.['kubernetes.io/config.hash'] ?? wanted)
    .filter(({ name }) => name === container);
  const chosen = attempts[previous ? 1 : 0];
  if (chosen === undefined)
    return {
      lines: [],
      message: previous
        ? `previous terminated container "${container}" in pod "${pod}" not found`
        : `Container ${container} has not run yet.`,
    };
  const lines = engine.world.log(chosen.id) ?? [];
  return {
    lines: lines.slice(-tail).map((line) => ({ ...line, at: visible(context, line.at) })),
    message: '',
  };
}

/** `main:NAMESPACE/POD/CONTAINER` is a container's first process. */
function firstProcess({ api, engine }: ViewContext, name: string): SessionView | null {
  const [namespace = '', pod = '', container = ''] = name.slice('main:'.length).split('/');
  const uid = api.get('Pod', namespace, pod)?.metadata.uid ?? '';
  const newest = engine.world
    .machines()
    .flatMap((machine) => engine.world.containers(machine.name, uid))
    .find((one) => one.name === container);
  if (newest === undefined) return null;
  const running = engine.world.attachView(newest.id);
  if (running !== undefined) return { running: true, exitCode: 0, error: '', ...running };
  const lines = engine.world.log(newest.id) ?? [];
  const output = lines.map(({ text }) => `${text}\n`).join('');
  const { exitCode } = newest;
  return {
    running: false,
    output,
    printed: output.length,
    waits: false,
    cwd: '',
    program: '',
    exitCode,
    error: '',
  };
}

function sessionOf(context: ViewContext, name: string): SessionView | null {
  if (name.startsWith('main:')) return firstProcess(context, name);
  const { engine } = context;
  const running = engine.world.execView(name);
  if (running !== undefined) return { running: true, exitCode: 0, error: '', ...running };
  const result = engine.sim.table(EXECS).get(name);
  if (result === undefined) return null;
  const { output, printed = output.length, exitCode, error = '' } = result;
  return { running: false, output, printed, waits: false, cwd: '', program: '', exitCode, error };
}

function runsOf(context: ViewContext, podUid: string): ContainerRun[] {
  const { world } = context.engine;
  return world
    .machines()
    .flatMap(({ name }) => world.containers(name, podUid))
    .map(({ name, attempt, state, exitCode, reason, startedAt, finishedAt }) => ({
      container: name,
      attempt,
      state,
      exitCode,
      reason,
      startedAt: startedAt === 0 ? 0 : visible(context, startedAt),
      finishedAt: finishedAt === 0 ? 0 : visible(context, finishedAt),
    }));
}

function whyAnswer(
  context: ViewContext,
  run: Run,
  ref: ObjectRef,
  field: string | undefined,
  at: number | undefined,
): WhyAnswer {
  const { sim } = context.engine;
  const moment = at === undefined ? sim.now : at + context.origin;
  const chain = why(
    sim,
    { kind: ref.kind, namespace: ref.namespace, name: ref.name, id: ref.uid ?? '' },
    moment,
    field,
  );
  return {
    steps: chain.map((entry): WhyStep => ({
      happening: happeningView(context, entry),
      mentions: mentionsOf(entry.causes, context),
      command: commandIndex(run, entry.actor, entry.at, entry.verb),
    })),
    suggestions: suggestions(context, ref),
  };
}

/** What the causes of an entry were about, to be linked. */
function mentionsOf(causes: readonly number[], { engine }: ViewContext): ObjectRef[] {
  return causes.flatMap((cause) => {
    const entry = engine.sim.entry(cause);
    if (entry === undefined || entry.subject.name === '') return [];
    const { kind, namespace, name, id } = entry.subject;
    return [{ kind, namespace, name, uid: id }];
  });
}

/** Which command of the log a person's entry is. */
function commandIndex({ timeline }: Run, actor: string, at: number, verb: string): number {
  return actor === 'you'
    ? timeline.log.findIndex((logged) => logged.at === at && logged.command.kind === verb)
    : -1;
}

function decisionOf(context: ViewContext, podUid: string): DecisionTable | null {
  const kept = context.engine.sim.table(DECISIONS).get(podUid);
  if (kept === undefined) return null;
  const { decision, at } = kept;
  return {
    at: visible(context, at),
    podUid,
    podName: decision.pod.name,
    node: decision.kind === 'bound' ? decision.node : '',
    message: decision.kind === 'bound' ? '' : decision.message,
    nodes: decision.table.nodes.map(({ node }) => ({
      name: node,
      total: totalOf(decision, node),
      verdicts: verdictsOf(decision, node),
    })),
  };
}

function totalOf({ table }: Decision, node: string): number | null {
  const row = table.scores?.nodes.indexOf(node) ?? -1;
  return row < 0 ? null : (table.scores?.totals[row] ?? null);
}

function verdictsOf({ table }: Decision, node: string): PluginVerdict[] {
  const verdict = table.nodes.find((one) => one.node === node);
  const filters = table.filters.map((plugin): PluginVerdict => {
    const rejected =
      filterOutcome(table, node, plugin) === 'rejected'
        ? (verdict?.rejection?.reasons.join(', ') ?? 'rejected')
        : '';
    return { plugin, rejected, rawScore: null, normalizedScore: null, weight: 0 };
  });
  const row = table.scores?.nodes.indexOf(node) ?? -1;
  const scores =
    row < 0
      ? []
      : (table.scores?.columns ?? []).map((column): PluginVerdict => ({
          plugin: column.plugin,
          rejected: '',
          rawScore: column.raw[row] ?? null,
          normalizedScore: column.normalized[row] ?? null,
          weight: column.weight,
        }));
  return [...filters, ...scores];
}

function happeningsBetween(context: ViewContext, from: number, to: number): HappeningView[] {
  const { trace } = context.engine.sim;
  const found: HappeningView[] = [];
  for (let i = 0; i < trace.length; i++) {
    const entry = trace.at(i);
    if (entry === undefined) continue;
    const at = visible(context, entry.at);
    if (at >= from && at <= to) found.push(happeningView(context, entry));
  }
  return found;
}
