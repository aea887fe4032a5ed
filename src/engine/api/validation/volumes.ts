/**
 * Rules of volumes and of their mounts.
 *
 * Upstream: ValidateVolumes, validateVolumeSource and ValidateVolumeMounts in pkg/apis/core/validation/validation.go
 * (v1.37).
 * **Simplified:** the sources of storage vendors only count as sources; their fields are not looked at.
 */
import type { Container, VolumeMount } from '../core-v1-pod.ts';
import type { Volume } from '../core-v1-volume.ts';
import { labelProblems } from '../names.ts';
import { structOf } from '../schema/shapes.ts';
import {
  checkEach,
  duplicate,
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  notFound,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';

export function checkVolumes(volumes: readonly Volume[] | undefined, path: string): FieldErrors {
  const seen = new Set<string>();
  return checkEach(path, volumes, (volume, at) => {
    const errors = [...checkSource(volume, at), ...checkVolumeName(volume.name, `${at}.name`, seen)];
    seen.add(volume.name);
    return errors;
  });
}

function checkVolumeName(name: string, path: string, seen: ReadonlySet<string>): FieldErrors {
  if (name === '') return [required(path)];
  const problems = invalidEach(path, name, labelProblems(name));
  return problems.length === 0 && seen.has(name) ? [duplicate(path, name)] : problems;
}

const sourceNames = structOf('Volume')
  .fields.map((field) => field.name)
  .filter((name) => name !== 'name');

/** Exactly one source; the second one given is the one refused. */
function checkSource(volume: Volume, path: string): FieldErrors {
  const given = sourceNames.filter((name) => Object.hasOwn(volume, name));
  const [, second] = given;
  if (given.length === 0) return [required(path, 'must specify a volume type')];
  const several =
    second === undefined ? [] : [forbidden(`${path}.${second}`, 'may not specify more than 1 volume type')];
  return [...checkKnownSources(volume, path), ...several];
}

const hostPathTypes: readonly string[] = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function checkKnownSources(volume: Volume, path: string): FieldErrors {
  const { secret, configMap, hostPath, persistentVolumeClaim, projected } = volume;
  const missing = (present: unknown, value: string | undefined, field: string): FieldErrors =>
    present !== undefined && (value ?? '') === '' ? [required(`${path}.${field}`)] : noErrors;
  return [
    ...missing(secret, secret?.secretName, 'secret.secretName'),
    ...checkMode(secret?.defaultMode, `${path}.secret.defaultMode`),
    ...missing(configMap, configMap?.name, 'configMap.name'),
    ...checkMode(configMap?.defaultMode, `${path}.configMap.defaultMode`),
    ...missing(hostPath, hostPath?.path, 'hostPath.path'),
    ...checkNoBacksteps(hostPath?.path, `${path}.hostPath.path`),
    ...oneOf(`${path}.hostPath.type`, hostPath?.type, hostPathTypes),
    ...missing(persistentVolumeClaim, persistentVolumeClaim?.claimName, 'persistentVolumeClaim.claimName'),
    ...checkMode(projected?.defaultMode, `${path}.projected.defaultMode`),
  ];
}

function checkMode(mode: number | undefined, path: string): FieldErrors {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return noErrors;
  return [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

function checkNoBacksteps(value: string | undefined, path: string): FieldErrors {
  return (value ?? '').split('/').includes('..')
    ? [invalid(path, value ?? '', "must not contain '..'")]
    : noErrors;
}

/** The names volumes can be mounted by: the pod's own and, in a StatefulSet, those of its claim templates. */
export function checkMounts(
  container: Container,
  volumeNames: ReadonlySet<string>,
  path: string,
): FieldErrors {
  const mountPaths = new Set<string>();
  return checkEach(`${path}.volumeMounts`, container.volumeMounts, (mount, at) => {
    const errors = checkMount(mount, volumeNames, mountPaths, at, `${path}.volumeMounts`);
    mountPaths.add(mount.mountPath);
    return errors;
  });
}

function checkMount(
  mount: VolumeMount,
  volumeNames: ReadonlySet<string>,
  mountPaths: ReadonlySet<string>,
  path: string,
  listPath: string,
): FieldErrors {
  const { name, mountPath, subPath = '', subPathExpr = '' } = mount;
  return [
    ...(name === ''
      ? [required(`${path}.name`)]
      : volumeNames.has(name)
        ? []
        : [notFound(`${path}.name`, name)]),
    ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
    ...(mountPaths.has(mountPath) ? [invalid(`${path}.mountPath`, mountPath, 'must be unique')] : []),
    // Upstream names the list here, not the element.
    ...(subPath === '' ? [] : checkInside(subPath, `${listPath}.subPath`)),
    ...(subPathExpr === '' ? [] : checkInside(subPathExpr, `${listPath}.subPathExpr`)),
    ...(subPath !== '' && subPathExpr !== ''
      ? [invalid(`${path}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
      : []),
    ...oneOf(`${path}.mountPropagation`, mount.mountPropagation, [
      'Bidirectional',
      'HostToContainer',
      'None',
    ]),
  ];
}

/** A path below the volume: relative, and never upwards. */
function checkInside(value: string, path: string): FieldErrors {
  const relative = value.startsWith('/') ? [invalid(path, value, 'must be a relative path')] : [];
  return [...relative, ...checkNoBacksteps(value, path)];
}
