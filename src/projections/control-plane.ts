/** The strip of the control plane: what its three parts did last. */
import type { ControlPlaneView, DecisionView, HappeningView } from '../protocol/views.ts';
import { actorName, deedWord, planeActor } from './actors.ts';
import { counted, namedPod } from './names.ts';
import type { ControlPlaneModel, SchedulerDecisionModel } from './view-model.ts';

/** So long after a deed its actor counts as acting. */
const ACTING_MS = 500;

export function controlPlaneModel(
  view: ControlPlaneView | null,
  happenings: readonly HappeningView[],
  nowMs: number,
): ControlPlaneModel {
  const last = happenings.at(-1);
  const deed = lastDeed(happenings) ?? view?.lastAction ?? null;
  return {
    resourceVersion: String(view?.resourceVersion ?? 0),
    lastControllerAction: deed === null ? '' : actionText(deed),
    lastDecision: view?.lastDecision ? decisionModel(view.lastDecision) : null,
    acting: last !== undefined && nowMs - last.at <= ACTING_MS ? planeActor(last.actor) : null,
  };
}

type Deed = Pick<NonNullable<ControlPlaneView['lastAction']>, 'actor' | 'verb' | 'kind' | 'name' | 'count'>;

/** Equal deeds this close together are one with a number. */
const TOGETHER_MS = 1000;

/** The newest deed of a controller on what people look at; counting up status fields and addresses is none. */
function lastDeed(happenings: readonly HappeningView[]): Deed | null {
  const last = happenings.findLast(isDeed);
  if (last === undefined) return null;
  const { actor, verb, kind, name } = last;
  const same = happenings.filter(
    (one) =>
      isDeed(one) &&
      one.actor === actor &&
      one.verb === verb &&
      one.kind === kind &&
      last.at - one.at <= TOGETHER_MS,
  );
  return { actor, verb, kind, name, count: new Set(same.map((one) => one.uid || one.name)).size };
}

function isDeed({ actor, verb, kind, fields }: HappeningView): boolean {
  if (planeActor(actor) !== 'controllers') return false;
  if (kind === 'Node') return actor === 'node-controller' && fields.includes('status.conditions.Ready');
  return WORKLOAD_KINDS.has(kind) && verb !== 'update' && verb !== 'patch';
}

const WORKLOAD_KINDS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job']);
const SHORT_KINDS: Readonly<Record<string, string>> = { Pod: 'pod', Node: 'node', EndpointSlice: 'slice' };

function actionText({ actor, verb, kind, name, count }: Deed): string {
  if (kind === 'Node' && count === 1) return `${actorName(actor)} marked ${name}`;
  return `${actorName(actor)} ${deedWord(verb)} ${counted(count, SHORT_KINDS[kind] ?? kind)}`;
}

function decisionModel({
  podUid,
  podName,
  node,
  fits,
  nodes,
  message,
}: DecisionView): SchedulerDecisionModel {
  const note = node === '' ? `0 of ${nodes} fit${shortCause(message)}` : `${fits} fit`;
  return { podUid, pod: namedPod(podName).replace('…', ''), node: node === '' ? null : node, note };
}

/** `: cpu` for a message in which CPU is short somewhere. */
function shortCause(message: string): string {
  const cause =
    /Insufficient ([^\s,.]+)/.exec(message)?.[1] ??
    /(taint|affinity|volume|unschedulable|port)/.exec(message)?.[1];
  return cause === undefined ? '' : `: ${cause}`;
}
