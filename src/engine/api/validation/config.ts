/**
 * Rules of ConfigMaps and Secrets.
 *
 * Upstream: ValidateConfigMap, ValidateSecret and their updates in pkg/apis/core/validation/validation.go (v1.37).
 */
import { sortedKeys } from '../../../base/compare.ts';
import { deepEqual } from '../../../base/json.ts';
import type { ConfigMap, Secret } from '../core-v1.ts';
import { configKeyProblems } from '../names.ts';
import {
  forbidden,
  invalid,
  invalidEach,
  noErrors,
  required,
  tooLong,
  type FieldErrors,
} from './field-error.ts';
import { byteLength } from './metadata.ts';

const bytesMax = 1_048_576;

type Contents = Readonly<Record<string, string>>;

function checkKeys(contents: Contents | undefined, path: string): FieldErrors {
  return sortedKeys(contents ?? {}).flatMap((key) =>
    invalidEach(`${path}[${key}]`, key, configKeyProblems(key)),
  );
}

/** Bytes behind base64 text. */
function decodedLength(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

const sumOf = (contents: Contents | undefined, length: (value: string) => number): number =>
  Object.values(contents ?? {}).reduce((sum, value) => sum + length(value), 0);

export function checkConfigMap({ data, binaryData }: ConfigMap): FieldErrors {
  const bytes = sumOf(data, byteLength) + sumOf(binaryData, decodedLength);
  return [
    ...sortedKeys(data ?? {}).flatMap((key) => [
      ...invalidEach(`data[${key}]`, key, configKeyProblems(key)),
      ...(Object.hasOwn(binaryData ?? {}, key)
        ? [invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')]
        : []),
    ]),
    ...checkKeys(binaryData, 'binaryData'),
    ...(bytes > bytesMax ? [tooLong('[]', bytesMax)] : []),
  ];
}

export function checkConfigMapUpdate(next: ConfigMap, old: ConfigMap): FieldErrors {
  return checkImmutable(next, old, ['data', 'binaryData']);
}

function checkImmutable<T extends { readonly immutable?: boolean }>(
  next: T,
  old: T,
  fields: readonly (keyof T & string)[],
): FieldErrors {
  if (old.immutable !== true) return noErrors;
  const detail = 'field is immutable when `immutable` is set';
  return [
    ...(next.immutable === true ? [] : [forbidden('immutable', detail)]),
    ...fields.filter((name) => !deepEqual(next[name], old[name])).map((name) => forbidden(name, detail)),
  ];
}

const serviceAccountName = 'kubernetes.io/service-account.name';

/** The keys a typed Secret must have. */
const neededKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

export function checkSecret(secret: Secret): FieldErrors {
  const { data, type = '' } = secret;
  const bytes = sumOf(data, decodedLength);
  return [
    ...checkKeys(data, 'data'),
    ...(bytes > bytesMax ? [tooLong('data', bytesMax)] : []),
    ...checkTyped(secret, type),
  ];
}

function checkTyped({ data = {}, metadata }: Secret, type: string): FieldErrors {
  if (type === 'kubernetes.io/service-account-token') {
    const missing = (metadata.annotations?.[serviceAccountName] ?? '') === '';
    return missing ? [required(`metadata.annotations[${serviceAccountName}]`)] : noErrors;
  }
  if (type === 'kubernetes.io/basic-auth') {
    const some = Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password');
    return some ? noErrors : [required('data[username]'), required('data[password]')];
  }
  const needed = Object.hasOwn(neededKeys, type) ? (neededKeys[type] ?? []) : [];
  return needed.flatMap((key) => {
    if (!Object.hasOwn(data, key)) return [required(`data[${key}]`)];
    return key.startsWith('.docker') ? checkDockerConfig(key, data[key] ?? '') : [];
  });
}

function checkDockerConfig(key: string, encoded: string): FieldErrors {
  const redacted = '<secret contents redacted>';
  const problem = jsonProblem(decodeAscii(encoded));
  return problem === undefined ? noErrors : [invalid(`data[${key}]`, redacted, problem)];
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as characters; good enough to see whether JSON is whole. */
function decodeAscii(encoded: string): string {
  let bits = 0;
  let width = 0;
  let text = '';
  for (const character of encoded.replaceAll('=', '')) {
    bits = ((bits << 6) | base64Alphabet.indexOf(character)) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    text += String.fromCharCode((bits >> width) & 0xff);
  }
  return text;
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const first = text.trimStart().slice(0, 1);
    const whole = /^[[{"]/.test(first) || first === '';
    return whole
      ? 'unexpected end of JSON input'
      : `invalid character '${first}' looking for beginning of value`;
  }
}

export function checkSecretUpdate(next: Secret, old: Secret): FieldErrors {
  const typed = next.type === old.type ? [] : [invalid('type', next.type ?? '', 'field is immutable')];
  return [...typed, ...checkImmutable(next, old, ['data'])];
}
