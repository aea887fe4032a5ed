/** How the server's refusals read on a terminal. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (v1.37). */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ApiFailure, Answer } from './cluster-access.ts';
import type { KubeObject } from '../engine/api/types.ts';
import { Refusal } from './session.ts';

/** `doing`: `error when creating "STDIN": ` and the like. */
export function serverText(failure: ApiFailure, doing = ''): string {
  const reason = failure.reason === '' ? '' : ` (${failure.reason})`;
  return `Error from server${reason}: ${doing}${failure.message}`;
}

/** The form kubectl prefers for an invalid object: one line per field. */
export function invalidText(failure: ApiFailure): string {
  const details = failure.details ?? {};
  const causes = causesOf(details).map((cause) =>
    cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`,
  );
  const lines = [...new Set(causes)];
  const kind = textOf(details['kind']);
  if (kind === '') return `The request is invalid: ${failure.message}`;
  const head = `The ${kind} "${textOf(details['name'])}" is invalid: `;
  if (lines.length === 0) return head + failure.message;
  return lines.length === 1
    ? head + (lines[0] ?? '')
    : [head, ...lines.map((line) => `* ${line}`)].join('\n');
}

export function failureText(failure: ApiFailure, doing = ''): string {
  return failure.reason === 'Invalid' ? invalidText(failure) : serverText(failure, doing);
}

/** The object of a good answer; a bad one ends the work on this item. */
export function accepted(answer: Answer, doing = ''): KubeObject {
  if (answer.ok) return answer.value;
  throw new Refusal(failureText(answer.error, doing));
}

export function notFoundText(qualified: string, name: string): string {
  return `Error from server (NotFound): ${qualified} "${name}" not found`;
}

function causesOf(details: JsonObject): readonly { readonly field: string; readonly message: string }[] {
  const causes = details['causes'];
  if (!Array.isArray(causes)) return [];
  return (causes as readonly Json[])
    .filter(isJsonObject)
    .map((cause) => ({ field: textOf(cause['field']), message: textOf(cause['message']) }));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
