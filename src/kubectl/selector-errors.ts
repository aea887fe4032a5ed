/** What the API server says to selectors it cannot read or does not support. */
import { parseFieldSelector } from '../engine/api/field-selectors.ts';
import { resourceOf } from '../engine/api/resources.ts';
import { parseSelector } from '../engine/api/selector-text.ts';
import type { Kind } from '../engine/api/types.ts';
import type { ListOptions } from './cluster-access.ts';
import { Refusal } from './session.ts';

/** Fields by which a kind can be selected, besides name and namespace. */
const FIELDS: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Job: ['status.successful'],
  Service: ['spec.clusterIP', 'spec.type'],
};

const EVERY: readonly string[] = ['metadata.name', 'metadata.namespace'];

export function refuseSelectors(kind: Kind, { labelSelector = '', fieldSelector = '' }: ListOptions): void {
  const problem = problemOf(kind, labelSelector, fieldSelector);
  if (problem === undefined) return;
  const { group, version, plural } = resourceOf(kind);
  throw new Refusal(
    `Error from server (BadRequest): Unable to find "${group}/${version}, Resource=${plural}" that match label selector "${labelSelector}", field selector "${fieldSelector}": ${problem}`,
  );
}

function problemOf(kind: Kind, labels: string, fields: string): string | undefined {
  if (labels !== '') {
    const parsed = parseSelector(labels);
    if (!parsed.ok) return `unable to parse requirement: ${parsed.error}`;
  }
  if (fields === '') return undefined;
  const parsed = parseFieldSelector(fields);
  if (!parsed.ok) return parsed.error;
  const known = [...EVERY, ...(FIELDS[kind] ?? [])];
  const unknown = fields
    .split(',')
    .map((one) => one.split(/==|!=|=/)[0] ?? '')
    .find((field) => !known.includes(field));
  return unknown === undefined ? undefined : `field label not supported: ${unknown}`;
}
