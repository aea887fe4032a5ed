/**
 * Takes out of a terminal's text what no two clusters share: generated names, identifiers, addresses, times, ages, the node that chance
 * chose. Runs of blanks become two, because the widths of columns follow from what was taken out.
 */

/** The alphabet of generated names: no vowels, nothing that looks like something else. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b[0-9a-f]{32}\b/g, '<hash>'],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g, '<time>'],
  [/\b\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}/g, '<time>'],
  [/\bfd[0-9a-f]{2}:[0-9a-f:]+/g, '<ip>'],
  [/\b(?:10|192|172)\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, '<ip>'],
  [/<ip>:\d{4,5}(?= - - |->)/g, '<ip>:<port>'],
  [new RegExp(`-${SAFE}{8,10}-${SAFE}{5}\\b`, 'g'), '-<hash>-<rand>'],
  [new RegExp(`(pod-template-hash[=:] *)"?${SAFE}{4,10}"?`, 'g'), '$1<hash>'],
  [new RegExp(`-${SAFE}{8,10}\\b(?!-)`, 'g'), '-<hash>'],
  [/\.[0-9a-f]{16}\b/g, '.<event>'],
  [/(resourceVersion: ?"?)\d+/g, '$1<rv>'],
  [/("resourceVersion": ?")\d+/g, '$1<rv>'],
  [new RegExp(`(?<=\\w)-${SAFE}{5}\\b(?!-)`, 'g'), '-<rand>'],
  [/\bnode-[123]\b/g, '<node>'],
  [/\b3[0-2]\d{3}\/TCP/g, '<port>/TCP'],
  [/(?<![=\w.:-])\d+(?:y|d|h|m|s)(?:\d+(?:d|h|m|s))?(?![\w.])/g, '<age>'],
  [/\(x\d+ over <age>\)/g, '(x<n> over <age>)'],
  [/\/tmp\/kubectl-edit-\d+/g, '/tmp/kubectl-edit-<n>'],
  [/\/tmp\/(LIVE|MERGED)-[0-9a-z]+/g, '/tmp/$1-<n>'],
  [/(Path: +)\S+/g, '$1<path>'],
  [/<(invalid|unknown)>(?= {2,}|\))/g, '<age>'],
  [/ {2,}(?=\S)/g, '  '],
  [/^ {2,}/gm, ''],
  [/ +$/gm, ''],
];

export function maskedText(text: string): string {
  return MASKS.reduce((now, [what, instead]) => now.replace(what, instead), text);
}

/**
 * Whether two texts say the same. Lines that hold a generated name may stand in another order: lists are sorted by names, and names are
 * chance.
 */
export function saysTheSame(a: string, b: string): boolean {
  const [masked, other] = [maskedText(a), maskedText(b)];
  return masked === other || settled(masked) === settled(other);
}

function settled(text: string): string {
  const lines = text.split('\n');
  const chance = lines.filter((line) => line.includes('<rand>')).sort();
  return [...lines.map((line) => (line.includes('<rand>') ? '' : line)), ...chance].join('\n');
}
