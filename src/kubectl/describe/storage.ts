/** Claims, volumes, configuration, namespaces and quotas. */
import { compareStrings, sortedKeys } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { accessModes } from '../print/cells.ts';
import { at, listAt, longTime, objectAt, orNone, textAt, textOf, textsAt } from './page.ts';
import type { Page } from './page.ts';
import { sourceLines } from './pod-parts.ts';

function head(page: Page, object: JsonObject, namespaced = true): void {
  page.field('Name', textAt(object, 'metadata.name'));
  if (namespaced) page.field('Namespace', textAt(object, 'metadata.namespace'));
}

function marks(page: Page, object: JsonObject): void {
  page.labels('Labels', objectAt(object, 'metadata.labels'));
  page.annotations('Annotations', objectAt(object, 'metadata.annotations'));
}

function finalizers(object: JsonObject): string {
  return `[${textsAt(object, 'metadata.finalizers').join(' ')}]`;
}

export function writeClaim(page: Page, claim: JsonObject, pods: readonly JsonObject[]): void {
  head(page, claim);
  page.field('StorageClass', textAt(claim, 'spec.storageClassName'));
  page.field('Status', `${textAt(claim, 'status.phase')}`);
  page.field('Volume', textAt(claim, 'spec.volumeName'));
  marks(page, claim);
  page.field('Finalizers', finalizers(claim));
  page.field('Capacity', textAt(claim, 'status.capacity.storage'));
  page.field('Access Modes', accessModes(at(claim, 'status.accessModes')));
  page.field('VolumeMode', textAt(claim, 'spec.volumeMode'));
  page.list(
    'Used By',
    pods
      .filter((pod) =>
        listAt(pod, 'spec.volumes').some(
          (volume) => textAt(volume, 'persistentVolumeClaim.claimName') === textAt(claim, 'metadata.name'),
        ),
      )
      .map((pod) => textAt(pod, 'metadata.name')),
  );
  const conditions = listAt(claim, 'status.conditions');
  if (conditions.length === 0) return;
  page.write(0, 'Conditions:');
  page.write(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
  page.write(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of conditions)
    page.write(
      1,
      `${textAt(one, 'type')} \t${textAt(one, 'status')} \t${timeOrZero(one['lastProbeTime'])} \t${timeOrZero(one['lastTransitionTime'])} \t${textAt(one, 'reason')} \t${textAt(one, 'message')}`,
    );
}

function timeOrZero(time: JsonObject[string] | undefined): string {
  return typeof time === 'string' ? longTime(time) : 'Mon, 01 Jan 0001 00:00:00 +0000';
}

export function writeVolume(page: Page, volume: JsonObject): void {
  head(page, volume, false);
  marks(page, volume);
  page.field('Finalizers', finalizers(volume));
  page.field('StorageClass', textAt(volume, 'spec.storageClassName'));
  page.field('Status', textAt(volume, 'status.phase'));
  const claim = at(volume, 'spec.claimRef');
  page.field('Claim', isJsonObject(claim) ? `${textAt(claim, 'namespace')}/${textAt(claim, 'name')}` : '');
  page.field('Reclaim Policy', textAt(volume, 'spec.persistentVolumeReclaimPolicy'));
  page.field('Access Modes', accessModes(at(volume, 'spec.accessModes')));
  page.field('VolumeMode', textAt(volume, 'spec.volumeMode'));
  page.field('Capacity', textAt(volume, 'spec.capacity.storage'));
  writeAffinity(page, listAt(volume, 'spec.nodeAffinity.required.nodeSelectorTerms'));
  page.field('Message', textAt(volume, 'status.message'));
  page.write(0, 'Source:');
  for (const line of sourceLines(objectAt(volume, 'spec'))) page.write(2, line);
}

function writeAffinity(page: Page, terms: readonly JsonObject[]): void {
  if (terms.length === 0) return page.field('Node Affinity', '<none>');
  page.write(0, 'Node Affinity:');
  page.write(1, 'Required Terms:');
  terms.forEach((term, index) => {
    const rules = listAt(term, 'matchExpressions').map((rule) => {
      const values = textsAt(rule, 'values');
      const operator = textAt(rule, 'operator').toLowerCase();
      return `${textAt(rule, 'key')} ${operator}${values.length === 0 ? '' : ` [${values.join(', ')}]`}`;
    });
    page.list(`    Term ${index}`, rules);
  });
}

export function writeConfigMap(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.write(0, '\nData\n====');
  const data = objectAt(object, 'data');
  for (const key of sortedKeys(data)) page.write(0, `${key}:\n----\n${textOf(data[key])}\n`);
  page.write(0, '\nBinaryData\n====');
  const binary = objectAt(object, 'binaryData');
  for (const key of sortedKeys(binary)) page.write(0, `${key}: ${bytesIn(binary[key])} bytes`);
  page.write(0, '');
}

function bytesIn(value: JsonObject[string] | undefined): number {
  const text = textOf(value).replace(/=+$/, '');
  return Math.trunc((text.length * 3) / 4);
}

export function writeSecret(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  page.write(0, '');
  page.field('Type', textAt(object, 'type'));
  page.write(0, '\nData\n====');
  const data = objectAt(object, 'data');
  for (const key of sortedKeys(data)) page.field(key, `${bytesIn(data[key])} bytes`);
}

export function writeQuota(page: Page, object: JsonObject): void {
  head(page, object);
  const scopes = textsAt(object, 'spec.scopes');
  if (scopes.length > 0) page.field('Scopes', scopes.join(', '));
  page.write(0, 'Resource\tUsed\tHard\n--------\t----\t----');
  for (const line of quotaRows(object)) page.write(0, line);
}

function quotaRows(object: JsonObject): readonly string[] {
  const hard = objectAt(object, 'status.hard');
  const used = objectAt(object, 'status.used');
  return sortedKeys(hard).map((name) => `${name}\t${textOf(used[name]) || '0'}\t${textOf(hard[name])}`);
}

export function writeNamespace(
  page: Page,
  object: JsonObject,
  quotas: readonly JsonObject[],
  limits: readonly JsonObject[],
): void {
  head(page, object, false);
  marks(page, object);
  page.field('Status', textAt(object, 'status.phase'));
  const conditions = listAt(object, 'status.conditions');
  if (conditions.length > 0) {
    page.write(0, 'Conditions:');
    page.write(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    page.write(1, '----\t------\t------------------\t------\t-------');
    for (const one of conditions)
      page.write(
        1,
        `${textAt(one, 'type')}\t${textAt(one, 'status')}\t${longTime(one['lastTransitionTime'])}\t${textAt(one, 'reason')}\t${textAt(one, 'message')}`,
      );
  }
  page.write(0, '');
  if (quotas.length === 0) page.write(0, 'No resource quota.');
  else {
    page.write(0, 'Resource Quotas');
    for (const quota of quotas) {
      page.field('Name', textAt(quota, 'metadata.name'), 1);
      page.write(1, 'Resource\tUsed\tHard');
      page.write(1, '--------\t---\t---');
      for (const line of quotaRows(quota)) page.write(1, line);
    }
  }
  page.write(0, '');
  if (limits.length === 0) page.write(0, 'No LimitRange resource.');
  else {
    page.write(0, 'Resource Limits');
    page.write(0, ` ${LIMIT_HEAD}\n ${LIMIT_LINE}`);
    for (const limit of limits) for (const row of limitRows(limit)) page.write(0, ` ${row}`);
  }
}

const LIMIT_HEAD = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio';
const LIMIT_LINE = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------';

export function writeLimitRange(page: Page, object: JsonObject): void {
  head(page, object);
  page.write(0, `${LIMIT_HEAD}\n${LIMIT_LINE}`);
  for (const row of limitRows(object)) page.write(0, row);
}

function limitRows(object: JsonObject): readonly string[] {
  const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'];
  return listAt(object, 'spec.limits').flatMap((limit) => {
    const names = new Set(fields.flatMap((field) => Object.keys(objectAt(limit, field))));
    return [...names]
      .sort(compareStrings)
      .map((name) =>
        [
          textAt(limit, 'type'),
          name,
          ...fields.map((field) => textOf(objectAt(limit, field)[name]) || '-'),
        ].join('\t'),
      );
  });
}

export function writeServiceAccount(page: Page, object: JsonObject): void {
  head(page, object);
  marks(page, object);
  const names = (path: string): readonly string[] => listAt(object, path).map((one) => textAt(one, 'name'));
  page.list('Image pull secrets', names('imagePullSecrets'));
  page.list('Mountable secrets', names('secrets'));
  page.field('Tokens', '<none>');
}

export function writeStorageClass(page: Page, object: JsonObject): void {
  head(page, object, false);
  const annotations = objectAt(object, 'metadata.annotations');
  page.field(
    'IsDefaultClass',
    annotations['storageclass.kubernetes.io/is-default-class'] === 'true' ? 'Yes' : 'No',
  );
  page.annotations('Annotations', annotations);
  page.field('Provisioner', textAt(object, 'provisioner'));
  const parameters = objectAt(object, 'parameters');
  page.field(
    'Parameters',
    orNone(
      sortedKeys(parameters)
        .map((key) => `${key}=${textOf(parameters[key])}`)
        .join(','),
    ),
  );
  page.field('AllowVolumeExpansion', textOf(at(object, 'allowVolumeExpansion')) || '<unset>');
  page.field('MountOptions', orNone(textsAt(object, 'mountOptions').join(' ')));
  page.field('ReclaimPolicy', textAt(object, 'reclaimPolicy'));
  page.field('VolumeBindingMode', textAt(object, 'volumeBindingMode'));
}

export function writePriorityClass(page: Page, object: JsonObject): void {
  head(page, object, false);
  page.field('Value', textAt(object, 'value'));
  page.field('GlobalDefault', String(object['globalDefault'] === true));
  page.field('PreemptionPolicy', textAt(object, 'preemptionPolicy'));
  page.field('Description', textAt(object, 'description'));
  page.annotations('Annotations', objectAt(object, 'metadata.annotations'));
}
