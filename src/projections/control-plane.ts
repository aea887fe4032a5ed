/** The strip of the control plane: what its three parts did last. */
import type { ControlPlaneView, DecisionView, HappeningView } from '../protocol/views.ts';
import { actorName, deedWord, planeActor } from './actors.ts';
import { counted, namedPod } from './names.ts';
import type { ControlPlaneModel, SchedulerDecisionModel } from './view-model.ts';

/** So long after a deed its actor counts as acting. */
const ACTING_MS = 500;

export function controlPlaneModel(view: ControlPlaneView | null, last: HappeningView | undefined, nowMs: number): ControlPlaneModel {
  return {
    resourceVersion: String(view?.resourceVersion ?? 0),
    lastControllerAction: view?.lastAction ? actionText(view.lastAction) : '',
    lastDecision: view?.lastDecision ? decisionModel(view.lastDecision) : null,
    acting: last !== undefined && nowMs - last.at <= ACTING_MS ? planeActor(last.actor) : null,
  };
}

function actionText({ actor, verb, kind, count }: NonNullable<ControlPlaneView['lastAction']>): string {
  return `${actorName(actor)} ${deedWord(verb)} ${counted(count, kind === 'Pod' ? 'pod' : kind)}`;
}

function decisionModel({ podUid, podName, node, fits, nodes, message }: DecisionView): SchedulerDecisionModel {
  const note = node === '' ? `0 of ${nodes} fit${shortCause(message)}` : `${fits} fit`;
  return { podUid, pod: namedPod(podName).replace('…', ''), node: node === '' ? null : node, note };
}

/** `: cpu` for a message in which CPU is short somewhere. */
function shortCause(message: string): string {
  const cause = /Insufficient ([^\s,.]+)/.exec(message)?.[1] ?? /(taint|affinity|volume|unschedulable|port)/.exec(message)?.[1];
  return cause === undefined ? '' : `: ${cause}`;
}
