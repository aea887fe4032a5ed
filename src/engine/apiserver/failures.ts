/**
 * The Status objects of failed requests, in upstream's wording.
 *
 * **Upstream:** staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (v1.37).
 */
import type { Kind } from '../api/types.ts';
import { resourceOf } from '../api/resources.ts';
import { fail } from '../../base/result.ts';
import type { ApiFailure } from './client.ts';

/** `pods`, `deployments.apps`. */
export function qualifiedResource(kind: Kind): string {
  const { plural, group } = resourceOf(kind);
  return group === '' ? plural : `${plural}.${group}`;
}

function details(kind: Kind, name: string) {
  const { plural, group } = resourceOf(kind);
  return { name, ...(group === '' ? {} : { group }), kind: plural };
}

export function notFound(kind: Kind, name: string): { readonly ok: false; readonly error: ApiFailure } {
  return fail({
    code: 404,
    reason: 'NotFound',
    message: `${qualifiedResource(kind)} "${name}" not found`,
    details: details(kind, name),
  });
}

export function alreadyExists(kind: Kind, name: string): { readonly ok: false; readonly error: ApiFailure } {
  return fail({
    code: 409,
    reason: 'AlreadyExists',
    message: `${qualifiedResource(kind)} "${name}" already exists`,
    details: details(kind, name),
  });
}

export function conflict(
  kind: Kind,
  name: string,
  why: string,
): { readonly ok: false; readonly error: ApiFailure } {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(kind)} "${name}": ${why}`;
  return fail({ code: 409, reason: 'Conflict', message, details: details(kind, name) });
}

export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(
  kind: Kind,
  name: string,
  why: string,
  cause?: { readonly reason: string; readonly message: string; readonly field?: string },
): { readonly ok: false; readonly error: ApiFailure } {
  const message = `${qualifiedResource(kind)} "${name}" is forbidden: ${why}`;
  return fail({
    code: 403,
    reason: 'Forbidden',
    message,
    details: { ...details(kind, name), ...(cause === undefined ? {} : { causes: [cause] }) },
  });
}

export function badRequest(message: string): { readonly ok: false; readonly error: ApiFailure } {
  return fail({ code: 400, reason: 'BadRequest', message });
}

/** What a client gets whose host cannot reach the server. */
export function unreachableServer(): { readonly ok: false; readonly error: ApiFailure } {
  return fail({ code: 503, reason: 'ServiceUnavailable', message: 'the API server cannot be reached' });
}
