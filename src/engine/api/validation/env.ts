/**
 * Rules of environment variables.
 *
 * Upstream: ValidateEnv and ValidateEnvFrom in pkg/apis/core/validation/validation.go (v1.37).
 */
import type { EnvFromSource, EnvVar } from '../core-v1-pod.ts';
import { configKeyProblems, envVarNameProblems, subdomainProblems } from '../names.ts';
import {
  checkEach,
  invalid,
  invalidEach,
  noErrors,
  notSupported,
  required,
  type FieldErrors,
} from './field-error.ts';

export function checkEnv(env: readonly EnvVar[] | undefined, path: string): FieldErrors {
  return checkEach(path, env, (variable, at) => [
    ...(variable.name === ''
      ? [required(`${at}.name`)]
      : invalidEach(`${at}.name`, variable.name, envVarNameProblems(variable.name))),
    ...checkValueFrom(variable, `${at}.valueFrom`),
  ]);
}

const sourceNames = [
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fileKeyRef',
] as const;

function checkValueFrom(variable: EnvVar, path: string): FieldErrors {
  const source = variable.valueFrom;
  if (source === undefined) return noErrors;
  const given = sourceNames.filter((name) => source[name] !== undefined);
  const errors = checkSources(variable, path);
  if (given.length === 0) {
    const names = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    return [...errors, invalid(path, '', `must specify one of: ${names}`)];
  }
  if ((variable.value ?? '') !== '')
    return [...errors, invalid(path, '', 'may not be specified when `value` is not empty')];
  return given.length === 1
    ? errors
    : [...errors, invalid(path, '', 'may not have more than one field specified at a time')];
}

function checkSources(variable: EnvVar, path: string): FieldErrors {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
  return [
    ...(fieldRef === undefined ? [] : checkFieldPath(fieldRef.fieldPath, `${path}.fieldRef.fieldPath`)),
    ...(resourceFieldRef === undefined
      ? []
      : checkResourceField(resourceFieldRef.resource, `${path}.resourceFieldRef.resource`)),
    ...checkKeyRef(configMapKeyRef, `${path}.configMapKeyRef`),
    ...checkKeyRef(secretKeyRef, `${path}.secretKeyRef`),
  ];
}

/** What a variable may take from the pod. */
const envFieldPaths: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Field labels of a pod that exist but that no variable may take. */
const otherFieldPaths: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.hostNetwork',
  'status.phase',
  'status.nominatedNodeName',
];

function checkFieldPath(fieldPath: string, path: string): FieldErrors {
  if (fieldPath === '') return [required(path)];
  if (/^metadata\.(annotations|labels)\['[^']+'\]$/.test(fieldPath) || envFieldPaths.includes(fieldPath))
    return noErrors;
  if (otherFieldPaths.includes(fieldPath)) return [notSupported(path, fieldPath, envFieldPaths)];
  return [invalid(path, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
}

const resourceFields: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

function checkResourceField(resource: string, path: string): FieldErrors {
  if (resource === '') return [required(path)];
  const known = resourceFields.includes(resource) || /^(limits|requests)\.hugepages-/.test(resource);
  return known ? noErrors : [notSupported(path, resource, resourceFields)];
}

function checkKeyRef(
  ref: { readonly name?: string; readonly key: string } | undefined,
  path: string,
): FieldErrors {
  if (ref === undefined) return noErrors;
  const { name = '', key } = ref;
  return [
    ...(name === ''
      ? [required(`${path}.name`)]
      : invalidEach(`${path}.name`, name, subdomainProblems(name))),
    ...(key === '' ? [required(`${path}.key`)] : invalidEach(`${path}.key`, key, configKeyProblems(key))),
  ];
}

export function checkEnvFrom(sources: readonly EnvFromSource[] | undefined, path: string): FieldErrors {
  return checkEach(path, sources, (source, at) => {
    const given = (['configMapRef', 'secretRef'] as const).filter((name) => source[name] !== undefined);
    const prefix = source.prefix ?? '';
    return [
      ...(prefix === '' ? [] : invalidEach(`${at}.prefix`, prefix, envVarNameProblems(prefix))),
      ...given.flatMap((name) => ((source[name]?.name ?? '') === '' ? [required(`${at}.${name}.name`)] : [])),
      ...(given.length === 0 ? [invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
      ...(given.length > 1 ? [invalid(at, '', 'may not have more than one field specified at a time')] : []),
    ];
  });
}
