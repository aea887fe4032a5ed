/** `post` steps: a raw request to a path of the API. */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ApiRequest } from '../engine/index.ts';
import { kindAt } from '../kubectl/names.ts';
import { text } from './tokens.ts';

type Request = Omit<ApiRequest, 'kind' | 'client'>;

/** Undefined when the path is none of the API server's resources. */
export function requestAt(post: JsonObject): Request | undefined {
  const match =
    /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(
      text(post['path']),
    );
  if (match === null) return undefined;
  const [, group = '', namespace = '', plural = '', name = '', subresource] = match;
  const objectKind = kindAt(group, plural);
  if (objectKind === undefined) return undefined;
  const body = post['body'] ?? null;
  const target = { objectKind, namespace, name };
  switch (text(post['method']) || 'POST') {
    case 'DELETE':
      return { verb: 'delete', ...target, ...optionsIn(body) };
    case 'PUT':
      return { verb: 'update', ...target, body, ...named(subresource) };
    case 'PATCH':
      return {
        verb: 'patch',
        ...target,
        body,
        patchType: patchType(text(post['contentType'])),
        ...named(subresource),
      };
    default:
      return created(target, subresource, body);
  }
}

function created(
  target: Pick<Request, 'objectKind' | 'namespace' | 'name'>,
  subresource: string | undefined,
  body: Json,
): Request {
  if (subresource === 'eviction')
    return {
      verb: 'evict',
      ...target,
      ...optionsIn(isJsonObject(body) ? (body['deleteOptions'] ?? null) : null),
    };
  if (subresource === 'binding') return { verb: 'bind', ...target, body: boundNode(body) };
  return { verb: 'create', ...target, body, ...named(subresource) };
}

function boundNode(body: Json): string {
  const target = isJsonObject(body) ? body['target'] : undefined;
  return isJsonObject(target) ? text(target['name']) : '';
}

function named(subresource: string | undefined): { readonly subresource?: string } {
  return subresource === undefined ? {} : { subresource };
}

function optionsIn(body: Json): Pick<Request, 'options'> {
  if (!isJsonObject(body)) return {};
  const { gracePeriodSeconds, propagationPolicy } = body;
  const policy = (['Background', 'Foreground', 'Orphan'] as const).find((one) => one === propagationPolicy);
  return {
    options: {
      ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
      ...(policy === undefined ? {} : { propagationPolicy: policy }),
    },
  };
}

function patchType(contentType: string): 'json' | 'merge' | 'strategic' {
  if (contentType.includes('json-patch')) return 'json';
  return contentType.includes('strategic') ? 'strategic' : 'merge';
}
