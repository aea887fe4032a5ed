/** A node, with the pods on it and what they have asked for. */
import { sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import {
  canonicalQuantity,
  milliValue,
  quantityOfMilli,
  quantityOfWhole,
} from '../../engine/api/quantity.ts';
import { at, listAt, longTime, objectAt, textAt, textOf, textsAt } from './page.ts';
import type { Page } from './page.ts';

const ROLE = 'node-role.kubernetes.io/';

export function writeNode(
  page: Page,
  node: JsonObject,
  lease: JsonObject | undefined,
  pods: readonly JsonObject[],
): void {
  page.field('Name', textAt(node, 'metadata.name'));
  const labels = objectAt(node, 'metadata.labels');
  const roles = sortedKeys(labels)
    .filter((key) => key.startsWith(ROLE))
    .map((key) => key.slice(ROLE.length));
  page.field('Roles', roles.length === 0 ? '<none>' : roles.join(','));
  page.labels('Labels', labels);
  page.annotations('Annotations', objectAt(node, 'metadata.annotations'));
  page.field('CreationTimestamp', longTime(at(node, 'metadata.creationTimestamp')));
  page.list(
    'Taints',
    listAt(node, 'spec.taints').map((taint) => {
      const value = textAt(taint, 'value');
      return `${textAt(taint, 'key')}${value === '' ? '' : `=${value}`}:${textAt(taint, 'effect')}`;
    }),
  );
  page.field('Unschedulable', String(at(node, 'spec.unschedulable') === true));
  writeLease(page, lease);
  writeConditions(page, node);
  page.write(0, 'Addresses:');
  for (const one of listAt(node, 'status.addresses'))
    page.field(textAt(one, 'type'), textAt(one, 'address'), 1);
  writeAmounts(page, 'Capacity', objectAt(node, 'status.capacity'));
  writeAmounts(page, 'Allocatable', objectAt(node, 'status.allocatable'));
  writeSystem(page, node);
  writePods(page, node, pods);
}

function writeLease(page: Page, lease: JsonObject | undefined): void {
  page.write(0, 'Lease:');
  page.field('HolderIdentity', textAt(lease, 'spec.holderIdentity') || '<unset>', 1);
  const time = (path: string): string => {
    const value = at(lease, path);
    return typeof value === 'string' ? longTime(value) : '<unset>';
  };
  page.field('AcquireTime', time('spec.acquireTime'), 1);
  page.field('RenewTime', time('spec.renewTime'), 1);
}

function writeConditions(page: Page, node: JsonObject): void {
  const conditions = listAt(node, 'status.conditions');
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:');
  page.write(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  page.write(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions)
    page.write(
      1,
      `${textAt(one, 'type')} \t${textAt(one, 'status')} \t${longTime(one['lastHeartbeatTime'])} \t${longTime(one['lastTransitionTime'])} \t${textAt(one, 'reason')} \t${textAt(one, 'message')}`,
    );
}

function writeAmounts(page: Page, title: string, amounts: JsonObject): void {
  page.write(0, `${title}:`);
  for (const name of sortedKeys(amounts)) page.field(name, textOf(amounts[name]), 1);
}

const SYSTEM: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
];

function writeSystem(page: Page, node: JsonObject): void {
  page.write(0, 'System Info:');
  for (const [name, path] of SYSTEM) page.field(name, textAt(node, `status.nodeInfo.${path}`), 1);
  const cidr = textAt(node, 'spec.podCIDR');
  if (cidr !== '') page.field('PodCIDR', cidr);
  const cidrs = textsAt(node, 'spec.podCIDRs');
  if (cidrs.length > 0) page.field('PodCIDRs', cidrs.join(','));
  const provider = textAt(node, 'spec.providerID');
  if (provider !== '') page.field('ProviderID', provider);
}

/** In thousandths of a CPU, and in bytes. */
type Amounts = Readonly<Record<string, number>>;

const NAMES = ['cpu', 'memory', 'ephemeral-storage', 'hugepages-1Gi', 'hugepages-2Mi'];

function writePods(page: Page, node: JsonObject, pods: readonly JsonObject[]): void {
  page.write(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  page.write(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  page.write(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  const room = amountsIn(objectAt(node, 'status.allocatable'));
  const cell = (amounts: Amounts, name: string): string =>
    `${quantityText(name, amounts[name] ?? 0)} (${percent(amounts[name] ?? 0, room[name] ?? 0)})`;
  const all = pods.map((pod) => ({ requests: sum(pod, 'requests'), limits: sum(pod, 'limits') }));
  pods.forEach((pod, index) => {
    const { requests = {}, limits = {} } = all[index] ?? {};
    page.write(
      1,
      [
        textAt(pod, 'metadata.namespace'),
        textAt(pod, 'metadata.name'),
        '',
        cell(requests, 'cpu'),
        cell(limits, 'cpu'),
        cell(requests, 'memory'),
        cell(limits, 'memory'),
        page.since(at(pod, 'metadata.creationTimestamp')),
      ].join('\t'),
    );
  });
  page.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  page.write(1, 'Resource\tRequests\tLimits');
  page.write(1, '--------\t--------\t------');
  const total = (kind: 'requests' | 'limits', name: string): Amounts => ({
    [name]: all.reduce((so, one) => so + (one[kind][name] ?? 0), 0),
  });
  for (const name of NAMES)
    if (room[name] !== undefined || name === 'cpu' || name === 'memory')
      page.write(1, `${name}\t${cell(total('requests', name), name)}\t${cell(total('limits', name), name)}`);
}

function quantityText(name: string, amount: number): string {
  return name === 'cpu' ? quantityOfMilli(amount) : quantityOfWhole(amount);
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.trunc((part / whole) * 100)}%`;
}

function amountsIn(amounts: JsonObject): Amounts {
  const entries = NAMES.flatMap((name) => {
    const text = textOf(amounts[name]);
    if (text === '' || !canonicalQuantity(text).ok) return [];
    const milli = milliValue(text);
    return [[name, name === 'cpu' ? milli : Math.ceil(milli / 1000)] as const];
  });
  return Object.fromEntries(entries);
}

/** What the containers of a pod ask for together; an init container counts when it asks for more than all others. */
function sum(pod: JsonObject, kind: 'requests' | 'limits'): Amounts {
  const of = (path: string): readonly Amounts[] =>
    listAt(pod, path).map((container) => amountsIn(objectAt(container, `resources.${kind}`)));
  const total: Record<string, number> = {};
  for (const amounts of of('spec.containers'))
    for (const [name, value] of Object.entries(amounts)) total[name] = (total[name] ?? 0) + value;
  const inits = listAt(pod, 'spec.initContainers');
  for (const [index, amounts] of of('spec.initContainers').entries())
    for (const [name, value] of Object.entries(amounts)) {
      const stays = textAt(inits[index], 'restartPolicy') === 'Always';
      total[name] = stays ? (total[name] ?? 0) + value : Math.max(total[name] ?? 0, value);
    }
  const overhead = at(pod, 'spec.overhead');
  if (isJsonObject(overhead))
    for (const [name, value] of Object.entries(amountsIn(overhead))) total[name] = (total[name] ?? 0) + value;
  return total;
}
