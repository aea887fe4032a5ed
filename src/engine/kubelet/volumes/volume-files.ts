/**
 * The files of volumes made from API objects: configMap, secret, downwardAPI and projected.
 *
 * Upstream: pkg/volume/{configmap,secret,downwardapi,projected} (v1.37).
 * **Simplified:** a service account token is a fixed text, and certificate projections are empty.
 */
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { sortedKeys } from '../../../base/compare.ts';
import type { ConfigMap, Secret } from '../../api/core-v1.ts';
import type { DownwardAPIVolumeFile, KeyToPath, Volume, VolumeProjection } from '../../api/core-v1-volume.ts';
import type { Pod } from '../../api/core-v1-pod.ts';
import type { FileSpec } from '../../world/contract.ts';
import { decodeBase64 } from '../environment/base64.ts';
import { fieldValue, resourceValue } from '../environment/downward-api.ts';
import type { PodPlace } from '../environment/downward-api.ts';

export interface VolumeSources extends PodPlace {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
}

export type Files = Result<readonly FileSpec[], string>;

/** True for volumes whose content comes from the API and follows it. */
export function isApiVolume(volume: Volume): boolean {
  return (
    volume.configMap !== undefined ||
    volume.secret !== undefined ||
    volume.downwardAPI !== undefined ||
    volume.projected !== undefined
  );
}

export function volumeFiles(volume: Volume, pod: Pod, sources: VolumeSources): Files {
  const { configMap, secret, downwardAPI, projected } = volume;
  const files = plainFiles(volume, pod, sources);
  const mode = (configMap ?? secret ?? downwardAPI ?? projected)?.defaultMode;
  if (!files.ok || mode === undefined) return files;
  return ok(files.value.map((file) => (file.mode === undefined ? { ...file, mode } : file)));
}

/** The files with the modes their items name. */
function plainFiles(volume: Volume, pod: Pod, sources: VolumeSources): Files {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) return configMapFiles(configMap, sources);
  if (secret !== undefined) {
    const { secretName, items, optional } = secret;
    return secretFiles(
      {
        ...(secretName === undefined ? {} : { name: secretName }),
        ...(items === undefined ? {} : { items }),
        ...(optional === undefined ? {} : { optional }),
      },
      sources,
    );
  }
  if (downwardAPI !== undefined) return downwardFiles(downwardAPI.items ?? [], pod, sources);
  return joined((projected?.sources ?? []).map((source) => projectionFiles(source, pod, sources)));
}

interface KeyedSource {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

function configMapFiles(source: KeyedSource, sources: VolumeSources): Files {
  const name = source.name ?? '';
  const object = sources.configMap(name);
  if (object === undefined) return source.optional === true ? ok([]) : fail(`configmap "${name}" not found`);
  const contents = { ...object.data, ...decoded(object.binaryData ?? {}) };
  return selected(contents, source, 'config');
}

function secretFiles(source: KeyedSource, sources: VolumeSources): Files {
  const name = source.name ?? '';
  const object = sources.secret(name);
  if (object === undefined) return source.optional === true ? ok([]) : fail(`secret "${name}" not found`);
  return selected(decoded(object.data ?? {}), source, 'secret');
}

function decoded(encoded: Readonly<Record<string, string>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of sortedKeys(encoded)) texts[key] = decodeBase64(encoded[key] ?? '');
  return texts;
}

function selected(
  contents: Readonly<Record<string, string>>,
  { items, optional }: KeyedSource,
  what: string,
): Files {
  if (items === undefined)
    return ok(sortedKeys(contents).map((key) => ({ path: key, content: contents[key] ?? '' })));
  const files: FileSpec[] = [];
  for (const item of items) {
    const content = contents[item.key];
    if (content !== undefined)
      files.push({ path: item.path, content, ...(item.mode === undefined ? {} : { mode: item.mode }) });
    else if (optional !== true) return fail(`references non-existent ${what} key: ${item.key}`);
  }
  return ok(files);
}

function downwardFiles(items: readonly DownwardAPIVolumeFile[], pod: Pod, sources: VolumeSources): Files {
  return joined(
    items.map((item) => {
      const value = downwardValue(item, pod, sources);
      const mode = item.mode === undefined ? {} : { mode: item.mode };
      return value.ok ? ok([{ path: item.path, content: value.value, ...mode }]) : value;
    }),
  );
}

function downwardValue(
  item: DownwardAPIVolumeFile,
  pod: Pod,
  sources: VolumeSources,
): Result<string, string> {
  const { fieldRef, resourceFieldRef } = item;
  if (fieldRef !== undefined) return fieldValue(pod, fieldRef.fieldPath, sources);
  if (resourceFieldRef === undefined) return ok('');
  const container =
    pod.spec.containers.find((candidate) => candidate.name === resourceFieldRef.containerName) ??
    pod.spec.containers[0];
  return container === undefined ? ok('') : resourceValue(resourceFieldRef, container, sources);
}

function projectionFiles(source: VolumeProjection, pod: Pod, sources: VolumeSources): Files {
  if (source.configMap !== undefined) return configMapFiles(source.configMap, sources);
  if (source.secret !== undefined) return secretFiles(source.secret, sources);
  if (source.downwardAPI !== undefined) return downwardFiles(source.downwardAPI.items ?? [], pod, sources);
  if (source.serviceAccountToken === undefined) return ok([]);
  return ok([
    { path: source.serviceAccountToken.path, content: `token-of-${pod.metadata.uid ?? pod.metadata.name}` },
  ]);
}

function joined(parts: readonly Files[]): Files {
  const files: FileSpec[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    files.push(...part.value);
  }
  return ok(files);
}
