/** A trace entry as the page sees it. */
import type { TraceEntry } from '../sim/trace.ts';
import { visible } from './view-context.ts';
import type { ViewContext } from './view-context.ts';
import type { HappeningView } from './views.ts';

export function happeningView(context: ViewContext, entry: TraceEntry): HappeningView {
  const { id, at, actor, verb, subject, fields, causes, text, rule, timer } = entry;
  const { kind, namespace, name } = subject;
  return {
    id,
    at: visible(context, at),
    actor,
    verb,
    kind,
    namespace,
    name,
    uid: subject.id,
    text,
    rule,
    timer: timer ?? '',
    fields,
    causes,
  };
}
