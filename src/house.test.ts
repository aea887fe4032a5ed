/**
 * The rules of the house, as tests. What the compiler and the linter cannot see is checked here by reading the
 * source. A failure says what to do; when a rule itself should change, change ARCHITECTURE.md with it.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blank, lineAt, readSource, root, src, type SourceFile } from './tools/source-tree.ts';

/** What a Kubernetes component may know: the words, the clock, the nouns, and the way to the API server. */
const COMPONENT = [
  'base',
  'engine/sim',
  'engine/api',
  'engine/apiserver/client.ts',
  'types engine/apiserver/component.ts',
];
const SCREEN = ['base', 'protocol', 'projections', 'scenarios', 'host/client', 'host/share'];

/**
 * Who may import whom. A row is a folder (`*` stands for one folder name; the most specific row wins) and what its
 * files may import besides each other: folders, single files, or with `types ` in front only their types.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  base: [],
  'engine/sim': ['base'],
  'engine/api': ['base'],
  'engine/apiserver': ['base', 'engine/sim', 'engine/api'],
  'engine/world': [
    'base',
    'engine/sim',
    'types engine/api',
    'engine/api/time.ts',
    'types engine/apiserver/component.ts',
  ],
  'engine/scheduler': [...COMPONENT, 'types engine/apiserver/event-series.ts', 'engine/scheduler/plugins'],
  'engine/scheduler/plugins/*': ['base', 'engine/api', 'engine/scheduler/framework'],
  'engine/kubelet': [...COMPONENT, 'engine/world/contract.ts', 'engine/world/*/contract.ts'],
  'engine/network': [...COMPONENT, 'engine/world/contract.ts', 'engine/world/*/contract.ts'],
  'engine/controllers/control': COMPONENT,
  'engine/controllers/*': [...COMPONENT, 'engine/controllers/control'],
  'engine/manifest': ['base'],
  'engine/why': ['base', 'engine/sim'],
  'engine/commands': [
    'base',
    'engine/sim',
    'engine/api',
    'engine/apiserver',
    'engine/world',
    'engine/manifest',
    'types engine/run/run-setup.ts',
  ],
  'engine/view': ['base', 'engine'],
  'engine/testing': ['base', 'engine'],
  'engine/run': ['base', 'engine'],
  'engine/engine.ts': ['base', 'engine'],
  'engine/index.ts': ['base', 'engine'],
  protocol: ['base', 'types engine/index.ts'],
  'host/client': ['base', 'protocol', 'types engine/index.ts', 'host/worker'],
  'host/core': ['base', 'protocol', 'host/client', 'engine/index.ts'],
  'host/worker': ['base', 'protocol', 'host/client', 'host/core', 'engine/index.ts'],
  'host/inline': ['base', 'protocol', 'host/client', 'host/core', 'engine/index.ts'],
  'host/node': ['base', 'protocol', 'host/client', 'host/core', 'engine/index.ts'],
  'host/share': ['base', 'protocol', 'types engine/index.ts'],
  projections: ['base', 'protocol', 'types engine/index.ts'],
  scenarios: ['base', 'types protocol', 'types engine/index.ts'],
  kubectl: ['base', 'engine/api', 'engine/apiserver/client.ts'],
  fidelity: ['base', 'engine/index.ts', 'kubectl'],
  'fidelity/scheduler-oracle': ['base', 'engine/api', 'engine/scheduler'],
  ui: [...SCREEN, 'ui'],
  'ui/truth': [...SCREEN, 'ui', 'types fidelity/case-messages.ts', 'fidelity/cases.worker.ts'],
  'ui/stores': SCREEN,
  'ui/terminal': [...SCREEN, 'ui', 'kubectl'],
  cli: [
    'base',
    'engine/index.ts',
    'protocol',
    'host/node',
    'projections',
    'scenarios',
    'kubectl',
    'fidelity',
    'tools/engine-parts.ts',
  ],
};

/** Tests may reach everything at or below their own layer. */
const LAYERS = [
  ['base'],
  ['engine'],
  ['protocol'],
  ['projections', 'scenarios', 'host', 'kubectl'],
  ['ui', 'cli', 'fidelity'],
];

