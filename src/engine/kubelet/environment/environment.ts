/**
 * The environment of a container: envFrom, then env, then the variables of Services that nothing else has set.
 *
 * Upstream: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables (v1.37).
 * A file of variables holds lines NAME='value'; a value is everything between its single quotes.
 */
import { fail, ok } from '../../../base/result.ts';
import type { Result } from '../../../base/result.ts';
import { sortedKeys } from '../../../base/compare.ts';
import type { ConfigMap, Secret } from '../../api/core-v1.ts';
import type {
  Container,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  EphemeralContainer,
  FileKeySelector,
  Pod,
} from '../../api/core-v1-pod.ts';
import { decodeBase64 } from './base64.ts';
import { fieldValue, resourceValue } from './downward-api.ts';
import type { PodPlace } from './downward-api.ts';
import { expand } from './expansion.ts';

export interface EnvironmentSources extends PodPlace {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
  /** Text of a file in a volume of the pod. */
  file(volume: string, path: string): string | undefined;
  /** Names and values, later ones win. */
  readonly serviceVariables: readonly (readonly [name: string, value: string])[];
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The variables in the order they were defined, or why the container cannot be configured. */
export function environmentOf(
  pod: Pod,
  container: Container | EphemeralContainer,
  sources: EnvironmentSources,
): Result<readonly Variable[], string> {
  const services = new Map(sources.serviceVariables);
  const values = new Map<string, string>();
  for (const from of container.envFrom ?? []) {
    const added = addFrom(from, values, sources);
    if (!added.ok) return added;
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(
      variable,
      pod,
      container,
      sources,
      (name) => values.get(name) ?? services.get(name),
    );
    if (!value.ok) return value;
    if (value.value !== undefined) values.set(variable.name, value.value);
  }
  for (const [name, value] of services) if (!values.has(name)) values.set(name, value);
  return ok(Array.from(values, ([name, value]) => ({ name, value })));
}

function addFrom(
  from: EnvFromSource,
  values: Map<string, string>,
  sources: EnvironmentSources,
): Result<null, string> {
  const { configMapRef, secretRef, prefix = '' } = from;
  if (configMapRef !== undefined) {
    const found = sources.configMap(configMapRef.name ?? '');
    if (found === undefined) return absent('configmap', configMapRef.name ?? '', configMapRef.optional);
    for (const key of sortedKeys(found.data ?? {})) values.set(prefix + key, found.data?.[key] ?? '');
  }
  if (secretRef !== undefined) {
    const found = sources.secret(secretRef.name ?? '');
    if (found === undefined) return absent('secret', secretRef.name ?? '', secretRef.optional);
    for (const key of sortedKeys(found.data ?? {}))
      values.set(prefix + key, decodeBase64(found.data?.[key] ?? ''));
  }
  return ok(null);
}

function absent(kind: string, name: string, optional: boolean | undefined): Result<null, string> {
  return optional === true ? ok(null) : fail(`${kind} "${name}" not found`);
}

function valueOf(
  variable: EnvVar,
  pod: Pod,
  container: Container | EphemeralContainer,
  sources: EnvironmentSources,
  lookup: (name: string) => string | undefined,
): Result<string | undefined, string> {
  if (variable.valueFrom === undefined) return ok(expand(variable.value ?? '', lookup));
  return referenced(variable.valueFrom, pod, container, sources);
}

function referenced(
  source: EnvVarSource,
  pod: Pod,
  container: Container | EphemeralContainer,
  sources: EnvironmentSources,
): Result<string | undefined, string> {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return fieldValue(pod, fieldRef.fieldPath, sources);
  if (resourceFieldRef !== undefined) {
    const name = resourceFieldRef.containerName ?? container.name;
    const other = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(
      (candidate) => candidate.name === name,
    );
    return resourceValue(resourceFieldRef, other ?? container, sources);
  }
  const namespace = pod.metadata.namespace ?? 'default';
  if (configMapKeyRef !== undefined) {
    const { name = '', key, optional } = configMapKeyRef;
    return keyOf('ConfigMap', entriesOf(sources.configMap(name)), namespace, name, key, optional);
  }
  if (secretKeyRef !== undefined) {
    const { name = '', key, optional } = secretKeyRef;
    const value = keyOf('Secret', entriesOf(sources.secret(name)), namespace, name, key, optional);
    return value.ok && value.value !== undefined ? ok(decodeBase64(value.value)) : value;
  }
  return source.fileKeyRef === undefined ? ok('') : fromFile(source.fileKeyRef, sources);
}

/** The variable of that name in a file that an earlier container wrote. */
function fromFile(
  { volumeName, path, key, optional }: FileKeySelector,
  sources: EnvironmentSources,
): Result<string | undefined, string> {
  const text = sources.file(volumeName, path);
  if (text === undefined)
    return optional === true ? ok(undefined) : fail(`env file "${path}" not found in volume "${volumeName}"`);
  const found = new Map(Array.from(text.matchAll(/^\s*([\w.-]+)\s*='([^']*)'/gm), (m) => [m[1], m[2]])).get(
    key,
  );
  if (found !== undefined) return ok(found);
  return optional === true
    ? ok(undefined)
    : fail(`environment variable key "${key}" not found in file "${path}"`);
}

function entriesOf(object: ConfigMap | Secret | undefined): Readonly<Record<string, string>> | undefined {
  return object === undefined ? undefined : (object.data ?? {});
}

function keyOf(
  kind: 'ConfigMap' | 'Secret',
  entries: Readonly<Record<string, string>> | undefined,
  namespace: string,
  name: string,
  key: string,
  optional: boolean | undefined,
): Result<string | undefined, string> {
  const value = entries?.[key];
  if (value !== undefined) return ok(value);
  if (optional === true) return ok(undefined);
  if (entries === undefined) return fail(`${kind.toLowerCase()} "${name}" not found`);
  return fail(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
}
