/** What pods and templates share: volumes, tolerations, where they may run, and the template as a whole. */
import { sortedBy } from '../../base/compare.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import { writeContainers } from './containers.ts';
import { at, listAt, numberAt, objectAt, selectorText, textAt, textOf } from './page.ts';
import type { Page } from './page.ts';

type VolumeText = (source: JsonObject) => readonly string[];

const field = (name: string, value: string): string => `${name}:\t${value}`;
const flag = (source: JsonObject, path: string): string => String(at(source, path) === true);

/** What is said of a volume, by the field that gives its source. */
const VOLUMES: Readonly<Record<string, VolumeText>> = {
  hostPath: (source) => [
    field('Type', 'HostPath (bare host directory volume)'),
    field('Path', textAt(source, 'path')),
    field('HostPathType', textAt(source, 'type')),
  ],
  emptyDir: (source) => [
    field('Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"),
    field('Medium', textAt(source, 'medium')),
    field('SizeLimit', textAt(source, 'sizeLimit') || '<unset>'),
  ],
  secret: (source) => [
    field('Type', 'Secret (a volume populated by a Secret)'),
    field('SecretName', textAt(source, 'secretName')),
    field('Optional', flag(source, 'optional')),
  ],
  configMap: (source) => [
    field('Type', 'ConfigMap (a volume populated by a ConfigMap)'),
    field('Name', textAt(source, 'name')),
    field('Optional', flag(source, 'optional')),
  ],
  persistentVolumeClaim: (source) => [
    field('Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'),
    field('ClaimName', textAt(source, 'claimName')),
    field('ReadOnly', flag(source, 'readOnly')),
  ],
  downwardAPI: (source) => [
    field('Type', 'DownwardAPI (a volume populated by information about the pod)'),
    'Items:',
    ...listAt(source, 'items').map((item) =>
      isJsonObject(item['fieldRef'])
        ? `  ${textAt(item, 'fieldRef.fieldPath')} -> ${textAt(item, 'path')}`
        : `  ${textAt(item, 'resourceFieldRef.resource')} -> ${textAt(item, 'path')}`,
    ),
  ],
  projected: (source) => [
    field('Type', 'Projected (a volume that contains injected data from multiple sources)'),
    ...listAt(source, 'sources').flatMap(projectedText),
  ],
  image: (source) => [
    field('Type', 'Image (a container image or OCI artifact)'),
    field('Reference', textAt(source, 'reference')),
    field('PullPolicy', textAt(source, 'pullPolicy')),
  ],
  nfs: (source) => [
    field('Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'),
    field('Server', textAt(source, 'server')),
    field('Path', textAt(source, 'path')),
    field('ReadOnly', flag(source, 'readOnly')),
  ],
  local: (source) => [
    field('Type', 'LocalVolume (a persistent volume backed by local storage on a node)'),
    field('Path', textAt(source, 'path')),
  ],
  csi: (source) => [
    field('Type', 'CSI (a Container Storage Interface (CSI) volume source)'),
    field('Driver', textAt(source, 'driver')),
    field('FSType', textAt(source, 'fsType')),
    field('ReadOnly', flag(source, 'readOnly')),
  ],
};

function projectedText(source: JsonObject): readonly string[] {
  if (isJsonObject(source['secret']))
    return [
      field('SecretName', textAt(source, 'secret.name')),
      field('Optional', flag(source, 'secret.optional')),
    ];
  if (isJsonObject(source['downwardAPI'])) return [field('DownwardAPI', 'true')];
  if (isJsonObject(source['configMap']))
    return [
      field('ConfigMapName', textAt(source, 'configMap.name')),
      field('Optional', flag(source, 'configMap.optional')),
    ];
  if (isJsonObject(source['serviceAccountToken']))
    return [field('TokenExpirationSeconds', textAt(source, 'serviceAccountToken.expirationSeconds'))];
  return [];
}

export function sourceLines(volume: JsonObject): readonly string[] {
  for (const [name, text] of Object.entries(VOLUMES)) {
    const source = volume[name];
    if (isJsonObject(source)) return text(source);
  }
  return ['<unknown>'];
}

export function writeVolumes(page: Page, volumes: readonly JsonObject[], space: '' | '  '): void {
  if (volumes.length === 0) return page.write(0, `${space}Volumes:\t<none>`);
  page.write(0, `${space}Volumes:`);
  for (const volume of volumes) {
    page.write(1, `${space === '' ? '' : ' '}${textAt(volume, 'name')}:`);
    for (const line of sourceLines(volume)) page.write(2, line);
  }
}

export function writeTolerations(page: Page, tolerations: readonly JsonObject[], space: '' | '  '): void {
  page.list(`${space}Tolerations`, sortedBy(tolerations, (one) => textAt(one, 'key')).map(tolerationText));
}

function tolerationText(toleration: JsonObject): string {
  const [key, value, effect] = ['key', 'value', 'effect'].map((path) => textAt(toleration, path));
  const named = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const exists = textAt(toleration, 'operator') === 'Exists' && value === '';
  const how = exists ? `${key === '' && effect === '' ? '' : ' '}op=Exists` : '';
  const seconds = numberAt(toleration, 'tolerationSeconds');
  return `${named}${how}${seconds === undefined ? '' : ` for ${seconds}s`}`;
}

export function writeSpread(page: Page, constraints: readonly JsonObject[], space: '' | '  '): void {
  if (constraints.length === 0) return;
  page.list(
    `${space}Topology Spread Constraints`,
    sortedBy(constraints, (one) => textAt(one, 'topologyKey')).map((one) => {
      const selector = at(one, 'labelSelector');
      const parts = [
        `${textAt(one, 'topologyKey')}:${textAt(one, 'whenUnsatisfiable')} when max skew ${textOf(one['maxSkew'])} is exceeded`,
        ...(selector === undefined ? [] : [` for selector ${selectorText(selector)}`]),
      ];
      return parts.join('');
    }),
  );
}

/** A template, as workloads show it and `rollout history --revision` does. */
export function writeTemplate(page: Page, template: JsonObject): void {
  page.write(0, 'Pod Template:');
  page.labels('  Labels', objectAt(template, 'metadata.labels'));
  const annotations = objectAt(template, 'metadata.annotations');
  if (Object.keys(annotations).length > 0) page.annotations('  Annotations', annotations);
  const account = textAt(template, 'spec.serviceAccountName');
  if (account !== '') page.field('Service Account', account, 1);
  const init = listAt(template, 'spec.initContainers');
  if (init.length > 0) writeContainers(page, 'Init Containers', init, { space: '  ' });
  writeContainers(page, 'Containers', listAt(template, 'spec.containers'), { space: '  ' });
  writeVolumes(page, listAt(template, 'spec.volumes'), '  ');
  writeSpread(page, listAt(template, 'spec.topologySpreadConstraints'), '  ');
  const priority = textAt(template, 'spec.priorityClassName');
  if (priority !== '') page.field('Priority Class Name', priority, 1);
  page.labels('  Node-Selectors', objectAt(template, 'spec.nodeSelector'));
  writeTolerations(page, listAt(template, 'spec.tolerations'), '  ');
}
