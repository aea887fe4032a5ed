/** Gathers what the engine leaves out on purpose: every "**Simplified:**" of its comments. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareStrings } from '../../base/compare.ts';
import type { Simplification } from '../case-messages.ts';

const MARK = '**Simplified:**';
/** Parts that are told one level deeper than the rest. */
const WIDE = ['controllers', 'world'];

/** `engine` is the folder of that name. What is said twice is listed once. */
export function simplificationsIn(engine: string): readonly Simplification[] {
  const found = filesBelow(engine).flatMap((path) => {
    const folders = path
      .slice(engine.length + 1)
      .split('/')
      .slice(0, -1);
    const area = folders.slice(0, WIDE.includes(folders[0] ?? '') ? 2 : 1).join('/');
    return textsIn(readFileSync(path, 'utf8')).map((text) => ({ area, text }));
  });
  return found.filter(({ text }, index) => found.findIndex((other) => other.text === text) === index);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => compareStrings(a.name, b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'testing' ? [] : filesBelow(path);
      return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [path] : [];
    });
}

function textsIn(code: string): readonly string[] {
  return [...code.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([comment]) =>
    comment
      .slice(3, -2)
      .replace(/^[ \t]*\* ?/gm, '')
      .split(/\n\s*\n/)
      .filter((part) => part.includes(MARK))
      .map((part) => sentence(part.slice(part.indexOf(MARK) + MARK.length))),
  );
}

function sentence(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
