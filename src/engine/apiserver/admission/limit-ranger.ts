/**
 * LimitRanger: fills in missing requests and limits of a new pod's containers and refuses what lies outside the bounds.
 *
 * **Upstream:** plugin/pkg/admission/limitranger (v1.37).
 * **Simplified:** bounds of PersistentVolumeClaims are not checked.
 */
import { compareStrings, sortedKeys } from '../../../base/compare.ts';
import { ok } from '../../../base/result.ts';
import type { Container, PodSpec } from '../../api/core-v1-pod.ts';
import type { LimitRangeItem } from '../../api/core-v1.ts';
import { addQuantities, compareQuantities, milliValue } from '../../api/quantity.ts';
import { forbidden } from '../failures.ts';
import type { Incoming, ServerContext } from '../server-context.ts';
import type { AdmissionPlugin } from './admission.ts';

type Amounts = Readonly<Record<string, string>>;

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  kinds: ['Pod'],
  mutate({ operation, object, namespace, context }) {
    const pod = object as Incoming<'Pod'>;
    if (operation !== 'CREATE') return ok(object);
    const notes: string[] = [];
    let spec: PodSpec = pod.spec;
    for (const item of itemsOf(context, namespace))
      if (item.type === 'Container') spec = withContainerDefaults(spec, item, notes);
    if (notes.length === 0) return ok(object);
    const annotations = {
      ...pod.metadata.annotations,
      'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
    };
    return ok({ ...pod, metadata: { ...pod.metadata, annotations }, spec });
  },
  validate({ operation, object, namespace, context }) {
    const pod = object as Incoming<'Pod'>;
    if (operation !== 'CREATE') return ok(null);
    const items = itemsOf(context, namespace);
    const problems = [
      ...items
        .filter(({ type }) => type === 'Container')
        .flatMap((item) => containerProblems(pod.spec, item)),
      ...items.filter(({ type }) => type === 'Pod').flatMap((item) => podProblems(pod.spec, item)),
    ];
    if (problems.length === 0) return ok(null);
    return forbidden(
      'Pod',
      pod.metadata.name ?? '',
      problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`,
    );
  },
};

function itemsOf({ store }: ServerContext, namespace: string): readonly LimitRangeItem[] {
  return store
    .table('LimitRange')
    .byIndex('namespace', namespace)
    .flatMap(({ spec }) => spec.limits);
}

function withContainerDefaults(spec: PodSpec, item: LimitRangeItem, notes: string[]): PodSpec {
  const complete = (container: Container, kind: 'container' | 'init container'): Container => {
    const limits = missing(container.resources?.limits, item.default);
    const requests = missing(container.resources?.requests, item.defaultRequest);
    if (requests.length > 0) notes.push(`${requests.join(', ')} request for ${kind} ${container.name}`);
    if (limits.length > 0) notes.push(`${limits.join(', ')} limit for ${kind} ${container.name}`);
    if (limits.length === 0 && requests.length === 0) return container;
    return {
      ...container,
      resources: {
        ...container.resources,
        ...filled('limits', container.resources?.limits, item.default),
        ...filled('requests', container.resources?.requests, item.defaultRequest),
      },
    };
  };
  const containers = spec.containers.map((container) => complete(container, 'container'));
  const init = spec.initContainers?.map((container) => complete(container, 'init container'));
  return { ...spec, containers, ...(init === undefined ? {} : { initContainers: init }) };
}

function missing(given: Amounts | undefined, defaults: Amounts | undefined): string[] {
  return sortedKeys(defaults ?? {}).filter((name) => given?.[name] === undefined);
}

function filled(
  field: 'limits' | 'requests',
  given: Amounts | undefined,
  defaults: Amounts | undefined,
): { readonly limits?: Amounts; readonly requests?: Amounts } {
  const all = { ...defaults, ...given };
  return Object.keys(all).length === 0 ? {} : { [field]: all };
}

function containerProblems(spec: PodSpec, item: LimitRangeItem): string[] {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  return all.flatMap(({ resources }) =>
    boundProblems('Container', item, resources?.requests ?? {}, resources?.limits ?? {}),
  );
}

/** A pod's amounts are the sums over its containers. */
function podProblems(spec: PodSpec, item: LimitRangeItem): string[] {
  const sum = (of: 'requests' | 'limits'): Amounts =>
    spec.containers.map(({ resources }) => resources?.[of] ?? {}).reduce<Amounts>(addAmounts, {});
  return boundProblems('Pod', item, sum('requests'), sum('limits'));
}

function addAmounts(a: Amounts, b: Amounts): Amounts {
  return Object.entries(b).reduce<Amounts>(
    (sum, [name, amount]) => ({
      ...sum,
      [name]: sum[name] === undefined ? amount : addQuantities(sum[name], amount),
    }),
    a,
  );
}

function boundProblems(type: string, item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  const each = (
    bounds: Amounts | undefined,
    check: (name: string, bound: string) => string | undefined,
  ): string[] =>
    Object.entries(bounds ?? {})
      .sort(([a], [b]) => compareStrings(a, b))
      .flatMap(([name, bound]) => check(name, bound) ?? []);
  return [
    ...each(item.min, (name, bound) => minimumProblem(type, name, bound, requests[name], limits[name])),
    ...each(item.max, (name, bound) => maximumProblem(type, name, bound, requests[name], limits[name])),
    ...each(item.maxLimitRequestRatio, (name, bound) =>
      ratioProblem(type, name, bound, requests[name], limits[name]),
    ),
  ];
}

function minimumProblem(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
): string | undefined {
  const text = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${text}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${text}, but request is ${request}`;
  return limit !== undefined && compareQuantities(limit, bound) < 0
    ? `${text}, but limit is ${limit}`
    : undefined;
}

function maximumProblem(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
): string | undefined {
  const text = `maximum ${name} usage per ${type} is ${bound}`;
  if (limit === undefined) return `${text}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${text}, but limit is ${limit}`;
  return request !== undefined && compareQuantities(request, bound) > 0
    ? `${text}, but request is ${request}`
    : undefined;
}

function ratioProblem(
  type: string,
  name: string,
  bound: string,
  request: string | undefined,
  limit: string | undefined,
): string | undefined {
  const [wanted, least] = [milliValue(limit), milliValue(request)];
  if (wanted === 0 || least === 0) return undefined;
  const ratio = wanted / least;
  return ratio * 1000 > milliValue(bound)
    ? `${name} max limit to request ratio per ${type} is ${bound}, but provided ratio is ${ratio.toFixed(6)}`
    : undefined;
}
