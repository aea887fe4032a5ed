/** A pod. Upstream: describePod in staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.37). */
import type { JsonObject } from '../../base/json.ts';
import { writeContainers } from './containers.ts';
import { at, controllerOf, listAt, longTime, numberAt, objectAt, textAt } from './page.ts';
import type { Page } from './page.ts';
import { writeSpread, writeTolerations, writeVolumes } from './pod-parts.ts';

export function writePod(page: Page, pod: JsonObject): void {
  writeHead(page, pod);
  writeStatus(page, pod);
  const containers = (title: string, path: string, statuses: string): void => {
    const list = listAt(pod, path);
    if (list.length > 0 || title === 'Containers')
      writeContainers(page, title, list, { space: '', statuses: listAt(pod, statuses), pod });
  };
  containers('Init Containers', 'spec.initContainers', 'status.initContainerStatuses');
  containers('Containers', 'spec.containers', 'status.containerStatuses');
  containers('Ephemeral Containers', 'spec.ephemeralContainers', 'status.ephemeralContainerStatuses');
  writeConditions(page, pod);
  writeVolumes(page, listAt(pod, 'spec.volumes'), '');
  page.field('QoS Class', textAt(pod, 'status.qosClass'));
  page.labels('Node-Selectors', objectAt(pod, 'spec.nodeSelector'));
  writeTolerations(page, listAt(pod, 'spec.tolerations'), '');
  writeSpread(page, listAt(pod, 'spec.topologySpreadConstraints'), '');
}

function optional(page: Page, name: string, value: string): void {
  if (value !== '') page.field(name, value);
}

function writeHead(page: Page, pod: JsonObject): void {
  page.field('Name', textAt(pod, 'metadata.name'));
  page.field('Namespace', textAt(pod, 'metadata.namespace'));
  const priority = numberAt(pod, 'spec.priority');
  if (priority !== undefined) page.field('Priority', priority);
  optional(page, 'Priority Class Name', textAt(pod, 'spec.priorityClassName'));
  optional(page, 'Runtime Class Name', textAt(pod, 'spec.runtimeClassName'));
  optional(page, 'Service Account', textAt(pod, 'spec.serviceAccountName'));
  const node = textAt(pod, 'spec.nodeName');
  page.field('Node', node === '' ? '<none>' : `${node}/${textAt(pod, 'status.hostIP')}`);
  const start = at(pod, 'status.startTime');
  if (typeof start === 'string') page.field('Start Time', longTime(start));
  page.labels('Labels', objectAt(pod, 'metadata.labels'));
  page.annotations('Annotations', objectAt(pod, 'metadata.annotations'));
}

function writeStatus(page: Page, pod: JsonObject): void {
  const deletion = at(pod, 'metadata.deletionTimestamp');
  if (typeof deletion === 'string' && textAt(pod, 'status.reason') !== 'NodeLost') {
    page.field('Status', `Terminating (lasts ${page.since(deletion)})`);
    page.field('Termination Grace Period', `${numberAt(pod, 'metadata.deletionGracePeriodSeconds') ?? 0}s`);
  } else page.field('Status', textAt(pod, 'status.phase'));
  optional(page, 'Reason', textAt(pod, 'status.reason'));
  optional(page, 'Message', textAt(pod, 'status.message'));
  optional(page, 'SeccompProfile', textAt(pod, 'spec.securityContext.seccompProfile.type'));
  page.field('IP', textAt(pod, 'status.podIP'));
  const ips = listAt(pod, 'status.podIPs');
  if (ips.length === 0) page.field('IPs', '<none>');
  else page.write(0, 'IPs:');
  for (const one of ips) page.field('IP', textAt(one, 'ip'), 1);
  optional(page, 'Controlled By', controllerOf(pod));
  optional(page, 'NominatedNodeName', textAt(pod, 'status.nominatedNodeName'));
}

function writeConditions(page: Page, pod: JsonObject): void {
  const conditions = listAt(pod, 'status.conditions');
  const statusOf = (type: string): string =>
    textAt(
      conditions.find((one) => textAt(one, 'type') === type),
      'status',
    ) || '<none>';
  const gates = listAt(pod, 'spec.readinessGates');
  if (gates.length > 0) {
    page.write(0, 'Readiness Gates:');
    page.write(1, 'Type\tStatus');
    for (const gate of gates)
      page.write(1, `${textAt(gate, 'conditionType')} \t${statusOf(textAt(gate, 'conditionType'))} `);
  }
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:');
  page.write(1, 'Type\tStatus');
  for (const one of conditions) page.write(1, `${textAt(one, 'type')} \t${textAt(one, 'status')} `);
}
