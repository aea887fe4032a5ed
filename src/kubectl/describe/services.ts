/** Services, endpoints, budgets and autoscalers. */
import { sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { hpaTargets } from '../print/hpa-targets.ts';
import { at, listAt, longTime, numberAt, objectAt, selectorText, textAt, textOf, textsAt } from './page.ts';
import type { Page } from './page.ts';

const ENDPOINTS_MAX = 3;

function head(page: Page, object: JsonObject): void {
  page.field('Name', textAt(object, 'metadata.name'));
  page.field('Namespace', textAt(object, 'metadata.namespace'));
}

function marks(page: Page, object: JsonObject): void {
  page.labels('Labels', objectAt(object, 'metadata.labels'));
  page.annotations('Annotations', objectAt(object, 'metadata.annotations'));
}

export function writeService(page: Page, service: JsonObject, slices: readonly JsonObject[]): void {
  head(page, service);
  marks(page, service);
  page.field('Selector', selectorText({ matchLabels: objectAt(service, 'spec.selector') }));
  const type = textAt(service, 'spec.type');
  page.field('Type', type);
  const optional = (name: string, value: string): void => {
    if (value !== '') page.field(name, value);
  };
  optional('IP Family Policy', textAt(service, 'spec.ipFamilyPolicy'));
  optional('IP Families', textsAt(service, 'spec.ipFamilies').join(','));
  page.field('IP', textAt(service, 'spec.clusterIP'));
  optional('IPs', textsAt(service, 'spec.clusterIPs').join(','));
  optional('External IPs', textsAt(service, 'spec.externalIPs').join(','));
  optional('Desired LoadBalancer IP', textAt(service, 'spec.loadBalancerIP'));
  optional('External Name', textAt(service, 'spec.externalName'));
  optional(
    'LoadBalancer Ingress',
    listAt(service, 'status.loadBalancer.ingress')
      .map((one) => textAt(one, 'ip') || textAt(one, 'hostname'))
      .join(', '),
  );
  for (const port of listAt(service, 'spec.ports')) {
    const name = textAt(port, 'name') || '<unset>';
    const protocol = textAt(port, 'protocol');
    page.write(0, `Port:\t${name}\t${textAt(port, 'port')}/${protocol}`);
    page.field('TargetPort', `${textAt(port, 'targetPort')}/${protocol}`);
    if ((numberAt(port, 'nodePort') ?? 0) > 0)
      page.write(0, `NodePort:\t${name}\t${textAt(port, 'nodePort')}/${protocol}`);
    page.field('Endpoints', endpointsOf(port, slices));
  }
  page.field('Session Affinity', textAt(service, 'spec.sessionAffinity'));
  optional('External Traffic Policy', textAt(service, 'spec.externalTrafficPolicy'));
  optional('Internal Traffic Policy', textAt(service, 'spec.internalTrafficPolicy'));
}

function endpointsOf(port: JsonObject, slices: readonly JsonObject[]): string {
  const all = slices.flatMap((slice) =>
    listAt(slice, 'ports')
      .filter((one) => textAt(one, 'name') === textAt(port, 'name'))
      .flatMap((one) =>
        listAt(slice, 'endpoints')
          .filter((endpoint) => at(endpoint, 'conditions.ready') !== false)
          .flatMap((endpoint) => textsAt(endpoint, 'addresses'))
          .map((address) => `${address.includes(':') ? `[${address}]` : address}:${textAt(one, 'port')}`),
      ),
  );
  const more = all.length - ENDPOINTS_MAX;
  return all.slice(0, ENDPOINTS_MAX).join(',') + (more > 0 ? ` + ${more} more...` : '');
}

export function writeBudget(page: Page, object: JsonObject): void {
  head(page, object);
  const least = at(object, 'spec.minAvailable');
  const most = at(object, 'spec.maxUnavailable');
  if (least !== undefined && least !== null) page.field('Min available', textOf(least));
  else if (most !== undefined && most !== null) page.field('Max unavailable', textOf(most));
  page.field('Selector', selectorText(at(object, 'spec.selector'), '<unset>'));
  page.write(0, 'Status:');
  for (const [name, path] of [
    ['Allowed disruptions', 'disruptionsAllowed'],
    ['Current', 'currentHealthy'],
    ['Desired', 'desiredHealthy'],
    ['Total', 'expectedPods'],
  ] as const)
    page.field(name, numberAt(object, `status.${path}`) ?? 0, 2);
}

export function writeAutoscaler(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.field('CreationTimestamp', longTime(at(object, 'metadata.creationTimestamp')));
  const kind = textAt(object, 'spec.scaleTargetRef.kind');
  page.field('Reference', `${kind}/${textAt(object, 'spec.scaleTargetRef.name')}`);
  page.field('Metrics', '( current / target )');
  for (const { name, current, target } of hpaTargets(object)) page.field(name, `${current} / ${target}`, 1);
  page.field('Min replicas', textAt(object, 'spec.minReplicas') || '<unset>');
  page.field('Max replicas', textAt(object, 'spec.maxReplicas'));
  const count = (path: string): number => numberAt(object, `status.${path}`) ?? 0;
  page.field(`${kind} pods`, `${count('currentReplicas')} current / ${count('desiredReplicas')} desired`);
  const conditions = listAt(object, 'status.conditions');
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:');
  page.write(1, 'Type\tStatus\tReason\tMessage');
  page.write(1, '----\t------\t------\t-------');
  for (const one of conditions)
    page.write(1, ['type', 'status', 'reason', 'message'].map((path) => textAt(one, path)).join('\t'));
}

export function writeEndpointSlice(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.field('AddressType', textAt(object, 'addressType'));
  const ports = listAt(object, 'ports');
  if (ports.length === 0) page.field('Ports', '<unset>');
  else {
    page.write(0, 'Ports:');
    page.write(1, 'Name\tPort\tProtocol');
    page.write(1, '----\t----\t--------');
    for (const port of ports)
      page.write(
        1,
        `${textAt(port, 'name') || '<unset>'}\t${textAt(port, 'port') || '<unset>'}\t${textAt(port, 'protocol')}`,
      );
  }
  const endpoints = listAt(object, 'endpoints');
  if (endpoints.length === 0) return page.field('Endpoints', '<none>');
  page.write(0, 'Endpoints:');
  for (const one of endpoints) {
    page.field('- Addresses', textsAt(one, 'addresses').join(','), 1);
    page.write(2, 'Conditions:');
    page.field('Ready', textOf(at(one, 'conditions.ready')) || '<unset>', 3);
    page.field('Hostname', textAt(one, 'hostname') || '<unset>', 2);
    if (isJsonObject(one['targetRef']))
      page.field('TargetRef', `${textAt(one, 'targetRef.kind')}/${textAt(one, 'targetRef.name')}`, 2);
    page.field('NodeName', textAt(one, 'nodeName') || '<unset>', 2);
    page.field('Zone', textAt(one, 'zone') || '<unset>', 2);
  }
}

export function writeEndpoints(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.write(0, 'Subsets:');
  for (const subset of listAt(object, 'subsets')) {
    const ips = (path: string): string =>
      listAt(subset, path)
        .map((one) => textAt(one, 'ip'))
        .join(',') || '<none>';
    page.field('Addresses', ips('addresses'), 1);
    page.field('NotReadyAddresses', ips('notReadyAddresses'), 1);
    const ports = listAt(subset, 'ports');
    if (ports.length > 0) {
      page.write(1, 'Ports:');
      page.write(2, 'Name\tPort\tProtocol');
      page.write(2, '----\t----\t--------');
      for (const port of ports)
        page.write(
          2,
          `${textAt(port, 'name') || '<unset>'}\t${textAt(port, 'port')}\t${textAt(port, 'protocol')}`,
        );
    }
    page.write(0, '');
  }
}

/** Kinds without a page of their own show all fields, in the order of their names. */
export function writeAnything(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.field('API Version', textAt(object, 'apiVersion'));
  page.field('Kind', textAt(object, 'kind'));
  page.write(0, 'Metadata:');
  page.field('Creation Timestamp', textAt(object, 'metadata.creationTimestamp'), 1);
  page.field('Resource Version', textAt(object, 'metadata.resourceVersion'), 1);
  page.field('UID', textAt(object, 'metadata.uid'), 1);
  for (const key of sortedKeys(object))
    if (!['apiVersion', 'kind', 'metadata'].includes(key)) writeField(page, 0, key, object[key]);
}

/** `maxReplicas` is `Max Replicas`. */
function spaced(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function writeField(page: Page, level: number, key: string, value: JsonObject[string] | undefined): void {
  if (isJsonObject(value)) {
    page.write(level, `${spaced(key)}:`);
    for (const inner of sortedKeys(value)) writeField(page, level + 1, inner, value[inner]);
  } else if (Array.isArray(value)) {
    page.write(level, `${spaced(key)}:`);
    for (const item of value)
      if (isJsonObject(item))
        for (const inner of sortedKeys(item)) writeField(page, level + 1, inner, item[inner]);
      else page.write(level + 1, textOf(item));
  } else page.field(spaced(key), textOf(value), level);
}