/** Words that do not belong, where, and what to do instead. Looked for outside comments and strings. */
const BANNED: readonly { rule: string; in: RegExp; word: RegExp; instead: string }[] = [
  {
    rule: 'waits for nothing in the engine',
    in: /^engine\//,
    word: /\b(async|await|Promise)\b/,
    instead: 'schedule a simulator event: nothing in the engine waits, that is what makes a run repeatable',
  },
  {
    rule: 'keeps no state in variables of an engine module',
    in: /^engine\//,
    word: /^(export )?(let|var) /m,
    instead:
      'hang the value from the root of the run: module variables are shared by all runs and lost in snapshots',
  },
  {
    rule: 'has no wall clock and no chance of its own',
    in: /^(base|engine)\//,
    word: /\b(Date|Intl|performance|structuredClone|WeakRef)\b|\bMath\s*\.\s*random\b/,
    instead: 'take time from the virtual clock and chance from a named random stream of the run',
  },
  {
    rule: 'uses no mathematics that differs between browsers',
    in: /^(base|engine)\//,
    word: /\bMath\s*\.\s*(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)\b|(?<!\dn )\*\*/,
    instead: 'use integers and small tables: browsers disagree about the last bits of these functions',
  },
  {
    rule: 'asks no locale',
    in: /^(base|engine|kubectl|projections)\//,
    word: /\blocaleCompare\b|\btoLocale[A-Z]\w*/,
    instead:
      'compare by code unit with base/compare.ts and format by hand: a locale differs between browsers',
  },
  {
    rule: 'casts no type away',
    in: /./,
    word: /\bas any\b|\bas unknown as\b/,
    instead: 'narrow the value, or correct the type it comes from',
  },
  {
    rule: 'runs every test',
    in: /\.(test|spec|bench)\.tsx?$/,
    word: /\b(describe|it|test|bench)\s*\.\s*(skip|only|todo|fails)\b/,
    instead: 'repair the test or delete it: every test runs',
  },
];

/** Looked for everywhere, comments included. */
const BANNED_ANYWHERE =
  /@ts-(ignore|expect-error|nocheck)|(eslint|oxlint|prettier)-(disable|ignore)|\b(TODO|FIXME|XXX)\b/;

const LINES_MAX = 600;

const files = readSource();
const byPath = new Map(files.map((file) => [file.path, file]));

const isTest = (path: string): boolean => /\.(test|bench|contract)\.tsx?$/.test(path);
const isTesting = (path: string): boolean => path.split('/').includes('testing');
const isTool = (path: string): boolean => /(^|\/)(tools|generate)\//.test(path) || path.endsWith('.mjs');
const isEntry = (path: string): boolean =>
  path === 'main.tsx' ||
  path.endsWith('.worker.ts') ||
  /^cli\/[^/]+\.ts$/.test(path) ||
  path.endsWith('.d.ts');
const isTable = (path: string): boolean => /(^|\/)(schema|generated)\/|\.table\.ts$/.test(path);
const product = files.filter(({ path }) => !isTool(path) && !path.endsWith('.css'));

describe('imports', () => {
  it('follow the table of who may import whom', () => {
    expectNone(product.filter(({ path }) => path.includes('/')).flatMap(forbiddenImports));
  });

  it('name files that exist', () => {
    const wrong = product.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target !== undefined && !byPath.has(target) && !existsSync(join(src, target)))
        .map(({ specifier, line }) => `${path}:${line} imports ${specifier}, which is not there`),
    );
    expectNone(wrong);
  });

  it('never bring testing code into the product', () => {
    const wrong = product
      .filter(({ path }) => !isTest(path) && !isTesting(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target }) => target !== undefined && (isTesting(target) || isTest(target)))
          .map(
            ({ target, line }) =>
              `${path}:${line} imports ${target}: only tests may; move what the product needs out of it`,
          ),
      );
    expectNone(wrong);
  });

  it('reach every file', () => {
    const imported = new Set(files.flatMap(({ imports }) => imports.map(({ target }) => target)));
    const wrong = files
      .filter(({ path }) => !isEntry(path) && !isTest(path) && !isTool(path) && !imported.has(path))
      .map(({ path }) => `${path} is imported by nobody: use it or delete it`);
    expectNone(wrong);
  });

  it('keep React and components out of ui/stores', () => {
    const wrong = product
      .filter(({ path }) => path.startsWith('ui/stores/') && !isTest(path))
      .flatMap(({ path, imports }) => [
        ...(path.endsWith('.tsx') ? [`${path} holds JSX: move the component to its panel`] : []),
        ...imports
          .filter(({ specifier }) => /^(react|react-dom)(\/|$)/.test(specifier) || specifier === 'zustand')
          .map(
            ({ specifier, line }) =>
              `${path}:${line} imports ${specifier}: stores use zustand/vanilla; hooks live beside the components`,
          ),
      ]);
    expectNone(wrong);
  });
});

