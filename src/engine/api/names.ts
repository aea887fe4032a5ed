/**
 * Rules for names, labels and keys. Each function returns upstream's complaints, none when the value is fine.
 *
 * Upstream: k8s.io/apimachinery/pkg/util/validation and api/validate/content (v1.37).
 */

/** The rule broken, in words; an empty list means the value is valid. */
export type Problems = readonly string[];

const labelPart = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainPart = `${labelPart}(\\.${labelPart})*`;
const qualifiedPart = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const labelPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const label1035Pattern = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const configKeyPattern = /^[-._a-zA-Z0-9]+$/;

const used = 'regex used for validation is';
const subdomainText =
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and ` +
  `end with an alphanumeric character (e.g. 'example.com', ${used} '${subdomainPart}')`;
const labelText =
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with ` +
  `an alphanumeric character (e.g. 'my-name',  or '123-abc', ${used} '${labelPart}')`;
const label1035Text =
  `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, ` +
  `and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', ${used} '[a-z]([-a-z0-9]*[a-z0-9])?')`;
const qualifiedText =
  `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character ` +
  `(e.g. 'MyName',  or 'my.name',  or '123-abc', ${used} '${qualifiedPart}')`;
const labelValueText =
  `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and ` +
  `end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', ${used} '(${qualifiedPart})?')`;
const configKeyText =
  `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  ` +
  `or 'key-name', ${used} '[-._a-zA-Z0-9]+')`;
const envNameText =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";

export const subdomainMax = 253;
export const labelMax = 63;

const tooLong = (max: number): string => `must be no more than ${max} characters`;
const tooManyBytes = (max: number): string => `must be no more than ${max} bytes`;

/** Checked part by part: one pattern for the whole would take exponential time on hostile names. */
function isSubdomain(value: string): boolean {
  return value.split('.').every((part) => labelPattern.test(part));
}

/** Names of most kinds. */
export function subdomainProblems(value: string): Problems {
  return [
    ...(value.length > subdomainMax ? [tooLong(subdomainMax)] : []),
    ...(isSubdomain(value) ? [] : [subdomainText]),
  ];
}

/** Names of containers, volumes and namespaces. */
export function labelProblems(value: string): Problems {
  return [
    ...(value.length > labelMax ? [tooLong(labelMax)] : []),
    ...(labelPattern.test(value) ? [] : [labelText]),
  ];
}

/** Like {@link labelProblems}, but dots are named as the mistake: Services, StatefulSets and Namespaces. */
export function labelProblemsWithDots(value: string): Problems {
  return value.includes('.') && value.length <= labelMax ? ['must not contain dots'] : labelProblems(value);
}

export function label1035Problems(value: string): Problems {
  return [
    ...(value.length > labelMax ? [tooLong(labelMax)] : []),
    ...(label1035Pattern.test(value) ? [] : [label1035Text]),
  ];
}

/** Keys of labels, annotations, taints; resource names. */
export function qualifiedNameProblems(value: string): Problems {
  const parts = value.split('/');
  if (parts.length > 2) {
    const example = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    return [`a valid label key ${qualifiedText} ${example}`];
  }
  const name = parts.at(-1) ?? '';
  return [...(parts.length === 2 ? prefixProblems(parts[0] ?? '') : []), ...namePartProblems(name)];
}

export const labelKeyProblems = qualifiedNameProblems;

function prefixProblems(prefix: string): Problems {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

function namePartProblems(name: string): Problems {
  return [
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...(name.length > labelMax ? [`name part ${tooManyBytes(labelMax)}`] : []),
    ...(qualifiedPattern.test(name) ? [] : [`name part ${qualifiedText}`]),
  ];
}

export function labelValueProblems(value: string): Problems {
  return [
    ...(value.length > labelMax ? [tooManyBytes(labelMax)] : []),
    ...(value === '' || qualifiedPattern.test(value) ? [] : [labelValueText]),
  ];
}

/** Keys of ConfigMaps and Secrets, which become file names. */
export function configKeyProblems(value: string): Problems {
  const characters = configKeyPattern.test(value) ? [] : [configKeyText];
  return [
    ...(value.length > subdomainMax ? [tooLong(subdomainMax)] : []),
    ...characters,
    ...dotProblems(value),
  ];
}

function dotProblems(value: string): Problems {
  if (value === '.') return ["must not be '.'"];
  if (value === '..') return ["must not be '..'"];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

export function envVarNameProblems(value: string): Problems {
  return /^[\x20-\x3c\x3e-\x7e]+$/.test(value) ? [] : [envNameText];
}

/** IANA service names: ports of containers and probes by name. */
export function portNameProblems(value: string): Problems {
  return [
    ...(value.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(value)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(value.startsWith('-') || value.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
  ];
}

export function portNumberProblems(value: number): Problems {
  return value >= 1 && value <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** Names that become one segment of a URL path, the least a name must be. */
export function pathSegmentProblems(value: string): Problems {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%']
    .filter((character) => value.includes(character))
    .map((character) => `may not contain '${character}'`);
}

const ipText = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export function ipProblems(value: string): Problems {
  return isIPv4(value) || isIPv6(value) ? [] : [ipText];
}

export function isIPv4(value: string): boolean {
  const parts = value.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isIPv6(value: string): boolean {
  const halves = value.split('::');
  if (halves.length > 2 || !value.includes(':')) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const wellFormed = groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return wellFormed && (halves.length === 2 ? groups.length < 8 : groups.length === 8);
}
