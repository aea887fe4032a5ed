/** `post` steps: a raw request to a path of the API. */
import { isJsonObject } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ApiRequest, Command } from '../engine/index.ts';
import { groups, kindAt } from '../kubectl/names.ts';
import { text } from './tokens.ts';

type Request = Omit<ApiRequest, 'kind' | 'client'>;

/** Undefined when the path is none of the API server's resources. */
export function requestAt(post: JsonObject): Request | undefined {
  const match =
    /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)(?!\/(?:finalize|status)$))?\/([a-z]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(
      text(post['path']),
    );
  if (match === null) return undefined;
  const [, group = '', version = '', namespace = '', plural = '', name = '', subresource] = match;
  const objectKind = kindAt(group, plural, version, namespace !== '');
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

/** Whether the API server serves this group at all, in whatever version. */
export function isGroup(group: string): boolean {
  return groups().includes(group);
}

type SetMetric = Extract<Command, { readonly kind: 'set-metric' }>;

/** A value for one of the metrics servers, that is a path under external.metrics.k8s.io or custom.metrics.k8s.io. */
export function metricAt(post: JsonObject): SetMetric | undefined {
  const path = text(post['path']);
  const match = /^\/apis\/(external|custom)\.metrics\.k8s\.io\/[^/]+\/namespaces\/([^/]+)\/(.+)$/.exec(path);
  if (match === null) return undefined;
  const [, server, namespace = '', rest = ''] = match;
  const body = post['body'];
  const value = text(isJsonObject(body) ? body['value'] : undefined);
  if (server === 'external')
    return { kind: 'set-metric', metrics: 'external', path: `${namespace}/${rest}`, value };
  const [resource = '', name = '', metric = ''] = rest.split('/');
  if (resource === 'pods')
    return { kind: 'set-metric', metrics: 'pods', path: `${namespace}/${name}/${metric}`, value };
  const [plural = '', ...group] = resource.split('.');
  return {
    kind: 'set-metric',
    metrics: 'object',
    path: `${namespace}/${kindAt(group.join('.'), plural) ?? resource}/${name}/${metric}`,
    value,
  };
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
  const { gracePeriodSeconds, propagationPolicy, preconditions } = body;
  const { uid, resourceVersion } = isJsonObject(preconditions) ? preconditions : {};
  const policy = (['Background', 'Foreground', 'Orphan'] as const).find((one) => one === propagationPolicy);
  return {
    options: {
      ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
      ...(policy === undefined ? {} : { propagationPolicy: policy }),
      ...(typeof uid === 'string' ? { uid } : {}),
      ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    },
  };
}

function patchType(contentType: string): 'json' | 'merge' | 'strategic' {
  if (contentType.includes('json-patch')) return 'json';
  return contentType.includes('strategic') ? 'strategic' : 'merge';
}