describe('text', () => {
  for (const { rule, in: where, word, instead } of BANNED) {
    it(`${rule}`, () => {
      const scope = product.filter(
        ({ path }) => where.test(path) && (!isTest(path) || where.test('x.test.ts')),
      );
      expectNone(
        scope.flatMap(({ path, code }) =>
          [...code.matchAll(new RegExp(word.source, `g${word.flags}`))].map(
            (match) => `${path}:${lineAt(code, match.index)} has "${match[0].trim()}": ${instead}`,
          ),
        ),
      );
    });
  }

  it('silences no checker and leaves no notes of unfinished work', () => {
    const wrong = files
      .filter(({ path }) => path !== 'house.test.ts')
      .flatMap(({ path, text }) =>
        [...text.matchAll(new RegExp(BANNED_ANYWHERE, 'g'))].map(
          (match) =>
            `${path}:${lineAt(text, match.index)} has "${match[0]}": correct the code, or say what is left out in a **Simplified:** line`,
        ),
      );
    expectNone(wrong);
  });

  it('opens every engine file with a paragraph that says what it is', () => {
    const wrong = product
      .filter(({ path }) => path.startsWith('engine/') && !isTest(path) && !isTesting(path) && !isTable(path))
      .filter(({ text }) => openingWords(text) < 6)
      .map(
        ({ path }) =>
          `${path}: begin with a comment: which part of Kubernetes this is, how it maps to upstream, a **Simplified:** line if something is left out`,
      );
    expectNone(wrong);
  });

  it('keeps files readable', () => {
    const wrong = product
      .filter(({ path, text }) => !isTable(path) && lineAt(text, text.length) > LINES_MAX)
      .map(
        ({ path, text }) =>
          `${path} has ${lineAt(text, text.length)} lines; past ${LINES_MAX} it is two files, or a table (name it *.table.ts)`,
      );
    expectNone(wrong);
  });

  it('uses file names of kebab-case', () => {
    const wrong = files
      .filter(({ path }) => !path.split('/').every((part) => /^[a-z0-9]+([.-][a-z0-9]+)*$/.test(part)))
      .map(({ path }) => `${path}: name it in kebab-case`);
    expectNone(wrong);
  });
});

describe('SPEC', () => {
  const rules = specRules();
  const areas = new Set(rules.map(({ id }) => id.replace(/-\d+$/, '')));
  const tests = [...files, ...endToEnd()].filter(({ path }) => /\.(test|spec|contract)\.tsx?$/.test(path));
  const cited = new Map<string, string>();
  for (const { path, text } of tests) {
    if (path === 'house.test.ts') continue;
    for (const title of titlesOf(text))
      for (const [id] of title.matchAll(/\b[A-Z][A-Z0-9]*-\d{2,}\b/g)) cited.set(id, path);
  }

  it('numbers every rule once', () => {
    const seen = new Map<string, string>();
    const wrong = rules.flatMap(({ id, path }) => {
      const before = seen.get(id);
      seen.set(id, path);
      return before === undefined
        ? []
        : [`${path}: ${id} is taken (${before}); give the new rule the next free number`];
    });
    expectNone(wrong);
  });

  it('has a test for every rule', () => {
    expectNone(
      rules
        .filter(({ id }) => !cited.has(id))
        .map(({ id, path }) => `${path}: no test title names ${id}; write one that does`),
    );
  });

  it('has every rule that is cited', () => {
    const known = new Set(rules.map(({ id }) => id));
    const inTitles = [...cited].filter(([id]) => !known.has(id));
    const inText = product.flatMap(({ path, text }) =>
      [...text.matchAll(/\b([A-Z][A-Z0-9]*)-\d{2,}\b/g)]
        .filter(([id, area]) => areas.has(area ?? '') && !known.has(id))
        .map(([id]): [string, string] => [id, path]),
    );
    expectNone([
      ...new Set(
        [...inTitles, ...inText].map(
          ([id, path]) => `${path} cites ${id}, which no SPEC file has; write the rule first`,
        ),
      ),
    ]);
  });
});

