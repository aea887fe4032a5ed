/** The control plane strip: how far the API server has counted, who acted last, and what the scheduler decided last. */
import { DECISIONS } from '../scheduler/scheduler.ts';
import type { KeptDecision } from '../scheduler/scheduler.ts';
import type { TraceEntry } from '../sim/trace.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { ControlPlaneView, DecisionView } from './views.ts';

/** How far back the last action of a controller is looked for. */
const LOOK_BACK = 200;

export function buildControlPlaneView(context: ViewContext): ControlPlaneView {
  const { engine } = context;
  return {
    resourceVersion: engine.server.context.store.revision,
    lastAction: lastAction(context),
    lastDecision: lastDecision(context),
    registry: engine.world.registry(),
  };
}

function isController({ actor }: TraceEntry): boolean {
  return (
    actor.endsWith('-controller') ||
    actor === 'pod-garbage-collector' ||
    actor === 'garbage-collector-controller'
  );
}

/** The newest action of a controller; equal actions right before it are counted with it. */
function lastAction(context: ViewContext): ControlPlaneView['lastAction'] {
  const { trace } = context.engine.sim;
  let last: TraceEntry | undefined;
  let count = 0;
  for (let i = trace.length - 1; i >= Math.max(0, trace.length - LOOK_BACK); i--) {
    const entry = trace.at(i);
    if (entry === undefined || !isController(entry)) continue;
    last ??= entry;
    if (
      entry.actor !== last.actor ||
      entry.verb !== last.verb ||
      entry.subject.kind !== last.subject.kind ||
      last.at - entry.at > 1000
    )
      break;
    count++;
  }
  if (last === undefined) return null;
  return {
    actor: last.actor,
    verb: last.verb,
    kind: last.subject.kind,
    name: last.subject.name,
    at: visible(context, last.at),
    count,
  };
}

function lastDecision(context: ViewContext): DecisionView | null {
  let newest: KeptDecision | undefined;
  for (const kept of context.engine.sim.table(DECISIONS).values())
    if (newest === undefined || kept.at >= newest.at) newest = kept;
  if (newest === undefined) return null;
  const { decision, at } = newest;
  return {
    podUid: decision.pod.uid,
    podName: decision.pod.name,
    node: decision.kind === 'bound' ? decision.node : '',
    fits:
      decision.kind === 'bound'
        ? decision.table.nodes.filter(({ rejection }) => rejection === undefined).length
        : 0,
    nodes: decision.table.nodeCount,
    message: decision.kind === 'bound' ? '' : decision.message,
    at: visible(context, at),
  };
}
