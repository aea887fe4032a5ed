import { describe, expect, it } from 'vitest';
import { MANIFEST_LIMITS, parseManifest, pathSteps } from './manifest.ts';

function problemsOf(text: string): readonly (readonly [line: number, column: number, code: string])[] {
  return parseManifest(text).problems.map(({ line, column, code }) => [line, column, code] as const);
}

const times = (count: number, text: string): string =>
  Array.from({ length: count }, () => text).join('\n---\n');
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g'].map(
    (name, i) => `${name}: &${name} [${times(9, `*${'abcdef'[i]}`).replaceAll('\n---\n', ', ')}]`,
  ),
].join('\n');

describe('texts that cannot be read', () => {
  for (const { name, text, problems } of [
    {
      name: 'a list without its end',
      text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: [a\nspec: {}\n',
      problems: [[5, 1, 'manifest/syntax']],
    },
    {
      name: 'tabs as indentation',
      text: 'kind: Pod\nmetadata:\n\tname: a\n',
      problems: [[3, 1, 'manifest/syntax']],
    },
    { name: 'a key twice', text: 'metadata:\n  name: a\n  name: b\n', problems: [[3, 3, 'manifest/syntax']] },
    {
      name: 'a mistake in the second document',
      text: 'kind: A\n---\nkind: [\n',
      problems: [[4, 1, 'manifest/syntax']],
    },
    { name: 'a list', text: '- a\n- b\n', problems: [[1, 1, 'manifest/not-an-object']] },
    {
      name: 'a word in the second document',
      text: 'kind: A\n---\n\nhello\n',
      problems: [[4, 1, 'manifest/not-an-object']],
    },
    {
      name: 'an alias without an anchor',
      text: 'a:\n  - b\n  - *nowhere\n',
      problems: [[3, 5, 'manifest/unknown-alias']],
    },
    { name: 'a list that contains itself', text: 'a: &a [*a]\n', problems: [[1, 1, 'manifest/too-deep']] },
    { name: 'nesting without end', text: `a: ${'['.repeat(5000)}`, problems: [[1, 1, 'manifest/too-deep']] },
    {
      name: 'mappings nested too deep',
      text: `${'{a: '.repeat(300)}1${'}'.repeat(300)}`,
      problems: [[1, 1, 'manifest/too-deep']],
    },
    {
      name: 'indentation without end',
      text: `a:\n${' '.repeat(500)}b: c`,
      problems: [[2, 1, 'manifest/too-deep']],
    },
    {
      name: 'lists in lists without end',
      text: `- a\n${'- '.repeat(500)}b`,
      problems: [[2, 1, 'manifest/too-deep']],
    },
    { name: 'keys after keys without end', text: 'a: '.repeat(500), problems: [[1, 1, 'manifest/too-deep']] },
    { name: 'aliases that multiply', text: BOMB, problems: [[1, 1, 'manifest/too-many-aliases']] },
    {
      name: 'very many aliases',
      text: `a: &a x\nb: [${'*a, '.repeat(200)}]\n`,
      problems: [[1, 1, 'manifest/too-many-aliases']],
    },
    {
      name: 'too much text',
      text: 'x'.repeat(MANIFEST_LIMITS.charactersMax + 1),
      problems: [[1, 1, 'manifest/too-large']],
    },
    {
      name: '10,000 documents',
      text: times(10_000, 'kind: A'),
      problems: [[1, 1, 'manifest/too-many-documents']],
    },
  ] as const) {
    it(`MANIFEST-01 names line and column of ${name}`, () => {
      expect(problemsOf(text)).toEqual(problems);
      expect(parseManifest(text).documents.length).toBeLessThan(2);
    });
  }

  it('MANIFEST-02 reads the good documents beside a bad one', () => {
    const { documents, problems } = parseManifest('kind: A\n---\nkind: [\n---\nkind: C\n');
    expect(documents.map(({ index, object }) => [index, object['kind']])).toEqual([
      [0, 'A'],
      [2, 'C'],
    ]);
    expect(problems.map(({ document }) => document)).toEqual([1]);
  });

  it('MANIFEST-03 names at most 20 mistakes of one document', () => {
    expect(problemsOf('a: '.repeat(100))).toHaveLength(20);
  });
});

describe('texts that can be read', () => {
  it('MANIFEST-04 skips empty documents and comments', () => {
    for (const text of ['', '---\n---\n', '# nothing\n', '---\n# a\n---\n'])
      expect(parseManifest(text)).toMatchObject({ documents: [], problems: [] });
  });

  it('MANIFEST-05 keeps keys such as __proto__ as plain keys', () => {
    const { documents } = parseManifest('data:\n  __proto__: {polluted: true}\n  constructor: c\n');
    const data = documents[0]?.object['data'] as object;
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it('MANIFEST-06 finds the line of a field, through lists and aliases, and of the nearest parent of one that is absent', () => {
    const manifest = parseManifest(
      'kind: A\nspec:\n  list:\n    - name: x\n      image: &i y\n    - name: z\n---\nkind: B\n',
    );
    const lineOf = (document: number, path: string): number => manifest.locate(document, path).line;
    expect(
      ['', 'spec', 'spec.list[0].image', 'spec.list[1].name', 'spec.list[1].image', 'spec.none'].map((path) =>
        lineOf(0, path),
      ),
    ).toEqual([1, 2, 5, 6, 6, 2]);
    expect(lineOf(1, 'kind')).toBe(8);
    expect(lineOf(7, 'kind')).toBe(1);
  });

  it('MANIFEST-06 splits paths at dots and brackets', () => {
    expect(pathSteps('spec.containers[0].env[name]')).toEqual(['spec', 'containers', 0, 'env', 'name']);
  });
});