describe('the scanner of this test', () => {
  it('blanks comments, strings, templates and regular expressions, and nothing else', () => {
    const text = "a('async') // await\nb(`x ${c('y')} z`) /* Promise */ + d / e + /[/'\"]/.test(f)";
    expect(blank(text)).toBe(
      "a('     ')         \nb(`  ${c(' ')}  `)               + d / e + /     /.test(f)",
    );
  });

  it('takes the most specific row of the table', () => {
    expect(rowOf('engine/scheduler/plugins/node-name/node-name.ts')).toBe('engine/scheduler/plugins/*');
    expect(rowOf('engine/scheduler/scheduler.ts')).toBe('engine/scheduler');
    expect(rowOf('engine/engine.ts')).toBe('engine/engine.ts');
    expect(rowOf('elsewhere/a.ts')).toBeUndefined();
  });
});

function expectNone(wrong: readonly string[]): void {
  expect(wrong.join('\n')).toBe('');
}

function forbiddenImports(file: SourceFile): string[] {
  const { path, imports } = file;
  if (isEntry(path) && !path.startsWith('cli/')) return [];
  const row = rowOf(path);
  if (row === undefined)
    return [`${path} lies in a folder the table does not know: move it, or add a row with a decision note`];
  return imports.flatMap(({ target, typeOnly, line }) => {
    if (target === undefined || target.endsWith('.css') || target.startsWith('../')) return [];
    const allowed =
      isTest(path) || isTesting(path)
        ? layerOf(target) <= layerOf(path)
        : zoneOf(target) === zoneOf(path) ||
          (MAY_IMPORT[row] ?? []).some((entry) => admits(entry, target, typeOnly));
    return allowed ? [] : [`${path}:${line} imports ${typeOnly ? 'types of ' : ''}${target}; ${advice(row)}`];
  });
}

function advice(row: string): string {
  const list = MAY_IMPORT[row] ?? [];
  return `${row} may import ${list.length === 0 ? 'nothing of ours' : list.join(', ')}. Move what is shared down, never sideways`;
}

function admits(entry: string, target: string, typeOnly: boolean): boolean {
  const types = entry.startsWith('types ');
  return (!types || typeOnly) && covers(types ? entry.slice('types '.length) : entry, target);
}

/** A pattern covers a path when its parts match the path's first parts, `*` matching any one folder. */
function covers(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = pattern.split('/');
  if (wanted.at(-1) === '*' && parts.length <= wanted.length) return false;
  return wanted.every((part, index) => part === parts[index] || (part === '*' && parts[index] !== undefined));
}

function rowOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((row) => covers(row, path))
    .toSorted((a, b) => b.split('/').length - a.split('/').length)[0];
}

/** The row with its stars filled in: two plugins share a row, and are two zones. */
function zoneOf(path: string): string | undefined {
  const row = rowOf(path);
  return row === undefined ? undefined : path.split('/').slice(0, row.split('/').length).join('/');
}

function layerOf(path: string): number {
  const layer = LAYERS.findIndex((folders) => folders.includes(path.split('/')[0] ?? ''));
  return layer === -1 ? LAYERS.length : layer;
}

function openingWords(text: string): number {
  const comment = /^\s*(?:\/\*\*?([\s\S]*?)\*\/|((?:\/\/.*\n)+))/.exec(text);
  return (comment?.[1] ?? comment?.[2] ?? '').split(/\s+/).filter((word) => /\w/.test(word)).length;
}

/** Every string of a test file that begins like a title may name a rule; rows of a table hold titles too. */
function titlesOf(text: string): string[] {
  return [...text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map((match) => match[2] ?? '');
}

function specRules(): { id: string; path: string }[] {
  const folder = join(src, 'spec');
  const shelves = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  return ['SPEC.md', ...shelves.map((name) => `spec/${name}`)].flatMap((path) =>
    [...readFileSync(join(src, path), 'utf8').matchAll(/^- \*\*([A-Z][A-Z0-9]*-\d+)\*\*/gm)].map((match) => ({
      id: match[1] ?? '',
      path,
    })),
  );
}

function endToEnd(): { path: string; text: string }[] {
  const folder = join(root, 'e2e');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.spec.ts'),
  );
  return names.map((name) => ({ path: `e2e/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}
