import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../base/json.ts';
import { decode } from '../decode.ts';
import { applyDefaults } from '../defaulting/defaulting.ts';
import { kindOf } from '../resources.ts';
import { updates, type Update, type UpdateStep } from '../testing/recordings.ts';
import type { Kind, KubeObject } from '../types.ts';
import { toStatus } from '../validation/field-error.ts';
import { validateUpdate } from '../validation/validation.ts';
import { applyPatch } from './patch.ts';

/** What admission gives a pod and what stands in the recorded differences. */
function admitted(object: KubeObject): KubeObject {
  if (object.kind !== 'Pod') return object;
  const pod = JSON.parse(JSON.stringify(object));
  return { ...pod, spec: { ...pod.spec, serviceAccountName: 'default', serviceAccount: 'default' } };
}

function outcome(kind: Kind, live: KubeObject, step: UpdateStep): { message?: string; next: KubeObject } {
  const patched = applyPatch(step.type, kind, live, step.patch);
  if (!patched.ok) return { message: patched.error.message, next: live };
  const next = applyDefaults(patched.value);
  const errors = validateUpdate(next, live, step.subresource);
  return errors.length > 0
    ? { message: toStatus(kind, next.metadata.name, errors).message, next: live }
    : { next };
}

function decided(object: KubeObject): JsonObject {
  const { metadata, spec } = JSON.parse(JSON.stringify(object));
  const { labels, annotations, finalizers } = metadata;
  return JSON.parse(JSON.stringify({ metadata: { labels, annotations, finalizers }, spec }));
}

/** What each step came to: the message of its refusal, or the part of the object that the request decided. */
function outcomes(before: Update['before'], steps: readonly UpdateStep[]): unknown[] {
  const kind = kindOf(before.apiVersion, before.kind) ?? 'Pod';
  const start: unknown = decode(before.apiVersion, before.kind, before).object;
  let live = admitted(applyDefaults(start as KubeObject));
  return steps.map((step) => {
    const { message, next } = outcome(kind, live, step);
    live = next;
    if (message !== undefined)
      return step.message === undefined ? message.replace(/"\{.*\}"/s, '…') : message;
    return step.result === undefined ? 'accepted' : decided(next);
  });
}

/** A refusal that repeats the whole object was recorded without its text. */
const recorded = (step: UpdateStep): unknown =>
  step.code === 200
    ? (step.result ?? 'accepted')
    : (step.message ?? expect.stringContaining(' "" is invalid: patch: Invalid value: …: '));

describe('applyPatch', () => {
  it.each(updates)(
    'NOUN-16 gives the object or the refusal of the real server: $name',
    ({ before, steps }) => {
      expect(outcomes(before, steps)).toEqual(steps.map(recorded));
    },
  );
});
