/**
 * Whether a reply is the recorded one. Recorded texts hold placeholders for what differs from server to server, and long runs of one letter
 * are written as `<x x 262144>`.
 */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';

/** What a placeholder stands for. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '<uid>': '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  '<rv>': '[0-9]+',
  '<time>': '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z',
  '<rand5>': '[bcdfghjklmnpqrstvwxz2456789]{5}',
  '<ip>': '[0-9a-f.:]+',
  '<nodePort>': '[0-9]+',
};
const PLACEHOLDER = /<(?:uid|rv|time|rand5|ip|nodePort|(.) x ([0-9]+))>/g;

/** The first difference as `path: expected …, found …`; undefined when there is none. */
export function replyDifference(
  expected: Json | undefined,
  found: Json | undefined,
  path = '',
): string | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) return listDifference(expected, found, path);
  if (isJsonObject(expected) && isJsonObject(found)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    return firstOf(keys, (key) => replyDifference(expected[key], found[key], `${path}.${key}`));
  }
  return isSame(expected, found) || isAllocated(path, expected, found)
    ? undefined
    : `${path}: expected ${shown(expected)}, found ${shown(found)}`;
}

function listDifference(expected: readonly Json[], found: readonly Json[], path: string): string | undefined {
  const length = Math.max(expected.length, found.length);
  const places = Array.from({ length }, (_unused, index) => index);
  return firstOf(places, (index) => replyDifference(expected[index], found[index], `${path}[${index}]`));
}

function firstOf<T>(items: readonly T[], difference: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const one = difference(item);
    if (one !== undefined) return one;
  }
  return undefined;
}

function isSame(expected: Json | undefined, found: Json | undefined): boolean {
  if (expected === found) return true;
  if (typeof expected !== 'string' || found === undefined || typeof found === 'object') return false;
  return pattern(expected).test(String(found));
}

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$/;
const SERVICE_ADDRESS = /\.clusterIPs?(?:\[[0-9]\])?$/;

/** Some times, and numbers that a server picks at random, were recorded as they were. */
function isAllocated(path: string, expected: Json | undefined, found: Json | undefined): boolean {
  const both = (test: (value: Json | undefined) => boolean): boolean => test(expected) && test(found);
  return (
    both((value) => typeof value === 'string' && TIME.test(value)) ||
    (path.endsWith('.nodePort') && both((value) => Number(value) >= 30_000 && Number(value) < 32_768)) ||
    (SERVICE_ADDRESS.test(path) && both((value) => typeof value === 'string' && value.startsWith('10.96.')))
  );
}

function pattern(expected: string): RegExp {
  let source = '';
  let end = 0;
  for (const match of expected.matchAll(PLACEHOLDER)) {
    const [whole, letter, times] = match;
    source += escaped(expected.slice(end, match.index));
    source += letter === undefined ? PLACEHOLDERS[whole] : `${escaped(letter)}{${times}}`;
    end = match.index + whole.length;
  }
  return new RegExp(`^${source}${escaped(expected.slice(end))}$`, 's');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
